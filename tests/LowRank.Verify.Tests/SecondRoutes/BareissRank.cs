using System.Numerics;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Tests.SecondRoutes;

/// <summary>
/// The exact rank of a small matrix of doubles by fraction-free (Bareiss) elimination over the integers: A is scaled by a power of
/// two to integers, and every intermediate number is a minor of that matrix, so nothing is rounded. It shares no step with the modular rank
/// and stands beside it as the second route.
/// </summary>
internal static class BareissRank
{
    /// <summary>Beyond this many bit operations, min(m,n)·m·n·(bits of a minor), the answer is not worth its time.</summary>
    private const double Budget = 4e8;

    /// <summary>The rank, or null when the elimination would take too long.</summary>
    public static int? TryCompute(Matrix a)
    {
        int least = int.MaxValue, greatest = int.MinValue;
        foreach (double value in a.Values)
        {
            if (value != 0)
            {
                least = Math.Min(least, LowestExponent(value));
                greatest = Math.Max(greatest, Math.ILogB(value) + 1);
            }
        }

        if (greatest == int.MinValue)
        {
            return 0;
        }

        double bits = greatest - least + 1;
        if ((double)a.MinimumDimension * a.Rows * a.Columns * a.MinimumDimension * bits > Budget)
        {
            return null;
        }

        BigInteger[][] rows = new BigInteger[a.Rows][];
        for (int i = 0; i < a.Rows; i++)
        {
            rows[i] = new BigInteger[a.Columns];
            for (int j = 0; j < a.Columns; j++)
            {
                rows[i][j] = Integer(a[i, j], least);
            }
        }

        return Eliminate(rows, a.Columns);
    }

    private static int Eliminate(BigInteger[][] rows, int columns)
    {
        BigInteger previous = BigInteger.One;
        int rank = 0;
        for (int column = 0; column < columns && rank < rows.Length; column++)
        {
            int pivot = Array.FindIndex(rows, rank, row => !row[column].IsZero);
            if (pivot < 0)
            {
                continue;
            }

            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            BigInteger[] head = rows[rank];
            for (int i = rank + 1; i < rows.Length; i++)
            {
                BigInteger[] row = rows[i];
                BigInteger factor = row[column];
                for (int j = column + 1; j < columns; j++)
                {
                    row[j] = ((head[column] * row[j]) - (factor * head[j])) / previous; // exact: a minor of A
                }

                row[column] = BigInteger.Zero;
            }

            previous = head[column];
            rank++;
        }

        return rank;
    }

    private static int LowestExponent(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int biased = (int)((bits >> 52) & 0x7FF);
        long mantissa = (bits & 0xFFFFFFFFFFFFFL) | (biased == 0 ? 0L : 1L << 52);
        return Math.Max(biased, 1) - 1075 + BitOperations.TrailingZeroCount(mantissa);
    }

    private static BigInteger Integer(double value, int exponent)
    {
        if (value == 0)
        {
            return BigInteger.Zero;
        }

        int own = LowestExponent(value);
        return (BigInteger)Math.ScaleB(value, -own) << (own - exponent);
    }
}
