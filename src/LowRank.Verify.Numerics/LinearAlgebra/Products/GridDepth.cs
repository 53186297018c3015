namespace LowRank.Verify.LinearAlgebra.Products;

/// <summary>
/// How many parts of a given number of bits the lines (rows or columns) of a sum of doubles need until nothing remains, and the least
/// exponent of a line. With e the exponent that <see cref="SliceSet"/> gives a line and 2^l the lowest bit of its entries, (e − l)/bits
/// parts, rounded up, are enough: after them the remainder is a multiple of 2^l and smaller than that.
/// </summary>
internal static class GridDepth
{
    private const int Nothing = int.MaxValue;

    /// <summary>Lines smaller than 2^this are left to the rest (as in <see cref="SliceSet"/>), so they need no parts.</summary>
    private const int LeastExponent = -400;

    /// <summary>One grid per row.</summary>
    public static (int Parts, int LeastLine) ByRows(IReadOnlyList<double[]> terms, int rows, int columns, int bits)
    {
        double[] sizes = new double[rows];
        int[] lowest = new int[rows];
        Array.Fill(lowest, Nothing);
        foreach (double[] term in terms)
        {
            double[] own = new double[rows];
            for (int j = 0; j < columns; j++)
            {
                for (int i = 0; i < rows; i++)
                {
                    double value = term[(j * rows) + i];
                    own[i] = Math.Max(own[i], Math.Abs(value));
                    lowest[i] = Math.Min(lowest[i], LowestBit(value));
                }
            }

            for (int i = 0; i < rows; i++)
            {
                sizes[i] += own[i];
            }
        }

        return Deepest(sizes, lowest, bits);
    }

    /// <summary>One grid per column, columns first … first + count − 1.</summary>
    public static (int Parts, int LeastLine) ByColumns(IReadOnlyList<double[]> terms, int rows, int first, int count, int bits)
    {
        double[] sizes = new double[count];
        int[] lowest = new int[count];
        Array.Fill(lowest, Nothing);
        foreach (double[] term in terms)
        {
            for (int j = 0; j < count; j++)
            {
                ReadOnlySpan<double> column = term.AsSpan((first + j) * rows, rows);
                double own = 0;
                foreach (double value in column)
                {
                    own = Math.Max(own, Math.Abs(value));
                    lowest[j] = Math.Min(lowest[j], LowestBit(value));
                }

                sizes[j] += own;
            }
        }

        return Deepest(sizes, lowest, bits);
    }

    /// <summary>e with x an odd multiple of 2^e; a large number for 0.</summary>
    public static int LowestBit(double x)
    {
        long pattern = BitConverter.DoubleToInt64Bits(x);
        int biased = (int)((pattern >> 52) & 0x7FF);
        long mantissa = (pattern & 0xFFFFFFFFFFFFFL) | (biased == 0 ? 0 : 1L << 52);
        return mantissa == 0 ? Nothing : Math.Max(biased, 1) - 1075 + System.Numerics.BitOperations.TrailingZeroCount(mantissa);
    }

    private static (int Parts, int LeastLine) Deepest(double[] sizes, int[] lowest, int bits)
    {
        int parts = 0, least = 1024;
        for (int i = 0; i < sizes.Length; i++)
        {
            // Two more than the exponent of the size: the headroom of the slices, and one for the size's own rounding.
            int exponent = sizes[i] == 0 ? int.MinValue : Math.ILogB(sizes[i]) + 2;
            if (exponent >= LeastExponent)
            {
                parts = Math.Max(parts, (exponent - lowest[i] + bits - 1) / bits);
                least = Math.Min(least, exponent);
            }
        }

        return (parts, least);
    }
}
