namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Products of constant matrices; every entry's sum is exact before it is rounded outward.</summary>
internal static class Products
{
    /// <summary>Most multiplications: adding a product to an exact sum takes about a tenth of a microsecond.</summary>
    private const long Most = 1L << 25;

    public static ConstantTensor MatMul(ConstantNode node) => Multiply(node, node.Tensor(0), node.Tensor(1));

    public static ConstantTensor Gemm(ConstantNode node)
    {
        ConstantTensor product = Multiply(node, Transposed(node.Tensor(0), node.Attributes.Integer("transA", 0) != 0),
            Transposed(node.Tensor(1), node.Attributes.Integer("transB", 0) != 0));
        DoubleRange alpha = DoubleRange.Point(node.Attributes.Real("alpha", 1)), beta = DoubleRange.Point(node.Attributes.Real("beta", 1));
        ConstantTensor? added = node.Optional(2);
        if (added is not null && !Broadcast.Shape(added.Shape, product.Shape).AsSpan().SequenceEqual(product.Shape))
        {
            throw new ConstantFailure("what it adds does not fit its product");
        }

        int[]? places = added is null ? null : Broadcast.Places(added.Shape, product.Shape);
        return Elementwise.Reals(product.Type, product.Shape, i =>
        {
            DoubleRange scaled = ExactRange.Multiply(alpha, new DoubleRange(product.Lower[i], product.Upper[i]));
            return places is null ? scaled : ExactRange.Add(scaled, ExactRange.Multiply(beta,
                new DoubleRange(added!.Lower[places[i]], added.Upper[places[i]])));
        });
    }

    private static ConstantTensor Transposed(ConstantTensor x, bool transposes)
    {
        if (x.Shape.Length != 2)
        {
            throw new ConstantFailure("it multiplies constants that are no matrices");
        }

        return transposes ? x.Pick([x.Shape[1], x.Shape[0]], Broadcast.Strided([x.Shape[1], x.Shape[0]], [1, x.Shape[1]], 0)) : x;
    }

    private static ConstantTensor Multiply(ConstantNode node, ConstantTensor a, ConstantTensor b)
    {
        // A vector is a row on the left and a column on the right, and that dimension is dropped again.
        int[] left = a.Shape.Length == 1 ? [1, a.Shape[0]] : a.Shape, right = b.Shape.Length == 1 ? [b.Shape[0], 1] : b.Shape;
        if (left.Length != 2 || right.Length != 2 || left[1] != right[0] || a.IsWhole || b.IsWhole)
        {
            throw new ConstantFailure(
                $"it multiplies constants of shapes {TensorShape.Format(a.Shape)} and {TensorShape.Format(b.Shape)}; two real matrices "
                + $"that fit each other are followed");
        }

        int m = left[0], k = left[1], n = right[1];
        if ((Int128)m * k * n > Most)
        {
            throw new ConstantFailure($"it multiplies constants of shapes {TensorShape.Format(a.Shape)} and {TensorShape.Format(b.Shape)}, "
                + $"more than is multiplied without rounding here");
        }

        int[] shape = [.. a.Shape.Length == 1 ? [] : new[] { m }, .. b.Shape.Length == 1 ? [] : new[] { n }];
        node.Budget.Take((long)m * n);
        ExactSum low = new(), high = new();
        return Elementwise.Reals(a.Type, shape, entry =>
        {
            low.Clear();
            high.Clear();
            int i = entry / n, j = entry % n;
            for (int l = 0; l < k; l++)
            {
                int at = (i * k) + l, bt = (l * n) + j;
                if (a.IsExact && b.IsExact)
                {
                    low.AddProduct(a.Lower[at], b.Lower[bt]);
                    continue;
                }

                DoubleRange product = ExactRange.Multiply(new DoubleRange(a.Lower[at], a.Upper[at]),
                    new DoubleRange(b.Lower[bt], b.Upper[bt]));
                low.Add(product.Lower);
                high.Add(product.Upper);
            }

            return a.IsExact && b.IsExact ? low.ToRange() : new DoubleRange(low.ToRange().Lower, high.ToRange().Upper);
        });
    }
}
