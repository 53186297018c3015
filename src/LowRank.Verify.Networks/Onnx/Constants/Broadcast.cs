namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>Shapes matched from the last dimension on; a dimension of 1 is repeated (numpy's rule).</summary>
internal static class Broadcast
{
    public static int[] Shape(int[] first, int[] second)
    {
        int rank = Math.Max(first.Length, second.Length);
        int[] shape = new int[rank];
        for (int d = 1; d <= rank; d++)
        {
            int a = d <= first.Length ? first[^d] : 1, b = d <= second.Length ? second[^d] : 1;
            shape[^d] = a == b || b == 1 ? a : a == 1 ? b
                : throw new ConstantFailure($"shapes {TensorShape.Format(first)} and {TensorShape.Format(second)} do not fit each other");
        }

        return shape;
    }

    /// <summary>For every entry of the larger shape the place of the entry that stands there.</summary>
    public static int[] Places(int[] from, int[] to)
    {
        int[] steps = new int[to.Length], own = Steps(from);
        for (int d = 1; d <= from.Length; d++)
        {
            steps[^d] = from[^d] == 1 ? 0 : own[^d];
        }

        return Strided(to, steps, 0);
    }

    /// <summary>Row-major strides.</summary>
    public static int[] Steps(IReadOnlyList<int> shape)
    {
        int[] steps = new int[shape.Count];
        for (int d = shape.Count - 1, step = 1; d >= 0; d--)
        {
            steps[d] = step;
            step *= shape[d];
        }

        return steps;
    }

    /// <summary>start + Σ index_d·steps_d for every index of a shape, last index fastest.</summary>
    public static int[] Strided(IReadOnlyList<int> shape, int[] steps, int start)
    {
        int[] places = new int[shape.Aggregate(1, (product, d) => product * d)], index = new int[shape.Count];
        for (int i = 0, at = start; i < places.Length; i++)
        {
            places[i] = at;
            for (int d = shape.Count - 1; d >= 0; d--)
            {
                at += steps[d];
                if (++index[d] < shape[d])
                {
                    break;
                }

                at -= steps[d] * index[d];
                index[d] = 0;
            }
        }

        return places;
    }
}
