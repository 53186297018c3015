namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Sparse tensors (coordinates) to dense ones, exactly.</summary>
internal static class SparseTensors
{
    /// <exception cref="InputException">Values, indices and shape contradict each other.</exception>
    public static ConstantValue Decode(string path, SparseTensorProto sparse, string name, EntryBudget budget)
    {
        string place = ElementDecoder.Place(path, name);
        if (sparse.Values is null || sparse.Indices is null)
        {
            throw new InputException($"{place}: a sparse tensor has values and indices; one of them is missing.");
        }

        (int[] shape, int count) = TensorShape.Check(sparse.Dims, place);
        ConstantValue values = OnnxTensors.Decode(path, sparse.Values, name), indices = OnnxTensors.Decode(path, sparse.Indices, name);
        if (values is not ConstantValue.Known { Tensor: var entries } || indices is not ConstantValue.Known { Tensor: var at })
        {
            return values is ConstantValue.Unevaluated ? values : indices;
        }

        bool isFlat = at.Shape.Length == 1, isIndexed = at.Shape.Length == 2 && at.Shape[1] == shape.Length;
        if (!at.IsWhole || entries.Shape.Length != 1 || (!isFlat && !isIndexed) || at.Shape[0] != entries.Count)
        {
            throw new InputException(
                $"{place}: its indices ({TensorShape.Format(at.Shape)}) do not fit {entries.Count} values and the shape "
                + $"{TensorShape.Format(shape)}.");
        }

        try
        {
            budget.Take(count);
        }
        catch (ConstantFailure)
        {
            return new ConstantValue.Unevaluated(place,
                $"its {count} entries, nearly all 0, are more than are held for a file of this size");
        }

        int[] steps = Broadcast.Steps(shape);
        int[] places = new int[entries.Count];
        for (int i = 0; i < places.Length; i++)
        {
            long flat = 0;
            for (int d = 0; !isFlat && d < shape.Length; d++)
            {
                long index = at.Integers[(i * shape.Length) + d];
                flat = index >= 0 && index < shape[d] && flat >= 0 ? flat + (index * steps[d]) : -1;
            }

            flat = isFlat ? at.Integers[i] : flat;
            places[i] = flat >= 0 && flat < count ? (int)flat
                : throw new InputException($"{place}: its index {i} is outside of the shape {TensorShape.Format(shape)}.");
        }

        if (places.Distinct().Count() != places.Length)
        {
            throw new InputException($"{place}: one of its indices stands twice.");
        }

        return new ConstantValue.Known(Filled(entries, shape, count, places).Of(name, entries.Type));
    }

    private static ConstantTensor Filled(ConstantTensor entries, int[] shape, int count, int[] places)
    {
        if (entries.IsWhole)
        {
            long[] integers = new long[count];
            for (int i = 0; i < places.Length; i++)
            {
                integers[places[i]] = entries.Integers[i];
            }

            return ConstantTensor.Whole(entries.Type, shape, integers);
        }

        double[] reals = new double[count];
        for (int i = 0; i < places.Length; i++)
        {
            reals[places[i]] = entries.Lower[i];
        }

        return ConstantTensor.Exact(entries.Type, shape, reals);
    }
}
