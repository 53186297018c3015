using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>Norms that are sums over entries: enclosures straight from the stored numbers.</summary>
public static class EntryNorms
{
    /// <summary>‖A‖_F² = Σ a_ij².</summary>
    public static Interval FrobeniusSquared(IntervalContext context, Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return SumOfSquares(context, new ExactSumOfSquares(), a, 0, 1, a.Values.Length);
    }

    /// <summary>Sum over the rows of their ℓ2 norms: ‖Aᵀ‖_{2,1} of Bartlett, Foster, Telgarsky 2017 (one row per output unit).</summary>
    public static Interval RowNorm21(IntervalContext context, Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        ExactSumOfSquares sum = new();
        return context.Sum(Enumerable.Range(0, a.Rows).Select(i => context.Sqrt(SumOfSquares(context, sum, a, i, a.Rows, a.Columns)).Value));
    }

    /// <summary>Sum over the columns of their ℓ2 norms: ‖A‖_{2,1} with (2,1) over columns.</summary>
    public static Interval ColumnNorm21(IntervalContext context, Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        ExactSumOfSquares sum = new();
        return context.Sum(Enumerable.Range(0, a.Columns).Select(j => context.Sqrt(SumOfSquares(context, sum, a, (long)j * a.Rows, 1, a.Rows)).Value));
    }

    private static Interval SumOfSquares(IntervalContext context, ExactSumOfSquares sum, Matrix a, long start, int stride, int count)
    {
        for (long t = 0; t < count; t++)
        {
            sum.Add(a.Values[start + (t * stride)]);
        }

        return sum.TakeInterval(context);
    }
}
