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
            y[i] = windows.IsMaximum ? Extreme(x, start, inside, 1)
                : Sum(x, start, inside, static v => v) / Ball.Point(windows.Divisors[i % after]);
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
                "Mean" => Sum(x, start, offsets, static v => v) / Ball.Point(n),
                "Max" => Extreme(x, start, offsets, 1),
                "Min" => -Extreme(x, start, offsets, -1),
                "L1" => Sum(x, start, offsets, static v => v.Magnitude),
                "SumSquare" => Sum(x, start, offsets, static v => v.Squared()),
                "L2" => BallFunctions.Sqrt(Ball.NotNegative(Sum(x, start, offsets, static v => v.Squared()))),
                "LogSum" => BallFunctions.Log(Sum(x, start, offsets, static v => v)),
                "LogSumExp" => LogSumExp(x, start, offsets),
                "Prod" => offsets.Aggregate(Ball.Point(1), (product, o) => product * x[start + o]),
                _ => throw new GraphDomainException($"'Reduce{kind}' is not known"),
            };
        });
    }

    public override BallTensor Softmax(BallTensor x, AxisGroups groups, bool logarithm)
    {
        BallTensor y = BallTensor.Zero(x.Shape);
        Ball[] e = new Ball[groups.Offsets.Length];
        foreach (int start in groups.Starts)
        {
            Ball shift = Ball.Point(groups.Offsets.Max(o => x.Middle[start + o])), sum = default;
            for (int j = 0; j < e.Length; j++)
            {
                e[j] = BallFunctions.Exp(Shifted(x[start + groups.Offsets[j]], shift));
                sum += e[j];
            }

            for (int j = 0; j < e.Length; j++)
            {
                int at = start + groups.Offsets[j];
                y[at] = logarithm ? Shifted(x[at], shift) - BallFunctions.Log(sum) : e[j] / sum;
            }
        }

        return y;
    }

    public override BallTensor Normalise(BallTensor x, AxisGroups groups, double epsilon, bool isCentred)
    {
        BallTensor y = BallTensor.Zero(x.Shape);
        Ball n = Ball.Point(groups.Offsets.Length);
        foreach (int start in groups.Starts)
        {
            Ball mean = isCentred ? Sum(x, start, groups.Offsets, static v => v) / n : default;
            Ball variance = Ball.NotNegative(Sum(x, start, groups.Offsets, v => (v - mean).Squared()) / n);
            Ball deviation = BallFunctions.Sqrt(Ball.NotNegative(variance + Ball.Point(epsilon)));
            foreach (int o in groups.Offsets)
            {
                y[start + o] = (x[start + o] - mean) / deviation;
            }
        }

        return y;
    }

    public override BallTensor BatchNormalise(BallTensor x, BallTensor scale, BallTensor shift, BallTensor mean, BallTensor variance,
        double epsilon)
    {
        int channels = x.Shape[1], inner = GraphTensor.Size(x.Shape[2..]);
        Ball[] slopes = [.. Enumerable.Range(0, channels).Select(c => scale[c] / BallFunctions.Sqrt(variance[c] + Ball.Point(epsilon)))];
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
            DoubleRange q = x[i].IsPoint && scale[scales[i]].IsPoint && IsExactQuotient(number, step)
                ? DoubleRange.Point(number / step) : (x[i] / scale[scales[i]]).Range;
            return Ball.Of(new DoubleRange(Math.Round(q.Lower) + start, Math.Round(q.Upper) + start).Clamp(least, most));
        });
    }

    private static bool IsExactQuotient(double x, double y) => Math.FusedMultiplyAdd(x / y, y, -x) == 0;

    // −∞ stays −∞.
    private static Ball Shifted(Ball x, Ball shift) => double.IsNegativeInfinity(x.High) ? x : x - shift;

    private static Ball LogSumExp(BallTensor x, int start, int[] offsets)
    {
        Ball shift = Ball.Point(offsets.Max(o => x.Middle[start + o]));
        return shift + BallFunctions.Log(Sum(x, start, offsets, v => BallFunctions.Exp(Shifted(v, shift))));
    }

    private static Ball Sum(BallTensor x, int start, int[] offsets, Func<Ball, Ball> f)
    {
        Ball sum = default;
        foreach (int o in offsets)
        {
            sum += f(x[start + o]);
        }

        return sum;
    }

    /// <summary>max of sign·x.</summary>
    private static Ball Extreme(BallTensor x, int start, int[] offsets, int sign)
    {
        Ball largest = sign > 0 ? x[start + offsets[0]] : -x[start + offsets[0]];
        foreach (int o in offsets.Skip(1))
        {
            largest = Larger(largest, sign > 0 ? x[start + o] : -x[start + o]);
        }

        return largest;
    }
}
