using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Gate.Judging;

/// <summary>Gives the truth of cases: certified values, and the ranges that a declared precision allows.</summary>
internal sealed class TruthSource
{
    // Three digits beyond double, so that the enclosure is never what limits a verdict.
    private const int Digits = 18;

    // The value test, the tolerance and the properties of one case ask for the same spectra many times; 128 MiB hold some ten thousand
    // cases.
    private const long Remembered = 1L << 24;

    // A power of 10⁻³⁰⁰ costs a thousand bits; each further doubling costs minutes in a large case.
    private const int PrecisionLimit = 1024;

    private readonly RememberedSpectra spectra;
    private readonly ImplementationDescription description;
    private readonly double constant;
    private readonly bool propertiesOnly;

    /// <summary>A source for one implementation.</summary>
    public TruthSource(ReferenceEvaluator reference, ImplementationDescription description, double constant, bool propertiesOnly = false)
    {
        this.propertiesOnly = propertiesOnly;
        spectra = new RememberedSpectra(new AffordableSpectra(reference.Spectra), Remembered);
        Reference = new ReferenceEvaluator(reference.Catalogue, spectra) { PrecisionLimit = PrecisionLimit };
        this.description = description;
        _ = ImplementationDescription.UnitRoundoff(description.Precision);
        this.constant = constant;
    }

    /// <summary>The reference, with remembered spectra.</summary>
    public ReferenceEvaluator Reference { get; }

    /// <summary>The truth of one case, or null where the formula has no value.</summary>
    /// <exception cref="InputException">The oracle refuses the inputs.</exception>
    public CaseTruth? Of(Oracle oracle, InputRecord inputs)
    {
        string precision = description.PrecisionOf(oracle.Id);
        RoundingModel model = new(ImplementationDescription.UnitRoundoff(precision), ImplementationDescription.SmallestNumber(precision),
            constant + (4 * inputs.Members.Values.Select(LargestDimension).DefaultIfEmpty(0).Max()));
        if (propertiesOnly)
        {
            return new CaseTruth(oracle, inputs, null, null, model, "values are not judged under --properties-only") { IsUnasked = true };
        }

        Evaluation exact = Reference.Evaluate(oracle, inputs, Digits);
        if (exact.Status == EvaluationStatus.OutsideDomain)
        {
            return null;
        }

        Evaluation range = new ReferenceEvaluator(Reference.Catalogue, new WidenedSpectrumSource(spectra, model))
            .EvaluateRange(oracle, inputs, model.Perturb);
        return new CaseTruth(
            oracle,
            inputs,
            exact.Result,
            range.Status == EvaluationStatus.OutsideDomain ? null : range.Result,
            model,
            exact.Reason ?? range.Reason)
        {
            IsOpen = exact.Status != EvaluationStatus.Enclosed,
        };
    }

    private static int LargestDimension(InputValue value) => value switch
    {
        InputValue.MatrixValue matrix => Math.Max(matrix.Value.Rows, matrix.Value.Columns),
        InputValue.Sequence list => list.Items.Select(LargestDimension).DefaultIfEmpty(0).Max(),
        _ => 0,
    };
}
