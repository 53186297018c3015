namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Operators that choose among the entries. Exact.</summary>
internal static class Selections
{
    public static ConstantTensor Slice(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0);
        int rank = tensor.Shape.Length;
        IReadOnlyList<long> starts = node.Integers("starts", 1) ?? throw new ConstantFailure("it has no starts"),
            ends = node.Integers("ends", 2) ?? throw new ConstantFailure("it has no ends"),
            named = node.Integers("axes", 3) ?? [.. Enumerable.Range(0, starts.Count).Select(i => (long)i)];
        long[] steps = node.Optional(4)?.Integers ?? [.. starts.Select(_ => 1L)];
        int[] axes = ConstantNode.Axes(named, rank);
        if (axes.Length != starts.Count || ends.Count != starts.Count || steps.Length != starts.Count)
        {
            throw new ConstantFailure("its starts, ends, axes and steps differ in number");
        }

        int[] shape = [.. tensor.Shape], strides = Broadcast.Steps(tensor.Shape);
        int first = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            long size = shape[axes[i]], step = steps[i];
            if (step == 0 || step is < int.MinValue or > int.MaxValue)
            {
                throw new ConstantFailure($"its step is {step}");
            }

            // Ends beyond the tensor are cut off: to [0, size] upwards, to [−1, size − 1] downwards.
            long from = Within(starts[i], size, step), to = Within(ends[i], size, step);
            long count = step > 0 ? Math.Max(0, (to - from + step - 1) / step) : Math.Max(0, (from - to - step - 1) / -step);
            first += count == 0 ? 0 : (int)from * strides[axes[i]];
            shape[axes[i]] = (int)count;
            strides[axes[i]] = (int)(count <= 1 ? 0 : step * strides[axes[i]]);
        }

        node.Budget.Take(shape);
        return tensor.Pick(shape, Broadcast.Strided(shape, strides, first));
    }

    public static ConstantTensor Gather(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0), indices = node.Tensor(1);
        int axis = ConstantNode.Axis(node.Attributes.Integer("axis", 0), tensor.Shape.Length), size = tensor.Shape[axis];
        int[] chosen = [.. indices.Integers.Select(i => ConstantNode.Axis(i, size))];
        int[] before = tensor.Shape[..axis], after = tensor.Shape[(axis + 1)..], shape = [.. before, .. indices.Shape, .. after];
        int[] places = new int[node.Budget.Take(shape)];
        int inner = after.Aggregate(1, (product, d) => product * d), run = chosen.Length * inner;
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = (((i / run * size) + chosen[i % run / inner]) * inner) + (i % inner);
        }

        return tensor.Pick(shape, places);
    }

    public static ConstantTensor GatherElements(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0), indices = node.Tensor(1);
        int axis = ConstantNode.Axis(node.Attributes.Integer("axis", 0), tensor.Shape.Length), size = tensor.Shape[axis];
        if (indices.Shape.Length != tensor.Shape.Length || indices.Shape.Where((d, i) => i != axis && d > tensor.Shape[i]).Any())
        {
            throw new ConstantFailure("its indices do not fit its data");
        }

        node.Budget.Take(indices.Shape);
        int[] steps = Broadcast.Steps(tensor.Shape);
        int step = steps[axis];
        steps[axis] = 0;
        int[] places = Broadcast.Strided(indices.Shape, steps, 0);
        for (int i = 0; i < places.Length; i++)
        {
            places[i] += ConstantNode.Axis(indices.Integers[i], size) * step;
        }

        return tensor.Pick(indices.Shape, places);
    }

    public static ConstantTensor[] Split(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0);
        int axis = ConstantNode.Axis(node.Attributes.Integer("axis", 0), tensor.Shape.Length), size = tensor.Shape[axis];
        int parts = node.OutputCount, even = (size + parts - 1) / parts;
        IReadOnlyList<long> sizes = node.Integers("split", 1)
            ?? [.. Enumerable.Range(0, parts).Select(i => (long)Math.Clamp(size - (i * even), 0, even))];
        if (sizes.Count != parts || sizes.Any(s => s < 0 || s > size) || sizes.Sum() != size)
        {
            throw new ConstantFailure($"({string.Join(", ", sizes)}) does not divide {size} among {parts} outputs");
        }

        node.Budget.Take(tensor.Count);
        int[] strides = Broadcast.Steps(tensor.Shape);
        List<ConstantTensor> result = [];
        int start = 0;
        foreach (int part in sizes.Select(s => (int)s))
        {
            int[] shape = [.. tensor.Shape];
            shape[axis] = part;
            result.Add(tensor.Pick(shape, Broadcast.Strided(shape, strides, start * strides[axis])));
            start += part;
        }

        return [.. result];
    }

    /// <summary>The entries on and above a diagonal, or on and below it; 0 elsewhere.</summary>
    public static ConstantTensor Trilu(ConstantNode node)
    {
        ConstantTensor tensor = node.Tensor(0);
        bool upper = node.Attributes.Integer("upper", 1) != 0;
        long diagonal = node.Optional(1)?.Integers.FirstOrDefault() ?? 0;
        if (tensor.Shape.Length < 2)
        {
            throw new ConstantFailure("it needs a matrix");
        }

        node.Budget.Take(tensor.Count);
        int rows = tensor.Shape[^2], columns = tensor.Shape[^1];
        bool Kept(int i) => upper ? (i % columns) - (i / columns % rows) >= diagonal : (i % columns) - (i / columns % rows) <= diagonal;
        if (tensor.IsWhole)
        {
            return ConstantTensor.Whole(tensor.Type, tensor.Shape, [.. tensor.Integers.Select((v, i) => Kept(i) ? v : 0)]);
        }

        return ConstantTensor.Between(tensor.Type, tensor.Shape, [.. tensor.Lower.Select((v, i) => Kept(i) ? v : 0)],
            [.. tensor.Upper.Select((v, i) => Kept(i) ? v : 0)]);
    }

    private static long Within(long at, long size, long step)
    {
        long counted = at < 0 ? Math.Max(at, -size - 1) + size : at;
        return step > 0 ? Math.Clamp(counted, 0, size) : Math.Clamp(counted, -1, size - 1);
    }
}
