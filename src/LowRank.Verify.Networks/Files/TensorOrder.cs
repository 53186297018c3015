namespace LowRank.Verify.Networks.Files;

/// <summary>Renumbering of a row-major tensor's entries.</summary>
internal static class TensorOrder
{
    /// <summary>The tensor whose dimension d is the input's dimension permutation[d].</summary>
    public static double[] Permute(double[] values, IReadOnlyList<int> shape, IReadOnlyList<int> permutation)
    {
        int rank = shape.Count;
        int[] strides = new int[rank];
        for (int d = rank - 1, stride = 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= shape[d];
        }

        double[] result = new double[values.Length];
        int[] index = new int[rank];
        int from = 0;
        for (int to = 0; to < result.Length; to++)
        {
            result[to] = values[from];
            for (int d = rank - 1; d >= 0; d--)
            {
                int stride = strides[permutation[d]];
                from += stride;
                if (++index[d] < shape[permutation[d]])
                {
                    break;
                }

                from -= stride * index[d];
                index[d] = 0;
            }
        }

        return result;
    }
}
