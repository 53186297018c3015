using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>
/// Ranges over all matrices that round to the stored one: each singular value moves by at most δ (<see cref="StorageNoise"/>) and
/// none becomes negative.
/// </summary>
internal static class StorageRanges
{
    /// <summary>δ.</summary>
    public static FastResult Radius(InputMembers members, LayerSpectra spectra) => FastResult.Of(StorageNoise.Radius(members.Matrix("A")));

    /// <summary>σ₁ ∓ δ.</summary>
    public static FastResult SpectralNorm(InputMembers members, LayerSpectra spectra) => OfMoved(members, spectra, values => values[0]);

    /// <summary>Σ (σ_i ∓ δ).</summary>
    public static FastResult NuclearNorm(InputMembers members, LayerSpectra spectra) =>
        OfMoved(members, spectra, values => WideReal.Sum(values));

    /// <summary>(Σ (σ_i ∓ δ)²)^½.</summary>
    public static FastResult FrobeniusNorm(InputMembers members, LayerSpectra spectra) =>
        OfMoved(members, spectra, values => Root(values, 2));

    /// <summary>Σ_{i ≤ k} (σ_i ∓ δ).</summary>
    public static FastResult KyFanNorm(InputMembers members, LayerSpectra spectra)
    {
        Rational k = members.Count("k");
        return members.Violation is { } reason ? new NotApplicable(reason) : OfMoved(members, spectra, values =>
            WideReal.Sum(values.AsSpan(0, k.Numerator > values.Length ? values.Length : (int)k.Numerator)));
    }

    /// <summary>(Σ (σ_i ∓ δ)^p)^{1/p}.</summary>
    public static FastResult SchattenNorm(InputMembers members, LayerSpectra spectra)
    {
        double p = members.Exponent("p", NumberRange.Positive);
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        // n^{1/p} leaves even the range of exponents where ln n / p does.
        return p < 1e-15
            ? new NotApplicable("p is below 1e-15, where the norm of a matrix of rank above 1 is beyond every range.")
            : OfMoved(members, spectra, values => Root(values, p));
    }

    /// <summary>Σ (σ_i/σ₁)², the largest value moved one way and all others the other way, no ratio above 1.</summary>
    public static FastResult StableRank(InputMembers members, LayerSpectra spectra)
    {
        Matrix matrix = members.Matrix("A");
        if (spectra.Of(matrix) is not { } spectrum)
        {
            return LayerSpectra.NoConvergence("A");
        }

        WideReal radius = StorageNoise.Radius(matrix);
        (WideReal[] low, WideReal[] high) = (Moved(spectrum, radius, false), Moved(spectrum, radius, true));
        return low[0].IsZero
            ? new NotApplicable("A may stand for the zero matrix, which has no stable rank.")
            : Range(Ratios(low, high[0]), Ratios(high, low[0]));
    }

    private static WideReal Ratios(WideReal[] values, WideReal largest)
    {
        WideReal[] squares = new WideReal[values.Length];
        squares[0] = WideReal.One;
        for (int i = 1; i < values.Length; i++)
        {
            WideReal ratio = values[i] / largest;
            squares[i] = ratio > WideReal.One ? WideReal.One : ratio * ratio;
        }

        return WideReal.Sum(squares);
    }

    // Scaled by the largest, so that the power sum lies between 1 and the number of values.
    private static WideReal Root(WideReal[] values, double p) => values[0].IsZero
        ? WideReal.Zero
        : values[0] * WideReal.Pow(WideReal.Sum(Array.ConvertAll(values, value => WideReal.Pow(value / values[0], p))), 1 / p);

    private static FastResult OfMoved(InputMembers members, LayerSpectra spectra, Func<WideReal[], WideReal> quantity)
    {
        Matrix matrix = members.Matrix("A");
        if (spectra.Of(matrix) is not { } spectrum)
        {
            return LayerSpectra.NoConvergence("A");
        }

        WideReal radius = StorageNoise.Radius(matrix);
        return Range(quantity(Moved(spectrum, radius, false)), quantity(Moved(spectrum, radius, true)));
    }

    private static WideReal[] Moved(LayerSpectrum spectrum, WideReal radius, bool up) =>
        [.. spectrum.Values.Select(value => WideReal.Of(value, spectrum.Exponent)).Select(value =>
            up ? value + radius : value > radius ? StorageQuantities.Difference(value, radius) : WideReal.Zero)];

    private static FastResult Range(WideReal lower, WideReal upper) => StorageQuantities.Range(FastResult.Of(lower), FastResult.Of(upper));
}
