namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Operators that make one number of all entries along some axes. Sums are exact before they are rounded outward.</summary>
internal static class Reductions
{
    /// <summary>Σ x, Σ |x|, Σ x², their means and roots.</summary>
    public static ConstantTensor Sum(ConstantNode node, Func<DoubleRange, DoubleRange>? term, bool squares,
        Func<DoubleRange, int, DoubleRange> finish)
    {
        ExactSum low = new(), high = new();
        return Reduce(node, (x, places) =>
        {
            low.Clear();
            high.Clear();
            foreach (int i in places)
            {
                DoubleRange value = new(x.Lower[i], x.Upper[i]);
                value = squares ? value.Magnitude : term is null ? value : term(value);
                AddTo(low, value.Lower, squares);
                AddTo(high, value.Upper, squares);
            }

            return finish(new DoubleRange(low.ToRange().Lower, high.ToRange().Upper), places.Count);
        });
    }

    /// <summary>The largest or the least entry.</summary>
    public static ConstantTensor Extreme(ConstantNode node, Func<DoubleRange, DoubleRange, DoubleRange> better) =>
        Reduce(node, (x, places) =>
    {
        IEnumerable<DoubleRange> values = places.Select(i => new DoubleRange(x.Lower[i], x.Upper[i]));
        return places.Count > 0 ? values.Aggregate(better) : throw new ConstantFailure("it takes an extreme of no entries");
    });

    /// <summary>Π x.</summary>
    public static ConstantTensor Product(ConstantNode node) => Reduce(node, (x, places) => places
        .Select(i => new DoubleRange(x.Lower[i], x.Upper[i])).Aggregate(DoubleRange.Point(1), ExactRange.Multiply));

    private static void AddTo(ExactSum sum, double value, bool square)
    {
        if (square)
        {
            sum.AddProduct(value, value);
        }
        else
        {
            sum.Add(value);
        }
    }

    private static ConstantTensor Reduce(ConstantNode node, Func<ConstantTensor, IReadOnlyList<int>, DoubleRange> reduce)
    {
        ConstantTensor x = node.Tensor(0);
        int rank = x.Shape.Length;
        IReadOnlyList<long> named = node.Integers("axes", 1) ?? [];

        // Over no axis each entry is a group of its own: a sum of squares is then the square.
        bool keepsAll = node.Attributes.Integer("noop_with_empty_axes", 0) != 0;
        int[] axes = named.Count == 0 ? [.. Enumerable.Range(0, keepsAll ? 0 : rank)] : ConstantNode.Axes(named, rank);
        int[] kept = [.. Enumerable.Range(0, rank).Where(d => !axes.Contains(d))], own = Broadcast.Steps(x.Shape);
        node.Budget.Take([.. kept.Select(d => x.Shape[d])]);
        int[] starts = Broadcast.Strided([.. kept.Select(d => x.Shape[d])], [.. kept.Select(d => own[d])], 0);
        int[] offsets = Broadcast.Strided([.. axes.Select(d => x.Shape[d])], [.. axes.Select(d => own[d])], 0);
        bool keeps = node.Attributes.Integer("keepdims", 1) != 0;
        int[] shape = keeps ? [.. x.Shape.Select((d, i) => axes.Contains(i) ? 1 : d)] : [.. kept.Select(d => x.Shape[d])];
        node.Budget.Take(x.Count);
        int[] places = new int[offsets.Length];
        DoubleRange Entry(int i)
        {
            for (int j = 0; j < places.Length; j++)
            {
                places[j] = starts[i] + offsets[j];
            }

            return reduce(x, places);
        }

        ConstantTensor result = Elementwise.Reals(x.Type, shape, Entry);
        return x.IsWhole ? Whole(result) : result;
    }

    // Sums, products and extremes of integers, computed as reals: integers again where they are exact.
    private static ConstantTensor Whole(ConstantTensor reals) => reals.IsExact && Array.TrueForAll(reals.Lower, v => v == Math.Round(v)
        && Math.Abs(v) <= 1L << 53)
        ? ConstantTensor.Whole(reals.Type, reals.Shape, Array.ConvertAll(reals.Lower, v => Elementwise.Within(reals.Type, (long)v)))
        : throw new ConstantFailure("a result is no integer, or a large one");
}
