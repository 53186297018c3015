using System.Diagnostics.CodeAnalysis;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath;

/// <summary>The quantities of one matrix, in double precision.</summary>
internal static class SpectralQuantities
{
    // σ^p multiplies a relative error by p: beyond this a power keeps fewer than four digits of the best possible σ, and soon none.
    private const double LargestExponent = 1L << 40;

    /// <summary>A formula over the singular values of the member A.</summary>
    public static FastFormula OfSpectrum(Func<LayerSpectrum, WideReal> quantity) => (members, spectra) =>
        spectra.Of(members.Matrix("A")) is { } spectrum ? Scalar.Of(quantity(spectrum)) : LayerSpectra.NoConvergence("A");

    /// <summary>A formula over the entries of the member A.</summary>
    public static FastFormula OfEntries(Func<Matrix, WideReal> quantity) => (members, _) => Scalar.Of(quantity(members.Matrix("A")));

    /// <summary>A formula over the singular values of A and an exponent p.</summary>
    public static FastFormula OfExponent(NumberRange range, Func<LayerSpectrum, double, FastResult> quantity) => (members, spectra) =>
    {
        Matrix matrix = members.Matrix("A");
        double p = members.Exponent("p", range);
        return members.Violation is { } reason ? new NotApplicable(reason)
            : spectra.Of(matrix) is { } spectrum ? quantity(spectrum, p) : LayerSpectra.NoConvergence("A");
    };

    /// <summary>Σ σ_i^p; the rank for p = 0.</summary>
    public static FastResult SchattenSum(LayerSpectrum spectrum, double p) => IsMeaningful(p, out NotApplicable? refusal)
        ? Scalar.Of(spectrum.PowerSum(p))
        : refusal;

    /// <summary>Ky-Fan norm: the sum of the k largest singular values.</summary>
    public static FastResult KyFanNorm(InputMembers members, LayerSpectra spectra)
    {
        Matrix matrix = members.Matrix("A");
        Rational k = members.Count("k");
        return members.Violation is { } reason ? new NotApplicable(reason)
            : spectra.Of(matrix) is not { } spectrum ? LayerSpectra.NoConvergence("A")
            : Scalar.Of(spectrum.PowerSum(1, k.Numerator > int.MaxValue ? int.MaxValue : (int)k.Numerator));
    }

    /// <summary>‖A‖_F²/σ₁².</summary>
    public static FastResult StableRank(InputMembers members, LayerSpectra spectra)
    {
        Matrix matrix = members.Matrix("A");
        if (spectra.Of(matrix) is not { } spectrum)
        {
            return LayerSpectra.NoConvergence("A");
        }

        WideReal ratio = spectrum.SpectralNorm.IsZero ? WideReal.Zero : EntrySums.Frobenius(matrix) / spectrum.SpectralNorm;
        return ratio.IsZero ? new NotApplicable("A is the zero matrix, which has no stable rank.") : Scalar.Of(ratio * ratio);
    }

    /// <summary>
    /// (Σ σ_i^p)^{1/p} = σ₁ (Σ (σ_i/σ₁)^p)^{1/p}, by its logarithm where 1/p would take it out of every range.
    /// </summary>
    public static FastResult SchattenNorm(LayerSpectrum spectrum, double p)
    {
        if (spectrum.SpectralNorm.IsZero)
        {
            return Scalar.Of(WideReal.Zero);
        }

        double sum = spectrum.RelativePowerSum(p);
        if (sum == 1)
        {
            return Scalar.Of(spectrum.SpectralNorm);
        }

        double log10 = spectrum.SpectralNorm.Log10() + (Math.Log10(sum) / p);
        return double.IsInfinity(log10) ? new NotApplicable("the norm is beyond the range even of a logarithm in double.")
            : log10 > 1e15 ? new Scalar(double.PositiveInfinity, log10)
            : Scalar.Of(spectrum.SpectralNorm * WideReal.Pow(WideReal.Of(sum), 1 / p));
    }

    /// <summary>
    /// #{i : σ_i &gt; δ} among the values that double precision can tell from 0; the second condition matters for float64 storage only,
    /// where δ lies below the error of the decomposition.
    /// </summary>
    public static int StorageRank(LayerSpectrum spectrum)
    {
        WideReal radius = StorageNoise.Radius(spectrum.Matrix);
        return spectrum.Values.Count(value => value > spectrum.NoiseLevel && WideReal.Of(value, spectrum.Exponent) > radius);
    }

    /// <summary>[Σ max(0, σ_i − δ)^p, Σ (σ_i + δ)^p]; for p = 0 [storage rank, min(m, n)].</summary>
    public static FastResult StorageSchattenSum(LayerSpectrum spectrum, double p)
    {
        if (!IsMeaningful(p, out NotApplicable? refusal))
        {
            return refusal;
        }

        WideReal radius = StorageNoise.Radius(spectrum.Matrix);
        if (p == 0)
        {
            return Range(WideReal.Of(StorageRank(spectrum)), WideReal.Of(spectrum.Values.Count));
        }

        WideReal[] low = [.. spectrum.Values.Select(v => WideReal.Of(v, spectrum.Exponent)).Where(v => v > radius).Select(v => WideReal.Pow(Difference(v, radius), p))];
        WideReal[] high = [.. spectrum.Values.Select(v => WideReal.Pow(WideReal.Of(v, spectrum.Exponent) + radius, p))];
        return Range(WideReal.Sum(low), WideReal.Sum(high));
    }

    /// <summary>Σ σ_i^p over i ≤ storage rank; for p = 0 the storage rank.</summary>
    public static FastResult SchattenSumAtStorageRank(LayerSpectrum spectrum, double p)
    {
        int rank = StorageRank(spectrum);
        return !IsMeaningful(p, out NotApplicable? refusal) ? refusal : Scalar.Of(p == 0 ? WideReal.Of(rank) : spectrum.PowerSum(p, rank));
    }

    /// <summary>Σ (σ_i/σ₁)^p; the rank for p = 0.</summary>
    public static FastResult RelativeSchattenSum(LayerSpectrum spectrum, double p) => spectrum.SpectralNorm.IsZero
        ? new NotApplicable("A is the zero matrix, which has no relative singular values.")
        : Scalar.Of(p == 0 ? WideReal.Of(spectrum.Rank) : WideReal.Of(spectrum.RelativePowerSum(p)));

    /// <summary>All singular values, descending.</summary>
    public static FastResult SingularValues(InputMembers members, LayerSpectra spectra) => spectra.Of(members.Matrix("A")) is { } spectrum
        ? new Sequence([.. spectrum.Values.Select(value => (FastResult)Scalar.Of(WideReal.Of(value, spectrum.Exponent)))])
        : LayerSpectra.NoConvergence("A");

    private static bool IsMeaningful(double p, [NotNullWhen(false)] out NotApplicable? refusal)
    {
        refusal = p <= LargestExponent ? null : new NotApplicable("p is above 2^40, where a power of a double keeps hardly a digit.");
        return refusal is null;
    }

    /// <summary>A range by its ends.</summary>
    public static Named Range(WideReal lower, WideReal upper) => new(new Dictionary<string, FastResult>(StringComparer.Ordinal)
    {
        ["lower"] = Scalar.Of(lower),
        ["upper"] = Scalar.Of(upper),
    });

    /// <summary>x − y for x &gt; y, on the scale of x: y below 2^−1074 of x does not change a double.</summary>
    public static WideReal Difference(WideReal x, WideReal y) =>
        WideReal.Of(x.Significand - Math.ScaleB(y.Significand, (int)Math.Max(y.Exponent - x.Exponent, -2000)), x.Exponent);
}
