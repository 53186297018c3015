using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// Inner products in twofold precision with an error bound: the products' and the sums' exact errors are summed beside them
/// (Ogita, Rump, Oishi 2005, Dot2). |result − xᵀy| ≤ u|xᵀy| + γ_n²|x|ᵀ|y|, and n·2^−1070 where products underflow.
/// </summary>
internal static class CompensatedDot
{
    /// <summary>xᵀy; error is an upper bound of what is missing. Rounding to nearest, no overflow.</summary>
    public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, out double error)
    {
        double sum = 0, small = 0, size = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double product = ErrorFree.TwoProduct(x[i], y[i], out double low);
            sum = ErrorFree.TwoSum(sum, product, out double lost);
            small += low + lost;
            size += Math.Abs(product);
        }

        // small is a sum of 2n errors, each at most u times a partial sum of |x|ᵀ|y|: it is off by γ·γ·size at most.
        double result = sum + small, gamma = RoundingBounds.Gamma(2L * x.Length);
        error = RoundingBounds.Enlarge((RoundingBounds.Unit * Math.Abs(result)) + (gamma * gamma * size))
            + (x.Length * Math.ScaleB(1, -1060));
        return result;
    }
}
