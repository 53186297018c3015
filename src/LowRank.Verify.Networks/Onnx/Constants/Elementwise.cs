using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Operators on entries, in real arithmetic: exact where the result is a double, else enclosed. Integers stay integers.</summary>
internal static class Elementwise
{
    public static ConstantTensor Binary(ConstantNode node, Func<DoubleRange, DoubleRange, DoubleRange> reals,
        Func<Int128, Int128, Int128> integers)
    {
        ConstantTensor result = node.Tensor(0);
        for (int i = 1; i < Math.Max(2, node.InputCount); i++)
        {
            result = Pair(node, result, node.Tensor(i), reals, integers);
        }

        return result;
    }

    public static ConstantTensor Unary(ConstantNode node, Func<DoubleRange, DoubleRange> reals, Func<Int128, Int128>? integers = null)
    {
        ConstantTensor x = node.Tensor(0);
        node.Budget.Take(x.Count);
        return x.IsWhole && integers is not null
            ? ConstantTensor.Whole(x.Type, x.Shape, Array.ConvertAll(x.Integers, v => Within(x.Type, integers(v))))
            : Reals(x.Type, x.Shape, i => reals(new DoubleRange(x.Lower[i], x.Upper[i])));
    }

    /// <summary>A comparison; where enclosures overlap it is not decided.</summary>
    public static ConstantTensor Compare(ConstantNode node, Func<int, bool> holds)
    {
        ConstantTensor x = node.Tensor(0), y = node.Tensor(1);
        (int[] shape, int[] left, int[] right) = Matched(node, x, y);
        return ConstantTensor.Whole(OnnxType.Boolean, shape, [.. left.Select((from, i) => holds(x.IsWhole && y.IsWhole
            ? x.Integers[from].CompareTo(y.Integers[right[i]])
            : Order(x, from, y, right[i])) ? 1L : 0L)]);
    }

    public static ConstantTensor Where(ConstantNode node)
    {
        ConstantTensor condition = node.Tensor(0), yes = node.Tensor(1), no = node.Tensor(2);
        int[] shape = Broadcast.Shape(condition.Shape, Broadcast.Shape(yes.Shape, no.Shape));
        node.Budget.Take(shape);
        int[] decides = Broadcast.Places(condition.Shape, shape), left = Broadcast.Places(yes.Shape, shape),
            right = Broadcast.Places(no.Shape, shape);
        bool[] first = Array.ConvertAll(decides, i => condition.Integers[i] != 0);
        if (yes.IsWhole != no.IsWhole)
        {
            throw new ConstantFailure("its branches are of different types");
        }

        T[] Choose<T>(T[] a, T[] b) => [.. first.Select((f, i) => f ? a[left[i]] : b[right[i]])];
        return yes.IsWhole ? ConstantTensor.Whole(yes.Type, shape, Choose(yes.Integers, no.Integers))
            : ConstantTensor.Between(yes.Type, shape, Choose(yes.Lower, no.Lower), Choose(yes.Upper, no.Upper));
    }

    /// <summary>min(max(x, least), most), with missing limits left out.</summary>
    public static ConstantTensor Clip(ConstantNode node)
    {
        ConstantTensor x = node.Tensor(0);
        double least = node.Attributes.Real("min", double.NegativeInfinity), most = node.Attributes.Real("max", double.PositiveInfinity);
        DoubleRange low = Limit(node.Optional(1)) ?? DoubleRange.Point(least), high = Limit(node.Optional(2)) ?? DoubleRange.Point(most);
        node.Budget.Take(x.Count);
        DoubleRange Clipped(int i) => ExactRange.Min(ExactRange.Max(new DoubleRange(x.Lower[i], x.Upper[i]), low), high);
        return x.IsWhole ? throw new ConstantFailure("it clips integers") : Reals(x.Type, x.Shape, Clipped);
    }

    public static DoubleRange Power(DoubleRange x, DoubleRange y) =>
        y is { Lower: 2, Upper: 2 } ? Square(x)
        : y is { Lower: 0.5, Upper: 0.5 } ? ExactRange.Sqrt(x)
        : ExactRange.By(x, (context, value) => context.Pow(value, Interval.Of(y.Lower, y.Upper)));

    public static DoubleRange Square(DoubleRange x) => ExactRange.Multiply(x.Magnitude, x.Magnitude);

    /// <summary>A quotient of integers, rounded toward 0.</summary>
    public static Int128 Quotient(Int128 x, Int128 y) => y == 0 ? throw new ConstantFailure("it divides by 0") : x / y;

    public static Int128 Power(Int128 x, Int128 y)
    {
        if (y < 0 || y > 64)
        {
            throw new ConstantFailure("it raises an integer to a power that is negative or large");
        }

        Int128 result = 1;
        for (int i = 0; i < (int)y; i++)
        {
            result *= x;
            if (Int128.Abs(result) > ulong.MaxValue)
            {
                throw new ConstantFailure("an integer leaves its type");
            }
        }

        return result;
    }

    public static long Within(OnnxType type, Int128 value) => value >= type.Least && value <= type.Most && value <= long.MaxValue
        ? (long)value : throw new ConstantFailure($"the integer {value} leaves its type {type.Name}");

    public static ConstantTensor Reals(OnnxType type, int[] shape, Func<int, DoubleRange> entry)
    {
        double[] lower = new double[shape.Aggregate(1, (product, d) => product * d)], upper = new double[lower.Length];
        for (int i = 0; i < lower.Length; i++)
        {
            (lower[i], upper[i]) = entry(i);
        }

        return ConstantTensor.Between(type, shape, lower, upper);
    }

    private static ConstantTensor Pair(ConstantNode node, ConstantTensor x, ConstantTensor y,
        Func<DoubleRange, DoubleRange, DoubleRange> reals, Func<Int128, Int128, Int128> integers)
    {
        (int[] shape, int[] left, int[] right) = Matched(node, x, y);
        return x.IsWhole && y.IsWhole
            ? ConstantTensor.Whole(x.Type, shape, [.. left.Select((from, i) => Within(x.Type, integers(x.Integers[from],
                y.Integers[right[i]])))])
            : Reals(x.Type, shape, i => reals(new DoubleRange(x.Lower[left[i]], x.Upper[left[i]]),
                new DoubleRange(y.Lower[right[i]], y.Upper[right[i]])));
    }

    private static (int[] Shape, int[] Left, int[] Right) Matched(ConstantNode node, ConstantTensor x, ConstantTensor y)
    {
        int[] shape = Broadcast.Shape(x.Shape, y.Shape);
        node.Budget.Take(shape);
        return (shape, Broadcast.Places(x.Shape, shape), Broadcast.Places(y.Shape, shape));
    }

    private static int Order(ConstantTensor x, int i, ConstantTensor y, int j)
    {
        bool isDecided = (x.Lower[i] == x.Upper[i] && y.Lower[j] == y.Upper[j]) || x.Upper[i] < y.Lower[j] || x.Lower[i] > y.Upper[j];
        return isDecided ? x.Lower[i].CompareTo(y.Lower[j])
            : throw new ConstantFailure("it compares numbers whose enclosures overlap, or NaN");
    }

    private static DoubleRange? Limit(ConstantTensor? limit) => limit is null ? null
        : limit.Count == 1 ? new DoubleRange(limit.Lower[0], limit.Upper[0]) : throw new ConstantFailure("its limit is not one number");
}
