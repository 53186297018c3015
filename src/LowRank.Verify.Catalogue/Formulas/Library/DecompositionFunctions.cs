using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// Functions of a matrix together with a vector. Where rounding is modelled, the decomposition holds for every matrix within the
/// backward error of a stable implementation.
/// </summary>
internal static class DecompositionFunctions
{
    // Beyond this precision nothing but an exact 0 is still in doubt.
    private const int MaximumPrecision = 1024;

    /// <summary>A part of r at the cutoff.</summary>
    public static Quantity Part(EvaluationFrame frame, MatrixQuantity a, IReadOnlyList<Quantity> r, Quantity cutoff,
        Func<SpaceSplit<Interval>, Interval> part)
    {
        IntervalSpaces split = Split(frame, a, r);
        Outcome<SpaceSplit<Interval>> parts = split.At(Vector(frame, r), cutoff.Enclosure(frame.Context), cutoff.Exact);
        return parts.IsEnclosed
            ? Quantity.Of(part(parts.Value))
            : throw new FormulaFailure(parts.Status, parts.Reason);
    }

    /// <summary>The number of singular values at or above the cutoff.</summary>
    public static Quantity Kept(EvaluationFrame frame, MatrixQuantity a, Quantity cutoff)
    {
        Quantity[] zero = [.. Enumerable.Repeat(Quantity.Of(0), a.Rows)];
        Outcome<SpaceSplit<Interval>> parts = Split(frame, a, zero).At(Vector(frame, zero), cutoff.Enclosure(frame.Context), cutoff.Exact);
        return parts.IsEnclosed ? Quantity.Of(parts.Value.Rank) : throw new FormulaFailure(parts.Status, parts.Reason);
    }

    /// <summary>(I − η A Aᵀ)^τ r.</summary>
    public static IReadOnlyList<Quantity> Residual(EvaluationFrame frame, MatrixQuantity a, IReadOnlyList<Quantity> r, Quantity eta,
        Quantity steps) =>
        [.. Split(frame, a, r).Decayed(Vector(frame, r), eta.Enclosure(frame.Context), Steps(steps)).Select(Quantity.Of)];

    /// <summary>The distance that gradient descent has moved.</summary>
    public static Quantity Displacement(EvaluationFrame frame, MatrixQuantity a, IReadOnlyList<Quantity> r, Quantity eta, Quantity steps) =>
        Quantity.Of(Split(frame, a, r).Displacement(Vector(frame, r), eta.Enclosure(frame.Context), Steps(steps)));

    /// <summary>E‖Aᵀξ‖ over random signs.</summary>
    public static Quantity SignMean(EvaluationFrame frame, MatrixQuantity a) => a.Rows <= SignAverage.MaximumRows
        ? Quantity.Of(SignAverage.Of(frame.Context, Entries(frame, a)))
        : throw FormulaFailure.Outside(
            $"a matrix of {a.Rows} rows has too many signs to enumerate; the limit is {SignAverage.MaximumRows}");

    /// <summary>The entry in a row and a column, counted from 1.</summary>
    public static Quantity Entry(EvaluationFrame frame, MatrixQuantity a, Quantity row, Quantity column)
    {
        long i = row.ToInteger("the row of an entry"), j = column.ToInteger("the column of an entry");
        if (i < 1 || i > a.Rows || j < 1 || j > a.Columns)
        {
            throw FormulaFailure.Outside($"the entry ({i}, {j}) of a {a.Rows}×{a.Columns} matrix");
        }

        return frame.Arithmetic.Rounded(Exact(a, (int)i - 1, (int)j - 1));
    }

    /// <summary>The entry (i, j) less the largest other entry of its row, counted from 1.</summary>
    public static Quantity Margin(EvaluationFrame frame, MatrixQuantity a, Quantity row, Quantity column)
    {
        Quantity own = Entry(frame, a, row, column);
        int i = (int)row.ToInteger("the row of a margin") - 1, j = (int)column.ToInteger("the column of a margin") - 1;
        Quantity[] others = [.. Enumerable.Range(0, a.Columns).Where(k => k != j).Select(k => frame.Arithmetic.Rounded(Exact(a, i, k)))];
        return others.Length == 0
            ? throw FormulaFailure.Outside("a row of one entry has no margin")
            : frame.Arithmetic.Subtract(own, others.Aggregate(frame.Arithmetic.Max));
    }

    private static Quantity Exact(MatrixQuantity a, int i, int j) => Quantity.Of(a.Remainder is { } remainder
        ? Rational.Of(a.Value[i, j]) + Rational.Of(remainder[i, j])
        : Rational.Of(a.Value[i, j]));

    // What rounding makes of a number 1 that is no exact integer, less 1.
    private static BigFloat Backward(EvaluationFrame frame) => frame.Arithmetic.IsRounding
        ? BigFloat.Subtract(frame.Arithmetic.Rounded(Quantity.Of(Interval.One)).Enclosure(frame.Context).Upper, BigFloat.One,
            frame.Context.Precision, Rounding.Up)
        : BigFloat.Zero;

    private static IntervalSpaces Split(EvaluationFrame frame, MatrixQuantity a, IReadOnlyList<Quantity> r)
    {
        if (r.Count != a.Rows)
        {
            throw FormulaFailure.Outside($"a vector of {r.Count} entries beside a matrix of {a.Rows} rows");
        }

        frame.UseDecomposition(frame.Context.Precision < MaximumPrecision);
        return frame.Decomposition(a, () =>
        {
            Outcome<IntervalSpaces> split = IntervalSpaces.Of(Context(frame),
                IntervalMatrix.From(a.Rows, a.Columns, (i, j) => Exact(a, i, j).Enclosure(frame.Context)), Backward(frame));
            return split.IsEnclosed ? split.Value : throw new FormulaFailure(split.Status, split.Reason);
        });
    }

    private static IntervalContext Context(EvaluationFrame frame) =>
        frame.Context.Precision <= MaximumPrecision ? frame.Context : new IntervalContext(MaximumPrecision);

    private static Interval[] Vector(EvaluationFrame frame, IReadOnlyList<Quantity> r) => [.. r.Select(x => x.Enclosure(frame.Context))];

    private static long Steps(Quantity steps)
    {
        long count = steps.ToInteger("the number of steps");
        return count >= 0 ? count : throw FormulaFailure.Outside("the number of steps is negative");
    }

    private static IntervalMatrix Entries(EvaluationFrame frame, MatrixQuantity a) => IntervalMatrix.From(a.Rows, a.Columns, (i, j) =>
        Entry(frame, a, Quantity.Of(i + 1), Quantity.Of(j + 1)).Enclosure(frame.Context));
}
