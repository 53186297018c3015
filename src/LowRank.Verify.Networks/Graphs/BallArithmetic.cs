using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// Operators on balls: the exact result for every choice of numbers within the arguments' radii lies within the result's, whatever the
/// rounding direction. What single numbers cost is in <see cref="Ball"/>.
/// </summary>
internal sealed partial class BallArithmetic(IEngine engine) : GraphArithmetic<BallTensor>
{
    public override BallTensor Lift(ConstantTensor constant) => BallTensor.Of(constant);

    public override BallTensor Pick(IReadOnlyList<BallTensor> sources, int[] shape, long[] places, double fill = 0)
    {
        BallTensor y = BallTensor.Zero(shape);
        long[] ends = new long[sources.Count];
        for (int s = 0; s < ends.Length; s++)
        {
            ends[s] = (s == 0 ? 0 : ends[s - 1]) + sources[s].Count;
        }

        for (int i = 0, source = 0; i < places.Length; i++)
        {
            if (places[i] == 0)
            {
                y.Middle[i] = fill;
                continue;
            }

            long at = places[i] - 1;
            while (at >= ends[source] || (source > 0 && at < ends[source - 1]))
            {
                source = at >= ends[source] ? source + 1 : source - 1;
            }

            at -= source == 0 ? 0 : ends[source - 1];
            y[i] = sources[source][(int)at];
        }

        return y;
    }

    public override BallTensor Shaped(BallTensor x, int[] shape) => new(shape, x.Middle, x.Low, x.Radius);

    public override BallTensor Map(GraphFunction function, BallTensor x) => BallTensor.Each(x.Shape, i => BallFunctions.Of(function, x[i]));

    public override BallTensor Combine(string kind, BallTensor x, BallTensor y)
    {
        Func<Ball, Ball, Ball> combine = kind switch
        {
            "Add" => static (a, b) => a + b,
            "Sub" => static (a, b) => a - b,
            "Mul" => static (a, b) => a * b,
            "Div" => static (a, b) => a / b,
            "Max" => static (a, b) => Larger(a, b),
            "Min" => static (a, b) => -Larger(-a, -b),
            "PRelu" => Slope,
            "Pow" => static (a, b) => BallFunctions.Exp(b * BallFunctions.Log(a)),
            _ => throw new GraphDomainException($"'{kind}' is not known"),
        };
        int[] shape = Broadcast.Shape(x.Shape, y.Shape);
        int[] left = Broadcast.Places(x.Shape, shape), right = Broadcast.Places(y.Shape, shape);
        return BallTensor.Each(shape, i => combine(x[left[i]], y[right[i]]));
    }

    public override BallTensor Square(BallTensor x) => BallTensor.Each(x.Shape, i => x[i].Squared());

    public override BallTensor Power(BallTensor x, double exponent) => exponent switch
    {
        0 => BallTensor.Each(x.Shape, _ => Ball.Point(1)),
        1 => x,
        2 => Square(x),
        0.5 => BallTensor.Each(x.Shape, i => BallFunctions.Sqrt(x[i])),
        < 0 => Inverse(Power(x, -exponent)),
        _ when exponent == Math.Floor(exponent) && exponent <= 64 =>
            exponent % 2 == 0 ? Square(Power(x, exponent / 2)) : Combine("Mul", x, Power(x, exponent - 1)),
        _ => BallTensor.Each(x.Shape, i => BallFunctions.Exp(Ball.Point(exponent) * BallFunctions.Log(x[i]))),
    };

    public override ConstantTensor Compare(string kind, BallTensor x, BallTensor y)
    {
        int[] shape = Broadcast.Shape(x.Shape, y.Shape);
        int[] left = Broadcast.Places(x.Shape, shape), right = Broadcast.Places(y.Shape, shape);
        return ConstantTensor.Whole(OnnxType.Boolean, shape, [.. left.Select((a, i) =>
            Holds(kind, x[a].Range, y[right[i]].Range) ? 1L : 0L)]);
    }

    private static BallTensor Inverse(BallTensor x) => BallTensor.Each(x.Shape, i => Ball.Point(1) / x[i]);

    /// <summary>max(a, b): that of the middles moves by at most the larger radius.</summary>
    private static Ball Larger(Ball a, Ball b)
    {
        (Ball most, Ball other) = a.High > b.High || (a.High == b.High && a.Low >= b.Low) ? (a, b) : (b, a);
        if (most.Lower >= other.Upper)
        {
            return most;
        }

        double behind = Math.Max(0, other.High - most.High + (other.Low - most.Low)); // 0 for pairs in their normal form
        return most with { Radius = RoundingBounds.Enlarge(Math.Max(a.Radius, b.Radius) + (2 * behind)) };
    }

    private static Ball Slope(Ball x, Ball slope) => x.Lower >= 0 ? x
        : x.Upper <= 0 ? slope * x
        : Ball.Of((slope.Range * new DoubleRange(x.Lower, 0)).Hull(new DoubleRange(0, x.Upper)));

    private static bool Holds(string kind, DoubleRange x, DoubleRange y)
    {
        if (kind is "Greater" or "GreaterOrEqual")
        {
            return Holds(kind == "Greater" ? "Less" : "LessOrEqual", y, x);
        }

        bool apart = x.Upper < y.Lower || x.Lower > y.Upper;
        bool? result = kind switch
        {
            "Equal" => apart ? false : x.IsPoint && y.IsPoint ? true : null,
            "Less" => x.Upper < y.Lower ? true : x.Lower >= y.Upper ? false : null,
            _ => x.Upper <= y.Lower ? true : x.Lower > y.Upper ? false : null,
        };
        return result ?? throw new GraphDomainException("it compares numbers that are too close to each other to be decided");
    }
}
