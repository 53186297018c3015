using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <content>Operators that move entries: they run on the entries' places, by the same code as on constants.</content>
internal sealed partial class GraphOperators<T>
{
    private List<GraphValue<T>> Move(OperatorCall<T> call, int[] slots)
    {
        ConstantTensor?[] places = [.. call.Inputs.Select(input => input?.Constant)];
        List<T> sources = [];
        long next = 1;
        foreach (int slot in slots)
        {
            T source = call.At(slot);
            long first = next;
            places[slot] = ConstantTensor.Whole(OnnxType.Int64, source.Shape,
                [.. Enumerable.Range(0, source.Count).Select(i => first + i)]);
            sources.Add(source);
            next += source.Count;
        }

        for (int slot = 0; slot < places.Length; slot++)
        {
            if (call.Has(slot) && places[slot] is null)
            {
                throw call.Failure($"its input {slot + 1} is computed from real numbers; it must be known from shapes and constants");
            }
        }

        List<GraphValue<T>> results = [];
        foreach (ConstantValue value in ConstantOperators.Evaluate(Constant(call.Node, places), path))
        {
            ConstantTensor moved = ((ConstantValue.Known)value).Tensor;
            results.Add(GraphValue<T>.Of(call.Node.Kind is "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze"
                ? arithmetic.Shaped(sources[0], moved.Shape) : arithmetic.Pick(sources, moved.Shape, moved.Integers)));
        }

        return results;
    }

    /// <summary>The transpose by a permutation of the axes.</summary>
    private T Transpose(T x, params int[] axes)
    {
        int[] shape = [.. axes.Select(a => x.Shape[a])], steps = Broadcast.Steps(x.Shape);
        return arithmetic.Pick([x], shape, [.. Broadcast.Strided(shape, [.. axes.Select(a => steps[a])], 1).Select(p => (long)p)]);
    }

    /// <summary>x[index] along the first axis, which goes.</summary>
    private T Entry(T x, int index)
    {
        int[] shape = x.Shape[1..];
        int count = GraphTensor.Size(shape);
        return arithmetic.Pick([x], shape, [.. Enumerable.Range(0, count).Select(i => 1 + ((long)index * count) + i)]);
    }

    /// <summary>Tensors of one shape along a new first axis.</summary>
    private T Stack(IReadOnlyList<T> parts) => arithmetic.Pick(parts, [parts.Count, .. parts[0].Shape],
        [.. Enumerable.Range(1, parts.Count * parts[0].Count).Select(i => (long)i)]);

    private T Pad(OperatorCall<T> call)
    {
        T x = call.X;
        int rank = x.Shape.Length;
        IReadOnlyList<long> pads = call.Integers("pads", 1) ?? throw call.Failure("it has no pads");
        IReadOnlyList<long>? named = call.Has(3) ? call.Integers("axes", 3) : null;
        int[] axes = named is null ? [.. Enumerable.Range(0, rank)] : [.. named.Select(a => call.Node.Axis(a, rank))];
        if (pads.Count != 2 * axes.Length || pads.Any(p => Math.Abs(p) > 1 << 24))
        {
            throw call.Failure($"it has {pads.Count} pads for {axes.Length} axes");
        }

        string mode = call.Node.Attributes.Text("mode", "constant");
        double fill = call.Has(2) ? call.Constant(2) is { Count: 1, IsExact: true } c ? c.Lower[0]
            : throw call.Failure("its fill is computed") : call.Node.Attributes.Real("value", 0);
        int[] shape = [.. x.Shape], begin = new int[rank], steps = Broadcast.Steps(x.Shape);
        for (int a = 0; a < axes.Length; a++)
        {
            begin[axes[a]] = (int)pads[a];
            shape[axes[a]] += (int)(pads[a] + pads[a + axes.Length]);
        }

        if (shape.Any(d => d < 0))
        {
            throw call.Failure("it crops more than there is");
        }

        long[] places = new long[GraphTensor.Size(shape)];
        int[] own = Broadcast.Steps(shape);
        for (int i = 0; i < places.Length; i++)
        {
            long at = 1;
            for (int d = 0; d < rank && at > 0; d++)
            {
                int from = Padded((i / own[d] % shape[d]) - begin[d], x.Shape[d], mode, call);
                at = from < 0 ? 0 : at + ((long)from * steps[d]);
            }

            places[i] = at;
        }

        return arithmetic.Pick([x], shape, places, fill);
    }

    private static int Padded(int at, int size, string mode, OperatorCall<T> call)
    {
        if (at >= 0 && at < size)
        {
            return at;
        }

        return mode switch
        {
            "constant" => -1,
            "edge" => Math.Clamp(at, 0, size - 1),
            "reflect" when at > -size && at < (2 * size) - 1 => at < 0 ? -at : (2 * (size - 1)) - at,
            "wrap" => ((at % size) + size) % size,
            _ => throw call.Failure($"it pads by '{FileText.Short(mode)}' further than its input reaches"),
        };
    }
}
