namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Operators that give the entries another shape, or another order without choosing among them. Exact.</summary>
internal static class Movements
{
    public static ConstantTensor Reshape(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0);
        IReadOnlyList<long> wanted = node.Integers("shape", 1) ?? throw new ConstantFailure("it has no shape");
        bool keepsZero = node.Attributes.Integer("allowzero", 0) != 0;
        long[] shape = [.. wanted.Select((d, i) => d != 0 || keepsZero ? d : i < tensor.Shape.Length ? tensor.Shape[i] : 0)];
        int open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            long others = shape.Where((_, i) => i != open).Aggregate(1L, (product, d) => product * Math.Clamp(d, 0, int.MaxValue));
            shape[open] = others > 0 ? tensor.Count / others : 0;
        }

        return shape.All(d => d is >= 0 and <= int.MaxValue) && Count(shape) == tensor.Count
            ? tensor.Reshaped([.. shape.Select(d => (int)d)])
            : throw new ConstantFailure($"{TensorShape.Format(tensor.Shape)} cannot be reshaped to ({string.Join(", ", wanted)})");
    }

    public static ConstantTensor Flatten(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0);
        int rank = tensor.Shape.Length;
        long axis = node.Attributes.Integer("axis", 1);
        int cut = axis == rank ? rank : ConstantNode.Axis(axis, rank);
        return tensor.Reshaped([(int)Count(tensor.Shape[..cut]), (int)Count(tensor.Shape[cut..])]);
    }

    public static ConstantTensor Squeeze(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0);
        int[]? axes = node.Integers("axes", 1) is { } named ? ConstantNode.Axes(named, tensor.Shape.Length) : null;
        if (axes?.Any(a => tensor.Shape[a] != 1) == true)
        {
            throw new ConstantFailure("it drops a dimension that is not 1");
        }

        return tensor.Reshaped([.. tensor.Shape.Where((d, i) => axes is null ? d != 1 : !axes.Contains(i))]);
    }

    public static ConstantTensor Unsqueeze(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0);
        IReadOnlyList<long> named = node.Integers("axes", 1) ?? throw new ConstantFailure("it has no axes");
        int[] axes = ConstantNode.Axes(named, tensor.Shape.Length + named.Count);
        Queue<int> rest = new(tensor.Shape);
        return tensor.Reshaped([.. Enumerable.Range(0, tensor.Shape.Length + axes.Length).Select(i => axes.Contains(i) ? 1
            : rest.Dequeue())]);
    }

    public static ConstantTensor Transpose(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0);
        int rank = tensor.Shape.Length;
        int[] order = node.Attributes.Integers("perm") is { } named
            ? ConstantNode.Axes(named, rank) : [.. Enumerable.Range(0, rank).Reverse()];
        if (order.Length != rank)
        {
            throw new InputException($"{node.Place}: its perm is no permutation of the {rank} dimensions of "
                + $"'{FileText.Short(tensor.Name)}'.");
        }

        node.Budget.Take(tensor.Count);
        int[] old = Broadcast.Steps(tensor.Shape), shape = [.. order.Select(d => tensor.Shape[d])];
        return tensor.Pick(shape, Broadcast.Strided(shape, [.. order.Select(d => old[d])], 0));
    }

    public static ConstantTensor Expand(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0);
        int[] shape = Broadcast.Shape(tensor.Shape, Sizes(node.Tensor(1).Integers));
        node.Budget.Take(shape);
        return tensor.Pick(shape, Broadcast.Places(tensor.Shape, shape));
    }

    public static ConstantTensor Tile(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0);
        int[] repeats = Sizes(node.Tensor(1).Integers);
        if (repeats.Length != tensor.Shape.Length)
        {
            throw new ConstantFailure($"it has {repeats.Length} counts for {tensor.Shape.Length} dimensions");
        }

        // Each dimension d becomes (repeats, d), of which the first does not move.
        int[] own = Broadcast.Steps(tensor.Shape);
        int[] wide = [.. tensor.Shape.SelectMany((d, i) => new[] { repeats[i], d })];
        int[] shape = [.. tensor.Shape.Select((d, i) => (int)Math.Min((long)d * repeats[i], int.MaxValue))];
        node.Budget.Take(shape);
        return tensor.Pick(shape, Broadcast.Strided(wide, [.. own.SelectMany(step => new[] { 0, step })], 0));
    }

    public static ConstantTensor Concat(ConstantNode node)
    {
        ConstantTensor[] parts = [.. Enumerable.Range(0, Math.Max(1, node.InputCount)).Select(node.Tensor)];
        int rank = parts[0].Shape.Length;
        int axis = ConstantNode.Axis(node.Attributes.Integer("axis", node.Opset < 4 ? 1 : long.MaxValue), rank);
        if (parts.Any(p => p.Shape.Length != rank || p.Type != parts[0].Type
            || p.Shape.Where((d, i) => i != axis && d != parts[0].Shape[i]).Any()))
        {
            throw new ConstantFailure("its parts do not fit each other");
        }

        int[] shape = [.. parts[0].Shape];
        shape[axis] = (int)Math.Min(parts.Sum(p => (long)p.Shape[axis]), int.MaxValue);
        int count = node.Budget.Take(shape), outer = (int)Count(shape[..axis]), inner = (int)Count(shape[(axis + 1)..]);
        return Joined(parts, shape, count, outer, inner, axis).Of(node.OutputName,
            parts.All(p => p.Storage == parts[0].Storage) ? parts[0].Storage : null);
    }

    private static ConstantTensor Joined(ConstantTensor[] parts, int[] shape, int count, int outer, int inner, int axis)
    {
        T[] Join<T>(Func<ConstantTensor, T[]> entries)
        {
            T[] result = new T[count];
            for (int o = 0, at = 0; o < outer; o++)
            {
                foreach (ConstantTensor part in parts)
                {
                    int run = part.Shape[axis] * inner;
                    Array.Copy(entries(part), o * run, result, at, run);
                    at += run;
                }
            }

            return result;
        }

        if (parts[0].IsWhole)
        {
            return ConstantTensor.Whole(parts[0].Type, shape, Join(p => p.Integers));
        }

        double[] lower = Join(p => p.Lower);
        return ConstantTensor.Between(parts[0].Type, shape, lower, parts.All(p => p.IsExact) ? lower : Join(p => p.Upper));
    }

    public static int[] Sizes(long[] sizes) => sizes.All(d => d is >= 0 and <= int.MaxValue) ? [.. sizes.Select(d => (int)d)]
        : throw new ConstantFailure($"({string.Join(", ", sizes)}) is no shape");

    private static long Count(IEnumerable<int> shape) => Count(shape.Select(d => (long)d));

    private static long Count(IEnumerable<long> shape) => shape.Aggregate(1L, (product, d) => d == 0 ? 0 : product > int.MaxValue
        ? product : product * d);
}
