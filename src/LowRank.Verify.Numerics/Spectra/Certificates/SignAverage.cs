using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>E‖Aᵀξ‖ over independent signs ξ, by all 2^(m−1) of them up to a common sign.</summary>
public static class SignAverage
{
    /// <summary>Most rows that are enumerated.</summary>
    public const int MaximumRows = 20;

    /// <summary>The average of ‖Σ_i ±a_i‖ over all signs, a_i the rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The matrix has more than <see cref="MaximumRows"/> rows.</exception>
    public static Interval Of(IntervalContext context, IntervalMatrix a)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(a.Rows, MaximumRows, nameof(a));
        Interval[] first = [.. Enumerable.Range(0, a.Columns).Select(j => a[0, j])];
        Interval sum = Sum(context, a, first, 1);
        return Interval.Scale(sum, 1 - a.Rows);
    }

    // Partial sums are shared by the signs that follow, so that none is the end of a long chain of roundings.
    private static Interval Sum(IntervalContext context, IntervalMatrix a, Interval[] partial, int row) => row == a.Rows
        ? context.Sqrt(context.Sum(partial.Select(context.Square))).Value
        : context.Add(
            Sum(context, a, [.. partial.Select((x, j) => context.Add(x, a[row, j]))], row + 1),
            Sum(context, a, [.. partial.Select((x, j) => context.Subtract(x, a[row, j]))], row + 1));
}
