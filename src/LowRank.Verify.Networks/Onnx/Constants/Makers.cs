namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Operators that make a tensor out of attributes, or of a shape. Exact.</summary>
internal static class Makers
{
    /// <summary>Constant, in all forms of its attribute.</summary>
    public static ConstantValue Constant(ConstantNode node, string path)
    {
        OnnxAttributes attributes = node.Attributes;
        string name = node.OutputName;
        if (attributes.Tensor("value") is { } tensor)
        {
            return OnnxTensors.Decode(path, tensor, name);
        }

        if (attributes.SparseTensor("sparse_value") is { } sparse)
        {
            return SparseTensors.Decode(path, sparse, name, node.Budget);
        }

        ConstantTensor? made = attributes.Has("value_float") ? Reals([attributes.Single("value_float")], [])
            : attributes.Has("value_int") ? ConstantTensor.Whole(OnnxType.Int64, [], [attributes.Integer("value_int", 0)])
            : attributes.Has("value_floats") ? Reals([.. attributes.Reals("value_floats")!], [attributes.Reals("value_floats")!.Count])
            : attributes.Has("value_ints") ? ConstantTensor.Whole(OnnxType.Int64, [attributes.Integers("value_ints")!.Count],
                [.. attributes.Integers("value_ints")!])
            : null;
        return made is not null ? new ConstantValue.Known(made.Of(name, made.Type))
            : throw new ConstantFailure(attributes.Has("value_string") || attributes.Has("value_strings")
            ? "its constant is text, which is no type of weights and is not read" : "its constant is of a kind that is not read");
    }

    public static ConstantTensor ConstantOfShape(ConstantNode node, string path)
    {
        int[] shape = Movements.Sizes(node.Tensor(0).Integers);
        int count = node.Budget.Take(shape);
        ConstantTensor value = node.Attributes.Tensor("value") is not { } proto
            ? Reals([0], [1])
            : OnnxTensors.Decode(path, proto, node.OutputName) switch
            {
                ConstantValue.Known { Tensor: { Count: 1 } known } => known,
                ConstantValue.Unevaluated unevaluated => throw new ConstantFailure(unevaluated.Reason),
                _ => throw new ConstantFailure("its value is not one number"),
            };
        return value.Pick(shape, new int[count]);
    }

    public static ConstantTensor Range(ConstantNode node)
    {
        ConstantTensor start = node.Tensor(0), limit = node.Tensor(1), delta = node.Tensor(2);
        if (start.IsWhole)
        {
            long first = Single(start.Integers), end = Single(limit.Integers), step = Single(delta.Integers);
            Int128 length = step == 0 ? throw new ConstantFailure("its step is 0") : Int128.Max(0, ((Int128)end - first + step
                - Math.Sign(step)) / step);
            node.Budget.Take(length > long.MaxValue ? long.MaxValue : (long)length);
            return ConstantTensor.Whole(start.Type, [(int)length], [.. Enumerable.Range(0, (int)length).Select(i => first + (i * step))]);
        }

        if (!start.IsExact || !limit.IsExact || !delta.IsExact)
        {
            throw new ConstantFailure("its ends are not known exactly");
        }

        double from = Single(start.Lower), to = Single(limit.Lower), by = Single(delta.Lower);
        if (by == 0 || !double.IsFinite(from + to + by))
        {
            throw new ConstantFailure("its step is 0, or an end is infinite");
        }

        var exact = (Arithmetic.Rational.Of(to) - Arithmetic.Rational.Of(from)) / Arithmetic.Rational.Of(by);
        System.Numerics.BigInteger count = System.Numerics.BigInteger.Max(0, exact.Ceiling());
        node.Budget.Take(count > long.MaxValue ? long.MaxValue : (long)count);
        DoubleRange[] values = [.. Enumerable.Range(0, (int)count).Select(i => ExactRange.Add(DoubleRange.Point(from),
            ExactRange.Multiply(DoubleRange.Point(i), DoubleRange.Point(by))))];
        return ConstantTensor.Between(start.Type, [values.Length], [.. values.Select(v => v.Lower)], [.. values.Select(v => v.Upper)]);
    }

    public static ConstantTensor Shape(ConstantNode node, int[] shape)
    {
        int?[] dimensions = Dimensions(node, [.. shape.Select(d => (int?)d)])!;
        return ConstantTensor.Whole(OnnxType.Int64, [dimensions.Length], Array.ConvertAll(dimensions, d => (long)d!.Value));
    }

    /// <summary>The dimensions of a shape between the attributes start and end of a Shape node; null for null.</summary>
    public static int?[]? Dimensions(ConstantNode node, IReadOnlyList<int?>? shape)
    {
        if (shape is null)
        {
            return null;
        }

        int rank = shape.Count;
        long start = node.Attributes.Integer("start", 0), end = node.Attributes.Integer("end", rank);
        int from = (int)Math.Clamp(start < 0 ? start + rank : start, 0, rank), to = (int)Math.Clamp(end < 0 ? end + rank : end, from, rank);
        return [.. shape.Skip(from).Take(to - from)];
    }

    public static ConstantTensor Size(int[] shape) =>
        ConstantTensor.Whole(OnnxType.Int64, [], [shape.Aggregate(1L, (product, d) => product * d)]);

    private static ConstantTensor Reals(float[] values, int[] shape) =>
        ConstantTensor.Exact(OnnxType.Float32, shape, Array.ConvertAll(values, v => (double)v));

    private static T Single<T>(T[] entries) => entries.Length == 1 ? entries[0] : throw new ConstantFailure("an end is not one number");
}
