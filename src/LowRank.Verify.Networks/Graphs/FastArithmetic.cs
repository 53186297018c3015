using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>Operators in double precision; nothing is promised of their rounding.</summary>
internal sealed partial class FastArithmetic(IEngine engine) : GraphArithmetic<FastTensor>
{
    public override FastTensor Lift(ConstantTensor constant) => new(constant.Shape, constant.IsExact && !constant.IsWhole ? constant.Lower
        : [.. constant.Lower.Zip(constant.Upper, static (low, high) => low == high ? low : low + (0.5 * (high - low)))]);

    public override FastTensor Pick(IReadOnlyList<FastTensor> sources, int[] shape, long[] places, double fill = 0)
    {
        double[] all = sources.Count == 1 ? sources[0].Values : [.. sources.SelectMany(source => source.Values)];
        return new(shape, Array.ConvertAll(places, p => p == 0 ? fill : all[p - 1]));
    }

    public override FastTensor Shaped(FastTensor x, int[] shape) => new(shape, x.Values);

    public override FastTensor Map(GraphFunction function, FastTensor x)
    {
        Func<double, double> f = FastFunctions.Of(function);
        return new(x.Shape, Array.ConvertAll(x.Values, v => f(v)));
    }

    public override FastTensor Combine(string kind, FastTensor x, FastTensor y) => Zip(x, y, kind switch
    {
        "Add" => static (a, b) => a + b,
        "Sub" => static (a, b) => a - b,
        "Mul" => static (a, b) => a * b,
        "Div" => static (a, b) => a / b,
        "Max" => Math.Max,
        "Min" => Math.Min,
        "PRelu" => static (a, b) => a < 0 ? a * b : a,
        "Pow" => Math.Pow,
        _ => throw new GraphDomainException($"'{kind}' is not known"),
    });

    public override FastTensor Square(FastTensor x) => new(x.Shape, Array.ConvertAll(x.Values, v => v * v));

    public override FastTensor Power(FastTensor x, double exponent) => new(x.Shape, Array.ConvertAll(x.Values, v => Math.Pow(v, exponent)));

    public override ConstantTensor Compare(string kind, FastTensor x, FastTensor y)
    {
        FastTensor result = Zip(x, y, (a, b) => kind switch
        {
            "Equal" => a == b,
            "Less" => a < b,
            "LessOrEqual" => a <= b,
            "Greater" => a > b,
            _ => a >= b,
        } ? 1 : 0);
        return ConstantTensor.Whole(OnnxType.Boolean, result.Shape, Array.ConvertAll(result.Values, v => (long)v));
    }

    public override FastTensor MatMul(FastTensor x, FastTensor y)
    {
        int m = x.Shape[^2], k = x.Shape[^1], n = y.Shape[^1];
        if (y.Shape[^2] != k)
        {
            throw new GraphDomainException(
                $"it multiplies shapes [{string.Join(", ", x.Shape)}] and [{string.Join(", ", y.Shape)}], which do not fit");
        }

        int[] batch = Broadcast.Shape(x.Shape[..^2], y.Shape[..^2]);
        int[] left = Broadcast.Places(x.Shape[..^2], batch), right = Broadcast.Places(y.Shape[..^2], batch);
        double[] z = new double[left.Length * m * n];
        for (int b = 0; b < left.Length; b++)
        {
            engine.Multiply(false, false, n, m, k, y.Values.AsSpan(right[b] * k * n, k * n), x.Values.AsSpan(left[b] * m * k, m * k),
                z.AsSpan(b * m * n, m * n));
        }

        return new([.. batch, m, n], z);
    }

    public override FastTensor Convolve(FastTensor x, FastTensor w, WindowPlan plan)
    {
        int blocks = x.Shape[0] * plan.Groups, part = plan.Outputs * plan.Positions, kernel = plan.Outputs * plan.Taps;
        double[] y = new double[blocks * part];
        for (int b = 0; b < blocks; b++)
        {
            double[] patches = plan.Patches(x.Values.AsSpan(b * plan.GroupLength, plan.GroupLength));
            engine.Multiply(false, false, plan.Positions, plan.Outputs, plan.Taps, patches,
                w.Values.AsSpan(b % plan.Groups * kernel, kernel), y.AsSpan(b * part, part));
        }

        return new([x.Shape[0], plan.Groups * plan.Outputs, .. plan.Output], y);
    }

    private static FastTensor Zip(FastTensor x, FastTensor y, Func<double, double, double> f)
    {
        int[] shape = Broadcast.Shape(x.Shape, y.Shape);
        int[] left = Broadcast.Places(x.Shape, shape), right = Broadcast.Places(y.Shape, shape);
        double[] z = new double[left.Length];
        for (int i = 0; i < z.Length; i++)
        {
            z[i] = f(x.Values[left[i]], y.Values[right[i]]);
        }

        return new(shape, z);
    }
}
