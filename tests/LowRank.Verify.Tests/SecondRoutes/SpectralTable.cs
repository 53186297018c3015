using LowRank.Verify.FastPath.Spectra;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Tests.SecondRoutes;

/// <summary>The spectra of a network's layers, each computed once, and their power sums over a grid of p.</summary>
public sealed class SpectralTable
{
    private SpectralTable(IReadOnlyList<LayerSpectrum> layers) => Layers = layers;

    /// <summary>The spectra in the order of the layers.</summary>
    public IReadOnlyList<LayerSpectrum> Layers { get; }

    /// <summary>Decomposes every layer; null when the library's iteration does not converge for one of them.</summary>
    public static SpectralTable? Compute(IEngine engine, IEnumerable<Matrix> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        List<LayerSpectrum> spectra = [];
        foreach (Matrix layer in layers)
        {
            if (LayerSpectrum.Compute(engine, layer) is not { } spectrum)
            {
                return null;
            }

            spectra.Add(spectrum);
        }

        return new SpectralTable(spectra);
    }

    /// <summary>
    /// Rank proxies r_l(p) = Σ_i (σ_i/σ₁)^p of every layer over a grid: result[l][k] for layer l and exponent k, between 1 and
    /// min(m, n); the rank in double precision for p = 0; 0 for a zero layer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An exponent is negative, infinite or NaN.</exception>
    public double[][] RelativePowerSums(ReadOnlySpan<double> exponents)
    {
        double[][] sums = new double[Layers.Count][];
        for (int l = 0; l < sums.Length; l++)
        {
            sums[l] = PowerSums.Evaluate(Layers[l].RelativeValues(), exponents, Layers[l].Rank);
        }

        return sums;
    }
}
