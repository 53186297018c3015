using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>Norms that are sums over entries: enclosures straight from the stored numbers.</summary>
public static class EntryNorms
{
    /// <summary>‖A‖_F² = Σ a_ij².</summary>
    public static Interval FrobeniusSquared(IntervalContext context, Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return SumOfSquares(context, a, 0, 1, a.Values.Length);
    }

    /// <summary>Sum over the rows of their ℓ2 norms: ‖Aᵀ‖_{2,1} of Bartlett, Foster, Telgarsky 2017 (one row per output unit).</summary>
    public static Interval RowNorm21(IntervalContext context, Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return context.Sum(Enumerable.Range(0, a.Rows).Select(i => context.Sqrt(SumOfSquares(context, a, i, a.Rows, a.Columns)).Value));
    }

    /// <summary>Sum over the columns of their ℓ2 norms: ‖A‖_{2,1} with (2,1) over columns.</summary>
    public static Interval ColumnNorm21(IntervalContext context, Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return context.Sum(Enumerable.Range(0, a.Columns).Select(j => context.Sqrt(SumOfSquares(context, a, (long)j * a.Rows, 1, a.Rows)).Value));
    }

    private static Interval SumOfSquares(IntervalContext context, Matrix a, long start, int stride, int count)
    {
        BigFloat lower = BigFloat.Zero, upper = BigFloat.Zero;
        for (int t = 0; t < count; t++)
        {
            double entry = a.Values[start + ((long)t * stride)];
            if (entry != 0)
            {
                BigFloat value = BigFloat.Of(entry);
                BigFloat square = BigFloat.Multiply(value, value, 106, Rounding.Nearest); // exact: 53 + 53 bits
                lower = BigFloat.Add(lower, square, context.Precision, Rounding.Down);
                upper = BigFloat.Add(upper, square, context.Precision, Rounding.Up);
            }
        }

        return new Interval(lower, upper);
    }
}
