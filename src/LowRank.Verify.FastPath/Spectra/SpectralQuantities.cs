using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>The quantities of one matrix, in double precision.</summary>
internal static class SpectralQuantities
{
    /// <summary>A formula over the singular values of the member A.</summary>
    public static FastFormula OfSpectrum(Func<LayerSpectrum, WideReal> quantity) => (members, spectra) =>
        spectra.Of(members.Matrix("A")) is { } spectrum ? FastResult.Of(quantity(spectrum)) : LayerSpectra.NoConvergence("A");

    /// <summary>A formula over the entries of the member A.</summary>
    public static FastFormula OfEntries(Func<Matrix, WideReal> quantity) => (members, _) => FastResult.Of(quantity(members.Matrix("A")));

    /// <summary>A formula over the singular values of A and an exponent p.</summary>
    public static FastFormula OfExponent(NumberRange range, Func<LayerSpectrum, double, FastResult> quantity) => (members, spectra) =>
    {
        Matrix matrix = members.Matrix("A");
        double p = members.Exponent("p", range);
        return members.Violation is { } reason ? new NotApplicable(reason)
            : spectra.Of(matrix) is { } spectrum ? quantity(spectrum, p) : LayerSpectra.NoConvergence("A");
    };

    /// <summary>Σ σ_i^p; the rank for p = 0.</summary>
    public static FastResult SchattenSum(LayerSpectrum spectrum, double p) => p == 0
        ? FastResult.Of(spectrum.Rank)
        : WidePower.Combine(spectrum.SpectralNorm, spectrum.RelativePowerSum(p), p);

    /// <summary>Ky-Fan norm: the sum of the k largest singular values.</summary>
    public static FastResult KyFanNorm(InputMembers members, LayerSpectra spectra)
    {
        Matrix matrix = members.Matrix("A");
        Rational k = members.Count("k");
        return members.Violation is { } reason ? new NotApplicable(reason)
            : spectra.Of(matrix) is not { } spectrum ? LayerSpectra.NoConvergence("A")
            : FastResult.Of(spectrum.PowerSum(1, k.Numerator > int.MaxValue ? int.MaxValue : (int)k.Numerator));
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
        return ratio.IsZero ? new NotApplicable("A is the zero matrix, which has no stable rank.") : FastResult.Of(ratio * ratio);
    }

    /// <summary>
    /// (Σ σ_i^p)^{1/p} = σ₁ (Σ (σ_i/σ₁)^p)^{1/p}, by its logarithm where 1/p would take it out of every range.
    /// </summary>
    public static FastResult SchattenNorm(LayerSpectrum spectrum, double p)
    {
        if (spectrum.SpectralNorm.IsZero)
        {
            return FastResult.Of(WideReal.Zero);
        }

        double sum = spectrum.RelativePowerSum(p);
        if (sum == 1)
        {
            return FastResult.Of(spectrum.SpectralNorm);
        }

        double log10 = spectrum.SpectralNorm.Log10() + (Math.Log10(sum) / p);
        return double.IsInfinity(log10) ? new NotApplicable("the norm is beyond the range even of a logarithm in double.")
            : log10 > 1e15 ? FastResult.Of(double.PositiveInfinity, log10)
            : FastResult.Of(spectrum.SpectralNorm * WideReal.Pow(WideReal.Of(sum), 1 / p));
    }

    /// <summary>Σ (σ_i/σ₁)^p; the rank for p = 0.</summary>
    public static FastResult SchattenRatioSum(LayerSpectrum spectrum, double p) => spectrum.SpectralNorm.IsZero
        ? new NotApplicable("A is the zero matrix, whose singular values have no ratios.")
        : FastResult.Of(p == 0 ? WideReal.Of(spectrum.Rank) : WideReal.Of(spectrum.RelativePowerSum(p)));

    /// <summary>All singular values, descending.</summary>
    public static FastResult SingularValues(InputMembers members, LayerSpectra spectra) => spectra.Of(members.Matrix("A")) is { } spectrum
        ? FastResult.List([.. spectrum.Values.Select(value => FastResult.Of(WideReal.Of(value, spectrum.Exponent)))])
        : LayerSpectra.NoConvergence("A");
}
