using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Assessment.Values;

/// <summary>How far a double-precision result lies from a certified one.</summary>
public static class FastComparison
{
    private const int Precision = Bits.Certificate;

    /// <summary>
    /// max(lower − f, f − upper, 0) / max(|lower|, |upper|), rounded up: 0 when the value lies in the enclosure; the largest over the
    /// parts of a result with structure. A value that is no normal double, beyond or below their range, is compared by its decimal
    /// logarithm. Null where a part is missing on either side.
    /// </summary>
    public static double? RelativeDistance(Shaped<CertifiedNumber>? reference, FastResult fast) =>
        fast is FastResult.Found found
            && reference?.Zip(found.Shape) is { } pairs ? Largest(pairs.Leaves.Select(pair => Distance(pair.First, pair.Second))) : null;

    /// <summary>
    /// True for a positive number whose double has lost it or most of its digits (0, subnormal or ∞): its decimal logarithm is what is
    /// known of it.
    /// </summary>
    public static bool IsKnownByLogarithm(FastNumber value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return !double.IsNormal(value.Value) && double.IsFinite(value.Log10);
    }

    private static double? Distance(CertifiedNumber exact, FastNumber value)
    {
        if (double.IsFinite(value.Value) && (exact.Log10 is null || !IsKnownByLogarithm(value)))
        {
            BigFloat scale = BigFloat.Max(BigFloat.Abs(exact.Enclosure.Lower), BigFloat.Abs(exact.Enclosure.Upper));
            BigFloat gap = Gap(exact.Enclosure, BigFloat.Of(value.Value));
            return gap.IsZero ? 0 : scale.IsInfinite ? null : scale.IsZero ? double.PositiveInfinity
                : BigFloat.Divide(gap, scale, Precision, Rounding.Up).ToDouble(Rounding.Up);
        }

        // A difference d of decimal logarithms is a relative difference of 10^d − 1.
        return exact.Log10 is { } log && double.IsFinite(value.Log10)
            ? Math.Pow(10, Gap(log, BigFloat.Of(value.Log10)).ToDouble(Rounding.Up)) - 1
            : null;
    }

    private static BigFloat Gap(Interval enclosure, BigFloat value) =>
        value < enclosure.Lower ? BigFloat.Subtract(enclosure.Lower, value, Precision, Rounding.Up)
        : value > enclosure.Upper ? BigFloat.Subtract(value, enclosure.Upper, Precision, Rounding.Up)
        : BigFloat.Zero;

    private static double? Largest(IEnumerable<double?> distances)
    {
        double largest = 0;
        foreach (double? distance in distances)
        {
            if (distance is not { } known)
            {
                return null;
            }

            largest = Math.Max(largest, known);
        }

        return largest;
    }
}
