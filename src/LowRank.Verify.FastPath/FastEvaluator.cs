using System.Collections.Frozen;
using LowRank.Verify.Inputs;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath;

/// <summary>
/// The oracles' quantities and bounds in double precision, written from the papers and sharing no formula with the catalogue. Products
/// over layers cannot overflow: every result carries its decimal logarithm. Nothing is certified. Singular values are computed once per
/// matrix object. Safe for use from several threads.
/// </summary>
/// <param name="engine">Computes the singular values.</param>
public sealed class FastEvaluator(IEngine engine)
{
    private static readonly FrozenDictionary<string, FastFormula> Known = SpectraFormulas.All
        .Concat(PintoFormulas.All)
        .Concat(LedentFormulas.All)
        .Concat(OymakFormulas.All)
        .Concat(ClassicalFormulas.All)
        .Concat(DataFormulas.All)
        .Concat(TestFormulas.All)
        .Concat(CodeFormulas.All)
        .Concat(PacBayesFormulas.All)
        .ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, FastFormula> formulas = Known;
    private readonly LayerSpectra spectra = new(engine);

    /// <summary>The ids of the oracles that the fast path knows.</summary>
    public IReadOnlyCollection<string> Oracles => formulas.Keys;

    /// <summary>True when the fast path knows the oracle.</summary>
    public bool Supports(string oracleId) => formulas.ContainsKey(oracleId);

    /// <summary>
    /// The singular values of a matrix, computed once per matrix object; null when the library's iteration does not converge.
    /// </summary>
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
