namespace LowRank.Verify.FastPath;

/// <summary>Power sums Σ v_i^p = v^p Σ (v_i/v)^p with v the largest, whose logarithm is known even where v^p has no wide number.</summary>
internal static class WidePower
{
    // Exponents of v^p stay below 2^58 up to here for every double v; above it the logarithm is taken directly.
    private const double LargestExponent = 1L << 40;

    /// <summary>Σ v_i^p for p &gt; 0; 0 for no values.</summary>
    public static FastResult Sum(IReadOnlyList<WideReal> values, double p)
    {
        WideReal largest = values.Count == 0 ? WideReal.Zero : values.Max();
        if (largest.IsZero)
        {
            return FastResult.Of(WideReal.Zero);
        }

        CompensatedSum relative = default;
        foreach (WideReal value in values)
        {
            relative.Add(Math.Pow((value / largest).ToDouble(), p));
        }

        return Combine(largest, relative.Total, p);
    }

    /// <summary>v^p·s for v ≥ 0, s ≥ 0 and p &gt; 0.</summary>
    public static FastResult Combine(WideReal largest, double relativeSum, double p)
    {
        if (p <= LargestExponent || largest.IsZero)
        {
            return FastResult.Of(WideReal.Pow(largest, p) * WideReal.Of(relativeSum));
        }

        double log10 = (p * largest.Log10()) + Math.Log10(relativeSum);
        return double.IsInfinity(log10)
            ? new FastResult.NotApplicable("the sum is beyond the range even of a logarithm in double.")
            : FastResult.Of(Math.Pow(10, log10), log10);
    }
}
