namespace LowRank.Verify.Networks.Onnx;

/// <content>Nodes that do not depend on the input.</content>
internal sealed partial class OnnxGraph
{
    private OnnxValue Fold(NodeProto node, OnnxAttributes attributes, OnnxValue.Unevaluated? opaque)
    {
        if (node.OpType == "Constant")
        {
            return ConstantNode(node, attributes);
        }

        if (opaque is not null)
        {
            return opaque;
        }

        if (node.Input.Count > 0 && Constant(node, 0) is { } tensor)
        {
            switch (node.OpType)
            {
                case "Identity":
                    return new OnnxValue.Constant(tensor);
                case "Transpose":
                    return Transposed(node, attributes, tensor);
                case "DequantizeLinear":
                    return Dequantized(node, tensor);
                default:
                    break;
            }
        }

        return new OnnxValue.Unevaluated(
            $"{Place(node)}: a weight that is computed, not stored; only Identity, Transpose and DequantizeLinear of stored tensors are "
            + $"followed");
    }

    /// <summary>An int8 tensor times its scale, exactly: one positive scale for the whole tensor, no zero point but 0.</summary>
    private OnnxValue Dequantized(NodeProto node, StoredTensor tensor)
    {
        if (Constant(node, 1) is not { } scale)
        {
            return new OnnxValue.Unevaluated($"{Place(node)}: its scale is not stored in the file");
        }

        string? reason = tensor.DType != "int8" || tensor.Scale is not null ? $"it dequantizes {tensor.DType}; only stored int8 is followed"
            : scale.RowMajor.Length != 1
                ? $"it has {scale.RowMajor.Length} scales, per channel or per block; only one scale for the whole tensor is followed"
            : scale.StorageType is null || !(scale.RowMajor[0] > 0) ? "its scale is no positive number"
            : IsGiven(node, 2) && Constant(node, 2) is not { } ? "its zero point is not stored in the file"
            : IsGiven(node, 2) && Array.Exists(Constant(node, 2)!.RowMajor, v => v != 0)
                ? "its zero point is not 0; only symmetric quantization is followed"
            : null;
        if (reason is null && ExactScale.Apply(tensor.RowMajor, scale.RowMajor[0]) is { } values)
        {
            StoredTensor result = tensor with { Name = node.Output.FirstOrDefault() ?? string.Empty, RowMajor = values,
                Scale = scale.RowMajor[0] };
            entriesLeft -= values.Length;
            ConstantNodeTensors.Add(result);
            return entriesLeft < 0
                ? new OnnxValue.Unevaluated($"{Place(node)}: the graph computes more constants than are followed")
                : new OnnxValue.Constant(result);
        }

        return new OnnxValue.Unevaluated($"{Place(node)}: {reason ?? "its scale times its integers is not exactly a double"}");
    }

    private OnnxValue ConstantNode(NodeProto node, OnnxAttributes attributes)
    {
        string name = node.Output.FirstOrDefault() ?? string.Empty;
        if (attributes.Tensor("value") is { } proto)
        {
            if (OnnxTensors.Decode(path, proto, name, out string reason) is not { } tensor)
            {
                return new OnnxValue.Unevaluated(reason);
            }

            ConstantNodeTensors.Add(tensor);
            return new OnnxValue.Constant(tensor);
        }

        (double[]? values, ElementType type, bool scalar) = (attributes.Has("value_float"), attributes.Has("value_int")) switch
        {
            (true, _) => ([attributes.Real("value_float", 0)], ElementType.Float32, true),
            (_, true) => ([attributes.Integer("value_int", 0)], ElementType.Int64, true),
            _ when attributes.Reals("value_floats") is { Count: > 0 } floats =>
                ([.. floats.Select(f => (double)f)], ElementType.Float32, false),
            _ when attributes.Integers("value_ints") is { Count: > 0 } integers =>
                ([.. integers.Select(i => (double)i)], ElementType.Int64, false),
            _ => ((double[]?)null, ElementType.Float32, false),
        };
        return values is null
            ? new OnnxValue.Unevaluated($"{Place(node)}: a constant of a kind that is not read")
            : new OnnxValue.Constant(ElementDecoder.Finish(path, name, type, scalar ? [] : [values.Length], values));
    }

    private OnnxValue Transposed(NodeProto node, OnnxAttributes attributes, StoredTensor tensor)
    {
        int rank = tensor.Shape.Count;
        int[]? permutation = Permutation(attributes, rank);
        if (permutation is null)
        {
            throw new InputException(
                $"{Place(node)}: its perm is no permutation of the {rank} dimensions of '{FileText.Short(tensor.Name)}'.");
        }

        entriesLeft -= tensor.RowMajor.Length;
        return entriesLeft < 0
            ? new OnnxValue.Unevaluated($"{Place(node)}: the graph transposes more constants than are followed")
            : new OnnxValue.Constant(tensor with
            {
                Shape = [.. permutation.Select(d => tensor.Shape[d])],
                RowMajor = TensorOrder.Permute(tensor.RowMajor, tensor.Shape, permutation),
            });
    }

    private static int[]? Permutation(OnnxAttributes attributes, int rank)
    {
        IReadOnlyList<long>? perm = attributes.Integers("perm");
        if (perm is null)
        {
            return [.. Enumerable.Range(0, rank).Reverse()];
        }

        return perm.Count == rank && perm.Order().Select((d, i) => d == i).All(same => same) ? [.. perm.Select(d => (int)d)] : null;
    }

    /// <summary>The constant in an input slot, or null.</summary>
    private StoredTensor? Constant(NodeProto node, int slot) =>
        slot < node.Input.Count && node.Input[slot].Length > 0
            && values[node.Input[slot]] is OnnxValue.Constant constant ? constant.Tensor : null;

    private OnnxValue.Data? DataAt(NodeProto node, int slot) =>
        slot < node.Input.Count && node.Input[slot].Length > 0 ? values[node.Input[slot]] as OnnxValue.Data : null;

    private static bool IsGiven(NodeProto node, int slot) => slot < node.Input.Count && node.Input[slot].Length > 0;
}
