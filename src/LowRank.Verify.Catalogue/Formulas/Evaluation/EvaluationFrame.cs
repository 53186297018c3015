using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Formulas.Evaluation;

/// <summary>The state of one evaluation at one precision: inputs, loop variables, values computed so far.</summary>
internal sealed class EvaluationFrame(
    int precision, int spectrumDigits, MemberValue[] members, IReadOnlyDictionary<string, long> dimensions, int definitions,
        SpectrumLibrary spectra, Func<Interval, Interval>? rounding = null)
{
    private const long MaximumSteps = 10_000_000;

    private readonly Dictionary<(int Definition, Rational First, Rational Second), object> applied = [];
    private readonly Dictionary<MatrixQuantity, IntervalSpaces> decompositions = new(ReferenceEqualityComparer.Instance);
    private long steps;

    /// <summary>The arithmetic.</summary>
    public QuantityArithmetic Arithmetic { get; } = new(precision, rounding);

    /// <summary>The interval arithmetic.</summary>
    public IntervalContext Context => Arithmetic.Context;

    /// <summary>The inputs by slot.</summary>
    public MemberValue[] Members { get; } = members;

    /// <summary>Loop variables and parameters of the body under evaluation.</summary>
    public Quantity[] Locals { get; set; } = [];

    /// <summary>Values of definitions without parameters.</summary>
    public object?[] Defined { get; } = new object?[definitions];

    /// <summary>The first tie that stayed open, or null.</summary>
    public string? OpenTie { get; private set; }

    /// <summary>True when a certified spectrum was used.</summary>
    public bool UsesSpectra { get; private set; }

    /// <summary>True when some spectrum may improve with more digits.</summary>
    public bool SpectraMayImprove { get; private set; }

    /// <summary>Significant digits wished for.</summary>
    public int Digits => spectrumDigits;

    /// <summary>True when an integral reached its cap on panels: more precision would not help.</summary>
    public bool IsLimitedByIntegral { get; private set; }

    /// <summary>Notes that an integral reached its cap.</summary>
    public void LimitIntegral() => IsLimitedByIntegral = true;

    /// <summary>The cost of all steps so far.</summary>
    public long Work { get; private set; }

    /// <summary>Takes back ties: one that is open on a panel of an integral widens that panel and is settled by halving it.</summary>
    public void RestoreTie(string? tie) => OpenTie = tie;

    /// <summary>The value of a dimension such as L.</summary>
    public long Dimension(string name) => dimensions[name];

    /// <summary>Notes a tie that the enclosures do not decide; the result is then the hull of what is possible.</summary>
    public void LeaveOpen(string tie) => OpenTie ??= tie;

    /// <summary>Counts work, so that no formula runs for ever.</summary>
    /// <param name="cost">What the step costs, as a multiple of a pass of a loop.</param>
    public void Step(int cost = 1)
    {
        Work += cost;
        Reserve(1);
        steps++;
    }

    /// <summary>Refuses steps that would be too many before the first of them is made.</summary>
    public void Reserve(Int128 count)
    {
        if (steps + count > MaximumSteps)
        {
            throw FormulaFailure.Outside($"the formula takes more than {MaximumSteps} steps on these inputs");
        }
    }

    /// <summary>
    /// A value of a definition with one or two exact arguments, computed once; 0 stands for a second one that is missing.
    /// </summary>
    public object Apply(int definition, Rational first, Rational second, Func<object> compute)
    {
        if (!applied.TryGetValue((definition, first, second), out object? known))
        {
            applied[(definition, first, second)] = known = compute();
        }

        return known;
    }

    /// <summary>The certified spectrum of the value of a matrix; its remainder is the caller's matter.</summary>
    public CertifiedSpectrum Spectrum(MatrixQuantity a)
    {
        (CertifiedSpectrum spectrum, bool mayImprove) = spectra.Certify(a.Value, spectrumDigits);
        UsesSpectra = true;
        SpectraMayImprove |= mayImprove;
        return spectrum;
    }

    /// <summary>The certified singular values of a product of stored factors or of a sum of matrices.</summary>
    public CertifiedSingularValues SpectrumOfParts(MatrixQuantity a)
    {
        (CertifiedSingularValues values, bool mayImprove) = spectra.CertifyParts(a, spectrumDigits);
        UseDecomposition(mayImprove);
        return values;
    }

    /// <summary>Notes that a decomposition of a matrix was used, and whether a higher precision may improve it.</summary>
    public void UseDecomposition(bool mayImprove)
    {
        UsesSpectra = true;
        SpectraMayImprove |= mayImprove;
    }

    /// <summary>The decomposition of a matrix at this precision, computed once.</summary>
    public IntervalSpaces Decomposition(MatrixQuantity a, Func<IntervalSpaces> compute)
    {
        if (!decompositions.TryGetValue(a, out IntervalSpaces? known))
        {
            decompositions[a] = known = compute();
        }

        return known;
    }

    /// <summary>a − b.</summary>
    public MatrixQuantity Subtract(MatrixQuantity a, MatrixQuantity b) => spectra.Subtract(a, b);
}
