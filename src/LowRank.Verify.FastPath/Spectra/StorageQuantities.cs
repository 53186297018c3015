using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>Quantities of all matrices that round to the stored one, by Weyl's inequality with δ of <see cref="StorageNoise"/>.</summary>
internal static class StorageQuantities
{
    /// <summary>
    /// #{i : σ_i &gt; δ} among the values that double precision can tell from 0; the second condition matters for float64 storage only,
    /// where δ lies below the error of the decomposition.
    /// </summary>
    public static int Rank(LayerSpectrum spectrum)
    {
        WideReal radius = StorageNoise.Radius(spectrum.Matrix);
        return spectrum.Values.Count(value => value > spectrum.NoiseLevel && WideReal.Of(value, spectrum.Exponent) > radius);
    }

    /// <summary>[Σ max(0, σ_i − δ)^p, Σ (σ_i + δ)^p]; for p = 0 [storage rank, min(m, n)].</summary>
    public static FastResult SchattenSum(LayerSpectrum spectrum, double p)
    {
        if (p == 0)
        {
            return Range(FastResult.Of(Rank(spectrum)), FastResult.Of(spectrum.Values.Count));
        }

        WideReal radius = StorageNoise.Radius(spectrum.Matrix);
        WideReal[] values = [.. spectrum.Values.Select(value => WideReal.Of(value, spectrum.Exponent))];
        FastResult lower = WidePower.Sum([.. values.Where(value => value > radius).Select(value => Difference(value, radius))], p);
        FastResult upper = WidePower.Sum([.. values.Select(value => value + radius)], p);
        return Range(lower, upper);
    }

    /// <summary>Σ σ_i^p over i ≤ storage rank; for p = 0 the storage rank.</summary>
    public static FastResult SchattenSumAtRank(LayerSpectrum spectrum, double p)
    {
        int rank = Rank(spectrum);
        return p == 0 ? FastResult.Of(rank) : WidePower.Combine(spectrum.SpectralNorm, spectrum.RelativePowerSum(p, rank), p);
    }

    /// <summary>A range by its ends.</summary>
    public static FastResult Range(FastResult lower, FastResult upper) => FastResult.Record(("lower", lower), ("upper", upper));

    /// <summary>x − y for x &gt; y, on the scale of x: y below 2^−1074 of x does not change a double.</summary>
    public static WideReal Difference(WideReal x, WideReal y) =>
        WideReal.Of(x.Significand - Math.ScaleB(y.Significand, (int)Math.Max(y.Exponent - x.Exponent, -2000)), x.Exponent);
}
