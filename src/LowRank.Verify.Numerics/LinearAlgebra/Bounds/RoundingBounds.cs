namespace LowRank.Verify.LinearAlgebra.Bounds;

/// <summary>
/// Constants of the a-priori error analysis of double arithmetic. The unit is one ulp (2^−52) rather than half of one, so that
/// every bound holds whatever the processor's rounding direction is.
/// </summary>
public static class RoundingBounds
{
    /// <summary>Relative error of one operation in any rounding direction.</summary>
    public const double Unit = 1.0 / (1L << 52);

    /// <summary>
    /// Added to every computed Frobenius norm. Matrices are scaled so that the largest entry is near 1; an entry, square or
    /// product that underflows is below 2^−500 after the square root, even summed over 2^62 of them.
    /// </summary>
    public static readonly double Underflow = Math.ScaleB(1, -480);

    /// <summary>γ_k = k·u/(1 − k·u): |fl(xᵀy) − xᵀy| ≤ γ_k |x|ᵀ|y| for inner products of length k in any order (Higham 2002, §3.1). The
    /// eight extra roundings pay for operands that were themselves rounded, such as the rest of a slice in a directed mode.</summary>
    public static double Gamma(long k)
    {
        double product = (k + 8) * Unit;
        return product / (1 - (2 * product));
    }

    /// <summary>
    /// An upper bound of the norm whose square was summed from <paramref name="terms"/> non-negative terms, each rounded a few
    /// times: the relative error of the sum is below (terms + 64) ulps.
    /// </summary>
    public static double NormFromSquares(double sumOfSquares, long terms) =>
        (Math.Sqrt(sumOfSquares) * (1 + ((terms + 64) * Unit))) + Underflow;

    /// <summary>x enlarged to cover up to 2^10 further roundings in a sum or product of non-negative numbers.</summary>
    public static double Enlarge(double x) => x * (1 + Math.ScaleB(1, -41));
}
