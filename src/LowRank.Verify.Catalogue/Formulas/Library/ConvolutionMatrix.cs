using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra.Operators;

namespace LowRank.Verify.Formulas.Library;

/// <summary>The linear map of a convolution as a matrix: <see cref="ConvolutionOperator"/>, unrolled without rounding.</summary>
internal static class ConvolutionMatrix
{
    /// <summary>Most entries of the matrix: one of 256 × 256 is certified in a fraction of a second.</summary>
    public const long MostEntries = 1L << 16;

    private const long LargestSize = 1L << 16;

    /// <summary>The matrix of the map from c_in × n_1 × … × n_D numbers to c_out × m_1 × … × m_D.</summary>
    /// <param name="kernel">c_out × (c_in/groups · k_1 ⋯ k_D).</param>
    /// <param name="geometry">k, n, strides, padding before, padding after, dilations: one list each, of equal lengths.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="circular">1 where the padding wraps, 0 where it is zeros.</param>
    /// <exception cref="FormulaFailure">Sizes disagree, no window fits, or the matrix would be too large.</exception>
    public static MatrixQuantity Of(MatrixQuantity kernel, IReadOnlyList<IReadOnlyList<Quantity>> geometry, Quantity groups,
        Quantity circular)
    {
        int[][] lists = [.. geometry.Select((list, i) => Sizes(list, i is 3 or 4 ? 0 : 1))];
        int[] shape = lists[0];
        int dimensions = shape.Length, parts = Sizes([groups], 1)[0], wraps = Sizes([circular], 0)[0];
        if (lists.Any(list => list.Length != dimensions) || wraps > 1)
        {
            throw FormulaFailure.Outside("a convolution needs as many sizes of every kind as its kernel has, and circular 0 or 1");
        }

        long taps = Product(shape.Select(k => (long)k));
        if (kernel.Columns % taps != 0 || kernel.Rows % parts != 0)
        {
            throw FormulaFailure.Outside($"a kernel of {kernel.Rows} × {kernel.Columns} with entries {string.Join('×', shape)} in "
                + $"{parts} groups: the entries must divide the columns, and the groups the rows");
        }

        long[] places = [.. Enumerable.Range(0, dimensions).Select(a => Places(lists, a))];
        long inputs = Product([kernel.Columns / taps, parts, .. lists[1].Select(n => (long)n)]);
        if (Product([kernel.Rows, .. places, inputs]) > MostEntries)
        {
            throw FormulaFailure.Outside($"the matrix of the convolution would have more than {MostEntries} entries");
        }

        ConvolutionOperator map = new(kernel.Value, shape, lists[1], parts, lists[2], lists[3], lists[4], lists[5],
            wraps == 1 ? ConvolutionPadding.Circular : ConvolutionPadding.Zero);
        return map.Unroll() is { } dense ? MatrixQuantity.Of(dense, isDifference: true)
            : map.UnrollToSum() is { } sum ? MatrixQuantity.Of(sum)
            : throw FormulaFailure.Outside("an entry of the matrix of the convolution exceeds the range of doubles");
    }

    private static long Places(int[][] lists, int a)
    {
        long room = (long)lists[1][a] + lists[3][a] + lists[4][a] - ((long)lists[5][a] * (lists[0][a] - 1)) - 1;
        return room >= 0 ? (room / lists[2][a]) + 1
            : throw FormulaFailure.Outside($"no window of the convolution fits its grid along dimension {a + 1}");
    }

    // Capped, so that it cannot overflow.
    private static long Product(IEnumerable<long> sizes) =>
        sizes.Aggregate(1L, (product, size) => Math.Min(product * Math.Min(size, LargestSize), 1L << 40));

    private static int[] Sizes(IReadOnlyList<Quantity> list, int least) => [.. list.Select(size =>
        size.ToInteger("a size of a convolution") is var value && value >= least && value <= LargestSize ? (int)value
            : throw FormulaFailure.Outside($"a size of a convolution must lie between {least} and {LargestSize}"))];
}
