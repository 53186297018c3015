using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// Operators on balls: the exact result for every choice of numbers within the arguments' radii lies within the result's, whatever the
/// rounding direction. Products have |a|·r_b + |b|·r_a + r_a·r_b and one unit of rounding; sums γ_n Σ|x| (Higham 2002, §3.1, §4.2).
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
            (y.Middle[i], y.Radius[i]) = (sources[source].Middle[at], sources[source].Radius[at]);
        }

        return y;
    }

    public override BallTensor Shaped(BallTensor x, int[] shape) => new(shape, x.Middle, x.Radius);

    public override BallTensor Map(GraphFunction function, BallTensor x)
    {
        BallTensor y = BallTensor.Zero(x.Shape);
        bool keepsPositive = function.Kind is "Relu" or "LeakyRelu" or "Elu" or "Abs" or "Celu";
        for (int i = 0; i < x.Middle.Length; i++)
        {
            DoubleRange value = x[i];
            if (keepsPositive && value.Lower > 0)
            {
                (y.Middle[i], y.Radius[i]) = (x.Middle[i], x.Radius[i]);
            }
            else
            {
                y.Set(i, Enclosures.Of(function, value));
            }
        }

        return y;
    }

    public override BallTensor Combine(string kind, BallTensor x, BallTensor y)
    {
        int[] shape = Broadcast.Shape(x.Shape, y.Shape);
        int[] left = Broadcast.Places(x.Shape, shape), right = Broadcast.Places(y.Shape, shape);
        BallTensor z = BallTensor.Zero(shape);
        for (int i = 0; i < left.Length; i++)
        {
            int a = left[i], b = right[i];
            switch (kind)
            {
                case "Add":
                    z.SetRounded(i, x.Middle[a] + y.Middle[b], x.Radius[a] + y.Radius[b]);
                    break;
                case "Sub":
                    z.SetRounded(i, x.Middle[a] - y.Middle[b], x.Radius[a] + y.Radius[b]);
                    break;
                case "Mul":
                    Multiply(z, i, x.Middle[a], x.Radius[a], y.Middle[b], y.Radius[b]);
                    break;
                case "Div":
                    z.Set(i, Enclosures.Divide(x[a], y[b]));
                    break;
                case "Max":
                    Extreme(z, i, x, a, y, b, isLargest: true);
                    break;
                case "Min":
                    Extreme(z, i, x, a, y, b, isLargest: false);
                    break;
                case "PRelu":
                    z.Set(i, x[a].Lower >= 0 ? x[a] : Slope(x[a], y[b]));
                    break;
                case "Pow":
                    z.Set(i, Enclosures.Exp(y[b] * Enclosures.Log(x[a])));
                    break;
                default:
                    throw new GraphDomainException($"'{kind}' is not known");
            }
        }

        return z;
    }

    public override BallTensor Square(BallTensor x)
    {
        BallTensor y = BallTensor.Zero(x.Shape);
        for (int i = 0; i < x.Middle.Length; i++)
        {
            DoubleRange size = x[i].Magnitude;
            y.Set(i, size.IsPoint && size.Lower is 0 or 1 ? size
                : new(Math.Max(0, Math.BitDecrement(size.Lower * size.Lower)), Math.BitIncrement(size.Upper * size.Upper)));
        }

        return y;
    }

    public override BallTensor Power(BallTensor x, double exponent) => exponent switch
    {
        0 => BallTensor.Each(x.Shape, _ => DoubleRange.Point(1)),
        1 => x,
        2 => Square(x),
        0.5 => BallTensor.Each(x.Shape, i => Enclosures.Sqrt(x[i])),
        < 0 => BallTensor.Each(x.Shape, Inverse(Power(x, -exponent))),
        _ when exponent == Math.Floor(exponent) && exponent <= 64 =>
            exponent % 2 == 0 ? Square(Power(x, exponent / 2)) : Combine("Mul", x, Power(x, exponent - 1)),
        _ => BallTensor.Each(x.Shape, i => Enclosures.Exp(DoubleRange.Point(exponent) * Enclosures.Log(x[i]))),
    };

    public override ConstantTensor Compare(string kind, BallTensor x, BallTensor y)
    {
        int[] shape = Broadcast.Shape(x.Shape, y.Shape);
        int[] left = Broadcast.Places(x.Shape, shape), right = Broadcast.Places(y.Shape, shape);
        return ConstantTensor.Whole(OnnxType.Boolean, shape, [.. left.Select((a, i) => Holds(kind, x[a], y[right[i]]) ? 1L : 0L)]);
    }

    private static Func<int, DoubleRange> Inverse(BallTensor x) => i => Enclosures.Divide(DoubleRange.Point(1), x[i]);

    private static void Multiply(BallTensor z, int i, double a, double ra, double b, double rb)
    {
        if ((a == 0 && ra == 0) || (b == 0 && rb == 0))
        {
            return; // 0 exactly
        }

        double middle = a * b;
        z.SetRounded(i, middle, (Math.Abs(a) * rb) + (Math.Abs(b) * ra) + (ra * rb)
            + (double.IsInfinity(middle) ? 0 : BallTensor.Subnormal));
    }

    private static void Extreme(BallTensor z, int i, BallTensor x, int a, BallTensor y, int b, bool isLargest)
    {
        DoubleRange p = x[a], q = y[b];
        bool first = isLargest ? p.Lower >= q.Upper : p.Upper <= q.Lower, second = isLargest ? q.Lower >= p.Upper : q.Upper <= p.Lower;
        if (first || second)
        {
            (z.Middle[i], z.Radius[i]) = first ? (x.Middle[a], x.Radius[a]) : (y.Middle[b], y.Radius[b]);
        }
        else
        {
            z.Set(i, isLargest ? new(Math.Max(p.Lower, q.Lower), Math.Max(p.Upper, q.Upper))
                : new(Math.Min(p.Lower, q.Lower), Math.Min(p.Upper, q.Upper)));
        }
    }

    private static DoubleRange Slope(DoubleRange x, DoubleRange slope)
    {
        DoubleRange below = slope * new DoubleRange(x.Lower, Math.Min(x.Upper, 0));
        return x.Upper <= 0 ? below : below.Hull(new DoubleRange(0, x.Upper));
    }

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
