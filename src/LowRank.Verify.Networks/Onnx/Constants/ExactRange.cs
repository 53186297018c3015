using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>
/// Arithmetic on ranges of doubles that keeps points where the exact result is a double, which error-free transformations decide, and
/// rounds outward by one unit in the last place elsewhere. Every result encloses the exact one; none is infinite.
/// </summary>
internal static class ExactRange
{
    /// <summary>Above this size the error of a product, quotient or root is a double itself.</summary>
    private static readonly double Safe = Math.ScaleB(1, -900);

    public static DoubleRange Add(DoubleRange x, DoubleRange y)
    {
        if (!x.IsPoint || !y.IsPoint)
        {
            return Finite(x + y);
        }

        double sum = ErrorFree.TwoSum(x.Lower, y.Lower, out double error);
        return Finite(error == 0 ? DoubleRange.Point(sum) : DoubleRange.Outward(sum, sum));
    }

    public static DoubleRange Subtract(DoubleRange x, DoubleRange y) => Add(x, -y);

    public static DoubleRange Multiply(DoubleRange x, DoubleRange y)
    {
        if (IsZero(x) || IsZero(y))
        {
            _ = (Finite(x), Finite(y));
            return DoubleRange.Point(0);
        }

        if (!x.IsPoint || !y.IsPoint)
        {
            return Finite(x * y);
        }

        double product = ErrorFree.TwoProduct(x.Lower, y.Lower, out double error);
        return Finite(error == 0 && Math.Abs(product) >= Safe ? DoubleRange.Point(product) : DoubleRange.Outward(product, product));
    }

    public static DoubleRange Divide(DoubleRange x, DoubleRange y)
    {
        if (y.Lower <= 0 && y.Upper >= 0)
        {
            throw new ConstantFailure("it divides by 0, or by a number that cannot be told from 0");
        }

        if (IsZero(x))
        {
            _ = Finite(y);
            return DoubleRange.Point(0);
        }

        if (!x.IsPoint || !y.IsPoint)
        {
            return Finite(x / y);
        }

        double quotient = x.Lower / y.Lower;
        bool isExact = Math.Abs(x.Lower) >= Safe && Math.Abs(quotient) >= Safe && Math.FusedMultiplyAdd(quotient, y.Lower, -x.Lower) == 0;
        return Finite(isExact ? DoubleRange.Point(quotient) : DoubleRange.Outward(quotient, quotient));
    }

    public static DoubleRange Sqrt(DoubleRange x)
    {
        if (!(x.Lower >= 0))
        {
            throw new ConstantFailure("it takes the root of a number that is, or may be, negative");
        }

        DoubleRange low = Root(x.Lower);
        return Finite(x.IsPoint ? low : new DoubleRange(low.Lower, Root(x.Upper).Upper));
    }

    public static DoubleRange Min(DoubleRange x, DoubleRange y) => new(Math.Min(x.Lower, y.Lower), Math.Min(x.Upper, y.Upper));

    public static DoubleRange Max(DoubleRange x, DoubleRange y) => new(Math.Max(x.Lower, y.Lower), Math.Max(x.Upper, y.Upper));

    /// <summary>A function of intervals at 64 bits, rounded outward to doubles.</summary>
    public static DoubleRange By(DoubleRange x, Func<IntervalContext, Interval, Outcome<Interval>> function)
    {
        _ = Finite(x);
        Outcome<Interval> value = function(new IntervalContext(64), Interval.Of(x.Lower, x.Upper));
        return value.IsEnclosed ? Finite(new DoubleRange(value.Value.LowerDouble, value.Value.UpperDouble))
            : throw new ConstantFailure($"it computes a {value.Reason}");
    }

    /// <summary>The range itself.</summary>
    /// <exception cref="ConstantFailure">An end is infinite or NaN.</exception>
    public static DoubleRange Finite(DoubleRange x) => double.IsFinite(x.Lower) && double.IsFinite(x.Upper) ? x
        : throw new ConstantFailure("it computes with a number that is infinite or NaN, or beyond the doubles");

    private static bool IsZero(DoubleRange x) => x.Lower == 0 && x.Upper == 0;

    private static DoubleRange Root(double x)
    {
        double root = Math.Sqrt(x);
        return x == 0 || (x >= Safe && Math.FusedMultiplyAdd(root, root, -x) == 0)
            ? DoubleRange.Point(root) : new DoubleRange(Math.Max(0, Math.BitDecrement(root)), Math.BitIncrement(root));
    }
}
