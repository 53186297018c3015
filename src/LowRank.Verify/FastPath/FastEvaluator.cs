using System.Collections.Frozen;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.SpectralQuantities;

namespace LowRank.Verify.FastPath;

/// <summary>
/// The oracles' quantities and bounds in double precision, written from the papers and sharing no formula with the catalogue. Products
/// over layers cannot overflow: every result carries its decimal logarithm. Nothing is certified. Singular values are computed once per
/// matrix object. Safe for use from several threads.
/// </summary>
/// <param name="engine">Computes the singular values.</param>
public sealed class FastEvaluator(IEngine engine)
{
    private static readonly FrozenDictionary<string, FastFormula> Known = new Dictionary<string, FastFormula>(StringComparer.Ordinal)
    {
        ["spectra/spectral-norm"] = OfSpectrum(spectrum => spectrum.SpectralNorm),
        ["spectra/frobenius-norm"] = OfEntries(EntrySums.Frobenius),
        ["spectra/nuclear-norm"] = OfSpectrum(spectrum => spectrum.PowerSum(1)),
        ["spectra/ky-fan-norm"] = KyFanNorm,
        ["spectra/row-norm-21"] = OfEntries(EntrySums.RowNorm21),
        ["spectra/column-norm-21"] = OfEntries(EntrySums.ColumnNorm21),
        ["spectra/stable-rank"] = StableRank,
        ["spectra/schatten-sum"] = OfExponent(NumberRange.NonNegative, SchattenSum),
        ["spectra/schatten-norm"] = OfExponent(NumberRange.Positive, SchattenNorm),
        ["spectra/rank"] = OfSpectrum(spectrum => WideReal.Of(spectrum.Rank)),
        ["spectra/storage-rank"] = OfSpectrum(spectrum => WideReal.Of(StorageRank(spectrum))),
        ["spectra/storage-schatten-sum"] = OfExponent(NumberRange.NonNegative, StorageSchattenSum),
        ["spectra/schatten-sum-at-storage-rank"] = OfExponent(NumberRange.NonNegative, SchattenSumAtStorageRank),
        ["spectra/singular-values"] = SingularValues,
        ["pinto2025/lemma-4"] = PintoBounds.Lemma4,
        ["pinto2025/lemma-10"] = PintoBounds.Lemma10,
        ["pinto2025/theorem-7"] = PintoBounds.Theorem7,
        ["pinto2025/theorem-7-tight"] = PintoBounds.Theorem7Tight,
        ["pinto2025/theorem-7-tight-relu"] = PintoBounds.Theorem7TightRelu,
        ["ledent2025/theorem-3.6/code"] = LedentBounds.Of(LedentForm.Code),
        ["ledent2025/theorem-3.6/doc"] = LedentBounds.Of(LedentForm.Doc),
        ["ledent2025/theorem-3.6/repaired"] = LedentBounds.Of(LedentForm.Repaired),
        ["ledent2025/theorem-3.6/l2"] = LedentBounds.Of(LedentForm.L2),
        ["classical/bartlett2017-theorem-1.1"] = ClassicalBounds.Bartlett2017Theorem1,
        ["classical/golowich2018-theorem-1"] = ClassicalBounds.Golowich2018Theorem1,
    }
        .Concat(ClassicalFormulas.All)
        .ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, FastFormula> formulas = Known;
    private readonly LayerSpectra spectra = new(engine);

    /// <summary>The ids of the oracles that the fast path knows.</summary>
    public IReadOnlyCollection<string> Oracles => formulas.Keys;

    /// <summary>True when the fast path knows the oracle.</summary>
    public bool Supports(string oracleId) => formulas.ContainsKey(oracleId);

    /// <summary>The singular values of a matrix, computed once per matrix object; null when the library's iteration does not converge.</summary>
    public LayerSpectrum? Spectrum(Matrix matrix) => spectra.Of(matrix);

    /// <summary>Evaluates one oracle; members that it does not use are ignored.</summary>
    /// <returns>A number or a structure of numbers; <see cref="FastResult.NotApplicable"/> outside the oracle's domain.</returns>
    /// <exception cref="InputException">The oracle is unknown, or a member is missing or has the wrong shape.</exception>
    public FastResult Evaluate(string oracleId, InputRecord inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return formulas.TryGetValue(oracleId, out FastFormula? formula)
            ? formula(new InputMembers(oracleId, inputs), spectra)
            : throw new InputException($"The fast path does not know the oracle '{oracleId}'.");
    }
}
