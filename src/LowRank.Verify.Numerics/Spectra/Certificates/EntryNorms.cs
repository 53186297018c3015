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
        return context.Sum(Enumerable.Range(0, a.Rows)
            .Select(i => context.Sqrt(SumOfSquares(context, sum, a, i, a.Rows, a.Columns)).Value));
    }

    /// <summary>Sum over the columns of their ℓ2 norms: ‖A‖_{2,1} with (2,1) over columns.</summary>
    public static Interval ColumnNorm21(IntervalContext context, Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        ExactSumOfSquares sum = new();
        return context.Sum(Enumerable.Range(0, a.Columns)
            .Select(j => context.Sqrt(SumOfSquares(context, sum, a, (long)j * a.Rows, 1, a.Rows)).Value));
    }

    /// <summary>
    /// The l_q norm over the rows of the l_p norms of the rows, for p ≥ 1 and 1/q in [0, 1]; 1/q = 0 gives the largest row.
    /// </summary>
    public static Interval GroupNorm(IntervalContext context, Matrix a, Interval p, Interval inverseOfQ)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(a);
        ExactSumOfSquares squares = new();
        IEnumerable<Interval> rows = Enumerable.Range(0, a.Rows).Select(i => p == Interval.Of(2L)
            ? context.Sqrt(SumOfSquares(context, squares, a, i, a.Rows, a.Columns)).Value
            : Norm(context, Enumerable.Range(0, a.Columns).Select(j => Interval.Of(Math.Abs(a[i, j]))), p));
        return inverseOfQ == Interval.Zero ? rows.Aggregate(Interval.Zero, IntervalContext.Max)
            : inverseOfQ == Interval.One ? context.Sum(rows)
            : Norm(context, rows, context.Divide(Interval.One, inverseOfQ).Value);
    }

    private static Interval Norm(IntervalContext context, IEnumerable<Interval> values, Interval p) => p == Interval.One
        ? context.Sum(values)
        : context.Sum(values.Select(x => Power(context, x, p))) is var sum ? Power(context, sum, context.Divide(Interval.One, p).Value)
            : sum;

    // x^p for x ≥ 0 and p > 0: 0 where x is.
    private static Interval Power(IntervalContext context, Interval x, Interval p) =>
        x.Upper.Sign == 0 ? Interval.Zero
        : x.Lower.Sign > 0 ? context.Pow(x, p).Value
        : new Interval(BigFloat.Zero, context.Pow(new Interval(x.Upper, x.Upper), p).Value.Upper);

    private static Interval SumOfSquares(IntervalContext context, ExactSumOfSquares sum, Matrix a, long start, int stride, int count)
    {
        for (long t = 0; t < count; t++)
        {
            sum.Add(a.Values[start + (t * stride)]);
        }

        return sum.TakeInterval(context);
    }
}
