using System.Runtime.CompilerServices;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>
/// The spectra of the matrices seen so far, each decomposed once while its matrix is alive. Safe for use from several threads.
/// </summary>
internal sealed class LayerSpectra(IEngine engine)
{
    private readonly ConditionalWeakTable<Matrix, LayerSpectrum> known = [];

    /// <summary>The spectrum, or null when the library's iteration does not converge.</summary>
    public LayerSpectrum? Of(Matrix matrix)
    {
        if (known.TryGetValue(matrix, out LayerSpectrum? spectrum))
        {
            return spectrum;
        }

        spectrum = LayerSpectrum.Compute(engine, matrix);
        if (spectrum is not null)
        {
            known.AddOrUpdate(matrix, spectrum);
        }

        return spectrum;
    }

    /// <summary>Singular values with vectors, or null when the library's iteration does not converge.</summary>
    public SingularTriplets? Decompose(Matrix matrix) => engine.Decompose(matrix);

    /// <summary>The answer when a decomposition failed.</summary>
    public static FastResult NoConvergence(string name) =>
        new FastResult.NotApplicable($"the library's singular value iteration did not converge for {name}.");
}
