using LowRank.Verify.Networks.Onnx;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <content>Reductions, normalisation, softmax, quantisation.</content>
internal sealed partial class GraphOperators<T>
{
    private T Reduce(OperatorCall<T> call)
    {
        T x = call.X;
        int rank = x.Shape.Length;
        IReadOnlyList<long>? named = call.Integers("axes", 1);

        // Over no axis each entry is a group of its own: a sum of squares is then the square.
        bool keepsAll = call.Node.Attributes.Integer("noop_with_empty_axes", 0) != 0;
        int[] axes = named is null or { Count: 0 } ? [.. Enumerable.Range(0, keepsAll ? 0 : rank)]
            : [.. named.Select(a => call.Node.Axis(a, rank)).Distinct()];
        bool keeps = call.Node.Attributes.Integer("keepdims", 1) != 0;
        int[] shape = [.. x.Shape.Select((d, i) => (d, i)).Where(p => keeps || !axes.Contains(p.i))
            .Select(p => axes.Contains(p.i) ? 1 : p.d)];
        if (axes.Any(a => x.Shape[a] == 0))
        {
            throw call.Failure("it reduces no entries");
        }

        return arithmetic.Reduce(call.Node.Kind["Reduce".Length..], x, AxisGroups.Along(x.Shape, axes), shape);
    }

    private T Softmax(OperatorCall<T> call)
    {
        T x = call.X;
        int rank = x.Shape.Length, axis = call.Node.Axis(call.Node.Attributes.Integer("axis", opset < 13 ? 1 : -1), rank);

        // Before version 13 all axes from the given one on are one.
        int[] axes = opset < 13 ? [.. Enumerable.Range(axis, rank - axis)] : [axis];
        return arithmetic.Softmax(x, AxisGroups.Along(x.Shape, axes), call.Node.Kind == "LogSoftmax");
    }

    private T BatchNormalization(OperatorCall<T> call)
    {
        OnnxAttributes attributes = call.Node.Attributes;
        if (attributes.Integer("training_mode", 0) != 0)
        {
            throw call.Failure("it normalises in training mode; export the model in eval mode");
        }

        T[] parts = [.. Enumerable.Range(1, 4).Select(call.At)];
        if (call.X.Shape.Length < 2 || Array.Exists(parts, p => p.Count != call.X.Shape[1]))
        {
            throw call.Failure($"it normalises {parts[0].Count} channels of an input of shape [{string.Join(", ", call.X.Shape)}]");
        }

        return arithmetic.BatchNormalise(call.X, parts[0], parts[1], parts[2], parts[3], attributes.Real("epsilon", 1e-5f));
    }

    private T LayerNormalization(OperatorCall<T> call)
    {
        T x = call.X;
        int rank = x.Shape.Length, axis = call.Node.Axis(call.Node.Attributes.Integer("axis", -1), rank);
        bool isCentred = call.Node.Kind == "LayerNormalization";
        T y = arithmetic.Normalise(x, AxisGroups.Along(x.Shape, [.. Enumerable.Range(axis, rank - axis)]),
            call.Node.Attributes.Real("epsilon", 1e-5f), isCentred);
        y = call.Optional(1) is { } scale ? arithmetic.Combine("Mul", y, scale) : y;
        return isCentred && call.Optional(2) is { } shift ? arithmetic.Combine("Add", y, shift) : y;
    }

    private T GroupNormalization(OperatorCall<T> call)
    {
        T x = call.X;
        if (x.Shape.Length < 2)
        {
            throw call.Failure("it needs channels");
        }

        int channels = x.Shape[1], inner = GraphTensor.Size(x.Shape[2..]);
        long groups = call.Node.Kind == "InstanceNormalization" ? channels : call.Node.Attributes.Integer("num_groups", 1);
        if (groups < 1 || channels % groups != 0)
        {
            throw call.Failure($"{groups} groups do not divide {channels} channels");
        }

        T y = arithmetic.Normalise(x, AxisGroups.Runs(x.Count, (int)(channels / groups) * inner),
            call.Node.Attributes.Real("epsilon", 1e-5f), isCentred: true);
        T PerChannel(T factor)
        {
            // Before version 21 one factor stands for a group.
            T all = factor.Count == channels ? factor
                : factor.Count == groups ? arithmetic.Pick([factor], [channels],
                [.. Enumerable.Range(0, channels).Select(c => 1 + (c / (channels / groups)))])
                : throw call.Failure($"it has {factor.Count} factors for {channels} channels");
            return arithmetic.Shaped(all, [channels, .. Enumerable.Repeat(1, x.Shape.Length - 2)]);
        }

        return arithmetic.Combine("Add", arithmetic.Combine("Mul", y, PerChannel(call.At(1))), PerChannel(call.At(2)));
    }

    private T LpNormalization(OperatorCall<T> call)
    {
        T x = call.X;
        int axis = call.Node.Axis(call.Node.Attributes.Integer("axis", -1), x.Shape.Length);
        string kind = call.Node.Attributes.Integer("p", 2) == 1 ? "L1" : "L2";
        return arithmetic.Combine("Div", x,
            arithmetic.Reduce(kind, x, AxisGroups.Along(x.Shape, [axis]), [.. x.Shape.Select((d, i) => i == axis ? 1 : d)]));
    }

    private T Quantize(OperatorCall<T> call)
    {
        OnnxAttributes attributes = call.Node.Attributes;
        int said = (int)attributes.Integer("output_dtype", 0);
        OnnxType type = (call.Has(2) ? call.Constant(2)?.Type : said == 0 ? OnnxType.Of(2) : OnnxType.Of(said))
            ?? throw call.Failure("its zero point is computed");
        if (type.Kind != OnnxKind.Integer || attributes.Integer("block_size", 0) != 0)
        {
            throw call.Failure("it quantises in blocks, or to a type that is no integer");
        }

        T scale = call.At(1), zero = call.Optional(2) ?? arithmetic.Lift(ConstantTensor.Exact(OnnxType.Float64, [], [0]));
        return arithmetic.Quantise(call.X, PerAxis(call, scale), PerAxis(call, zero), (double)type.Least, (double)type.Most);
    }

    private T Dequantize(OperatorCall<T> call)
    {
        if (call.Node.Attributes.Integer("block_size", 0) != 0)
        {
            throw call.Failure("it has scales for blocks of a computed value");
        }

        T x = call.Optional(2) is { } zero ? arithmetic.Combine("Sub", call.X, PerAxis(call, zero)) : call.X;
        return arithmetic.Combine("Mul", x, PerAxis(call, call.At(1)));
    }

    /// <summary>One number, or one for each place of the node's axis.</summary>
    private T PerAxis(OperatorCall<T> call, T factor)
    {
        if (factor.Count == 1)
        {
            return arithmetic.Shaped(factor, []);
        }

        int[] shape = call.X.Shape;
        int axis = call.Node.Axis(call.Node.Attributes.Integer("axis", 1), shape.Length);
        return factor.Count == shape[axis] ? arithmetic.Shaped(factor, [factor.Count, .. Enumerable.Repeat(1, shape.Length - axis - 1)])
            : throw call.Failure($"it has {factor.Count} scales for {shape[axis]} places of axis {axis}");
    }
}
