using LowRank.Verify.Networks.Onnx;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <content>Products and convolutions.</content>
internal sealed partial class GraphOperators<T>
{
    private T MatMul(OperatorCall<T> call)
    {
        T x = call.X, y = call.At(1);
        if (x.Shape.Length == 0 || y.Shape.Length == 0)
        {
            throw call.Failure("it multiplies a number without dimensions");
        }

        bool row = x.Shape.Length == 1, column = y.Shape.Length == 1;
        T z = arithmetic.MatMul(row ? arithmetic.Shaped(x, [1, x.Shape[0]]) : x, column ? arithmetic.Shaped(y, [y.Shape[0], 1]) : y);
        int[] batch = z.Shape[..^2];
        return row || column
            ? arithmetic.Shaped(z, [.. batch, .. row ? Array.Empty<int>() : [z.Shape[^2]], .. column ? Array.Empty<int>() : [z.Shape[^1]]])
            : z;
    }

    private T Gemm(OperatorCall<T> call)
    {
        T x = call.X, y = call.At(1);
        if (x.Shape.Length != 2 || y.Shape.Length != 2)
        {
            throw call.Failure($"it multiplies arrays of {x.Shape.Length} and {y.Shape.Length} dimensions");
        }

        OnnxAttributes attributes = call.Node.Attributes;
        T z = arithmetic.MatMul(attributes.Integer("transA", 0) != 0 ? Transpose(x, 1, 0) : x,
            attributes.Integer("transB", 0) != 0 ? Transpose(y, 1, 0) : y);
        z = Times(z, attributes.Real("alpha", 1));
        return call.Optional(2) is { } c ? arithmetic.Combine("Add", z, Times(c, attributes.Real("beta", 1))) : z;
    }

    private T Times(T x, double factor) => factor == 1 ? x
        : arithmetic.Combine("Mul", x, arithmetic.Lift(ConstantTensor.Exact(OnnxType.Float64, [], [factor])));

    private T Convolution(OperatorCall<T> call)
    {
        T x = call.X, w = call.At(1);
        int groups = (int)Math.Clamp(call.Node.Attributes.Integer("group", 1), 1, int.MaxValue), channels = x.Shape.ElementAtOrDefault(1);
        if (w.Shape.Length != x.Shape.Length || w.Shape.Length < 3 || channels != w.Shape[1] * groups || w.Shape[0] % groups != 0)
        {
            throw call.Failure($"its kernel of shape [{string.Join(", ", w.Shape)}] in {groups} groups does not fit its input of shape "
                + $"[{string.Join(", ", x.Shape)}]");
        }

        OnnxWindows windows = OnnxWindows.Read(call.Node.Attributes, w.Shape[2..], [.. x.Shape[2..].Select(d => (int?)d)], call.Node.Place);
        WindowPlan plan = WindowPlan.Forward(groups, w.Shape[0] / groups, channels / groups, windows.Input!, windows.Output!, windows.Sizes,
            windows.Strides, windows.Dilations, windows.Begin!);
        return Biased(arithmetic.Convolve(x, w, plan), call.Optional(2));
    }

    private T ConvolutionTransposed(OperatorCall<T> call)
    {
        T x = call.X, w = call.At(1);
        OnnxAttributes attributes = call.Node.Attributes;
        int groups = (int)Math.Clamp(attributes.Integer("group", 1), 1, int.MaxValue), rank = x.Shape.Length - 2;
        if (w.Shape.Length != x.Shape.Length || rank < 1 || x.Shape[1] != w.Shape[0] || w.Shape[0] % groups != 0)
        {
            throw call.Failure($"its kernel of shape [{string.Join(", ", w.Shape)}] in {groups} groups does not fit its input of shape "
                + $"[{string.Join(", ", x.Shape)}]");
        }

        int[] kernel = w.Shape[2..];
        TransposedWindows windows = TransposedWindows.Read(call.Node, x.Shape[2..], kernel);

        // Kernels [in, out/g, k…] as rows of outputs: [g, out/g, in/g, k…].
        int inputs = w.Shape[0] / groups, outputs = w.Shape[1], size = GraphTensor.Size(kernel);
        T rows = arithmetic.Shaped(Transpose(arithmetic.Shaped(w, [groups, inputs, outputs, size]), 0, 2, 1, 3),
            [groups * outputs, inputs * size]);
        WindowPlan plan = WindowPlan.Transposed(groups, outputs, inputs, x.Shape[2..], windows.Output, kernel, windows.Strides,
            windows.Dilations, windows.Begin);
        return Biased(arithmetic.Convolve(x, rows, plan), call.Optional(2));
    }

    private T Biased(T y, T? bias) => bias is null ? y
        : arithmetic.Combine("Add", y, arithmetic.Shaped(bias, [bias.Count, .. Enumerable.Repeat(1, y.Shape.Length - 2)]));

    private T Pool(OperatorCall<T> call)
    {
        T x = call.X;
        OnnxAttributes attributes = call.Node.Attributes;
        int rank = x.Shape.Length - 2;
        if (attributes.Integers("kernel_shape") is not { } said || said.Count != rank || rank < 1)
        {
            throw call.Failure($"its window does not fit an input of shape [{string.Join(", ", x.Shape)}]");
        }

        bool average = call.Node.Kind == "AveragePool", counts = attributes.Integer("count_include_pad", 0) != 0;
        if (average && counts && attributes.Integer("ceil_mode", 0) != 0)
        {
            throw call.Failure("ceil_mode together with count_include_pad divides differently in different runtimes");
        }

        int[] sizes = OnnxWindows.Setting(attributes, "kernel_shape", rank, 1, 1, call.Node.Place);
        OnnxWindows windows = OnnxWindows.Read(attributes, sizes, [.. x.Shape[2..].Select(d => (int?)d)], call.Node.Place);
        StepOperation.Window plan = TensorPlaces.Pooling(windows, 1, !average, counts)
            ?? throw call.Failure("one of its windows lies in the padding, or there are more windows than are followed");
        return arithmetic.Pool(x, plan, [.. x.Shape[..2], .. windows.Output!]);
    }

    private T GlobalPool(OperatorCall<T> call) => arithmetic.Reduce(call.Node.Kind == "GlobalMaxPool" ? "Max" : "Mean", call.X,
        AxisGroups.Along(call.X.Shape, [.. Enumerable.Range(2, Math.Max(0, call.X.Shape.Length - 2))]),
        [.. call.X.Shape.Select((d, i) => i < 2 ? d : 1)]);
}
