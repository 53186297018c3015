using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// ‖ |W_L|^p ⋯ |W_1|^p 1 ‖_1^{1/p}, the powers taken of the entries: the l_p norm of the products of the weights along all paths of a
/// chain of layers W_1, …, W_L, each with as many columns as the one before has rows; p ≥ 1. One pass in interval arithmetic, with one
/// multiplication an entry; all terms are non-negative, so nothing cancels (Neyshabur, Tomioka, Srebro 2015).
/// </summary>
internal static class PathNorm
{
    /// <summary>The enclosure.</summary>
    /// <exception cref="FormulaFailure">p is below 1, or two layers do not fit.</exception>
    public static Quantity Of(EvaluationFrame frame, IReadOnlyList<MatrixQuantity> layers, Quantity p)
    {
        IntervalContext context = frame.Context;
        Interval power = p.Enclosure(context);
        if (power.Lower < BigFloat.One)
        {
            throw FormulaFailure.Outside("norm_of_paths(W, p) needs p of at least 1");
        }

        Interval[] paths = [.. Enumerable.Repeat(Interval.One, layers[0].Columns)];
        foreach (MatrixQuantity layer in layers)
        {
            if (layer.Columns != paths.Length)
            {
                throw FormulaFailure.Outside(
                    $"norm_of_paths(W, p) needs layers that fit: one has {layer.Columns} columns and the one before {paths.Length} rows");
            }

            frame.Step(1 + (int)Math.Min(int.MaxValue / 2, (long)layer.Rows * layer.Columns));
            paths = Propagated(context, layer, paths, power);
        }

        Interval sum = context.Sum(paths);
        return Quantity.Of(power == Interval.One ? sum : Power(context, sum, context.Divide(Interval.One, power).Value));
    }

    private static Interval[] Propagated(IntervalContext context, MatrixQuantity layer, Interval[] paths, Interval power)
    {
        Matrix value = layer.Value;
        return [.. Enumerable.Range(0, layer.Rows).Select(i => context.Sum(Enumerable.Range(0, layer.Columns)
            .Select(j => context.Multiply(Power(context, Size(i, j), power), paths[j]))))];

        Interval Size(int i, int j) => IntervalContext.Abs(layer.Remainder is { } remainder
            ? context.Add(Interval.Of(value[i, j]), Interval.Of(remainder[i, j])) : Interval.Of(value[i, j]));
    }

    // x^p for x ≥ 0 and p > 0: 0 where x is.
    private static Interval Power(IntervalContext context, Interval x, Interval p) =>
        x.Upper.Sign == 0 ? Interval.Zero
        : p == Interval.One ? x
        : p == Interval.Of(2L) ? context.Square(x)
        : x.Lower.Sign > 0 ? context.Pow(x, p).Value
        : new Interval(BigFloat.Zero, context.Pow(new Interval(x.Upper, x.Upper), p).Value.Upper);
}
