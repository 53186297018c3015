using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <content>What sees several entries: pooling, reductions, normalisation, softmax.</content>
internal sealed partial class BallArithmetic
{
    public override BallTensor Pool(BallTensor x, StepOperation.Window windows, int[] shape)
    {
        BallTensor y = BallTensor.Zero(shape);
        int after = windows.Inside.Length;
        for (int i = 0; i < y.Middle.Length; i++)
        {
            int start = i / after * windows.InputLength;
            int[] inside = windows.Inside[i % after];
            y.Set(i, windows.IsMaximum ? Extreme(x, start, inside, 1)
                : Enclosures.Divide(Sum(x, start, inside, static v => v), DoubleRange.Point(windows.Divisors[i % after])));
        }

        return y;
    }

    public override BallTensor Reduce(string kind, BallTensor x, AxisGroups groups, int[] shape)
    {
        double n = groups.Offsets.Length;
        return BallTensor.Each(shape, g =>
        {
            int start = groups.Starts[g];
            int[] offsets = groups.Offsets;
            return kind switch
            {
                "Sum" => Sum(x, start, offsets, static v => v),
                "Mean" => Enclosures.Divide(Sum(x, start, offsets, static v => v), DoubleRange.Point(n)),
                "Max" => Extreme(x, start, offsets, 1),
                "Min" => -Extreme(x, start, offsets, -1),
                "L1" => Sum(x, start, offsets, static v => v.Magnitude),
                "SumSquare" => Sum(x, start, offsets, Squared),
                "L2" => Enclosures.Sqrt(NotNegative(Sum(x, start, offsets, Squared))),
                "LogSum" => Enclosures.Log(Sum(x, start, offsets, static v => v)),
                "LogSumExp" => LogSumExp(x, start, offsets),
                "Prod" => offsets.Aggregate(DoubleRange.Point(1), (product, o) => product * x[start + o]),
                _ => throw new GraphDomainException($"'Reduce{kind}' is not known"),
            };
        });
    }

    public override BallTensor Softmax(BallTensor x, AxisGroups groups, bool logarithm)
    {
        BallTensor y = BallTensor.Zero(x.Shape);
        DoubleRange[] e = new DoubleRange[groups.Offsets.Length];
        foreach (int start in groups.Starts)
        {
            DoubleRange shift = DoubleRange.Point(groups.Offsets.Max(o => x.Middle[start + o])), sum = default;
            for (int j = 0; j < e.Length; j++)
            {
                e[j] = Enclosures.Exp(Shifted(x[start + groups.Offsets[j]], shift));
                sum = j == 0 ? e[j] : sum + e[j];
            }

            for (int j = 0; j < e.Length; j++)
            {
                int at = start + groups.Offsets[j];
                if (logarithm)
                {
                    y.Set(at, Shifted(x[at], shift) - Enclosures.Log(sum));
                }
                else
                {
                    DoubleRange share = Enclosures.Divide(e[j], sum);
                    y.Set(at, new(Math.Max(0, share.Lower), Math.Min(1, share.Upper)));
                }
            }
        }

        return y;
    }

    public override BallTensor Normalise(BallTensor x, AxisGroups groups, double epsilon, bool isCentred)
    {
        BallTensor y = BallTensor.Zero(x.Shape);
        DoubleRange n = DoubleRange.Point(groups.Offsets.Length);
        foreach (int start in groups.Starts)
        {
            DoubleRange mean = isCentred ? Sum(x, start, groups.Offsets, static v => v) / n : DoubleRange.Point(0);
            DoubleRange variance = NotNegative(Sum(x, start, groups.Offsets, v => Squared(isCentred ? v - mean : v)) / n);
            DoubleRange deviation = Enclosures.Sqrt(NotNegative(variance + DoubleRange.Point(epsilon)));
            foreach (int o in groups.Offsets)
            {
                DoubleRange value = x[start + o];
                y.Set(start + o, Enclosures.Divide(isCentred ? value - mean : value, deviation));
            }
        }

        return y;
    }

    public override BallTensor BatchNormalise(BallTensor x, BallTensor scale, BallTensor shift, BallTensor mean, BallTensor variance,
        double epsilon)
    {
        int channels = x.Shape[1], inner = GraphTensor.Size(x.Shape[2..]);
        DoubleRange[] slopes = [.. Enumerable.Range(0, channels).Select(c =>
            Enclosures.Divide(scale[c], Enclosures.Sqrt(variance[c] + DoubleRange.Point(epsilon))))];
        return BallTensor.Each(x.Shape, i =>
        {
            int c = i / inner % channels;
            return ((x[i] - mean[c]) * slopes[c]) + shift[c];
        });
    }

    public override BallTensor Quantise(BallTensor x, BallTensor scale, BallTensor zero, double least, double most)
    {
        int[] scales = Broadcast.Places(scale.Shape, x.Shape), zeros = Broadcast.Places(zero.Shape, x.Shape);
        return BallTensor.Each(x.Shape, i =>
        {
            // A quotient of doubles that is itself a double is no range: a tie of the rounding is then decided.
            double number = x.Middle[i], step = scale.Middle[scales[i]], start = zero.Middle[zeros[i]];
            DoubleRange q = x.Radius[i] == 0 && scale.Radius[scales[i]] == 0 && IsExactQuotient(number, step)
                ? DoubleRange.Point(number / step) : Enclosures.Divide(x[i], scale[scales[i]]);
            return new DoubleRange(Math.Round(q.Lower) + start, Math.Round(q.Upper) + start).Clamp(least, most);
        });
    }

    private static bool IsExactQuotient(double x, double y) => Math.FusedMultiplyAdd(x / y, y, -x) == 0;

    private static DoubleRange Squared(DoubleRange x)
    {
        DoubleRange size = x.Magnitude;
        return new(Math.Max(0, Math.BitDecrement(size.Lower * size.Lower)), Math.BitIncrement(size.Upper * size.Upper));
    }

    private static DoubleRange NotNegative(DoubleRange x) => new(Math.Max(0, x.Lower), Math.Max(0, x.Upper));

    // −∞ stays −∞.
    private static DoubleRange Shifted(DoubleRange x, DoubleRange shift) => double.IsNegativeInfinity(x.Upper) ? x
        : x.IsPoint && x == shift ? DoubleRange.Point(0) : x - shift;

    private static DoubleRange LogSumExp(BallTensor x, int start, int[] offsets)
    {
        DoubleRange shift = DoubleRange.Point(offsets.Max(o => x.Middle[start + o]));
        return shift + Enclosures.Log(Sum(x, start, offsets, v => Enclosures.Exp(Shifted(v, shift))));
    }

    /// <summary>Σ f(x), middles summed with γ_n Σ|m| and radii with their own γ_n.</summary>
    private static DoubleRange Sum(BallTensor x, int start, int[] offsets, Func<DoubleRange, DoubleRange> f)
    {
        double middle = 0, size = 0, radius = 0, gamma = RoundingBounds.Gamma(offsets.Length);
        foreach (int o in offsets)
        {
            DoubleRange own = x[start + o], value = f(own);
            (double m, double r) = value == own ? (x.Middle[start + o], x.Radius[start + o]) : value.ToBall();
            middle += m;
            size += Math.Abs(m);
            radius += r;
        }

        double all = RoundingBounds.Enlarge((radius + (gamma * size)) * (1 + (2 * gamma)));
        return all == 0 ? DoubleRange.Point(middle) : DoubleRange.Around(middle, all);
    }

    /// <summary>max of sign·x.</summary>
    private static DoubleRange Extreme(BallTensor x, int start, int[] offsets, int sign)
    {
        DoubleRange largest = new(double.NegativeInfinity, double.NegativeInfinity);
        foreach (int o in offsets)
        {
            DoubleRange value = sign > 0 ? x[start + o] : -x[start + o];
            largest = new(Math.Max(largest.Lower, value.Lower), Math.Max(largest.Upper, value.Upper));
        }

        return largest;
    }
}
