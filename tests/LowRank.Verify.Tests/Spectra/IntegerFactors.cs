using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>Products U·V of random integer factors whose rank is known: both hold a unit triangular block.</summary>
internal static class IntegerFactors
{
    /// <summary>U of rows × rank.</summary>
    public static double[,] Left(Random random, int rows, int rank, int size) => Fill(random, rows, rank, size, false);

    /// <summary>V of rank × columns.</summary>
    public static double[,] Right(Random random, int rank, int columns, int size) => Fill(random, rank, columns, size, true);

    /// <summary>The exact product, each entry times 2^(rowExponents[i] + columnExponents[j]).</summary>
    public static Matrix Product(double[,] u, double[,] v, Func<int, int, int> exponent, StorageType storage = StorageType.Float64)
    {
        int rows = u.GetLength(0), columns = v.GetLength(1), rank = u.GetLength(1);
        double[] values = new double[rows * columns], column = new double[rows];
        for (int j = 0; j < columns; j++)
        {
            Array.Clear(column);
            for (int r = 0; r < rank; r++)
            {
                for (int i = 0; i < rows; i++)
                {
                    column[i] += u[i, r] * v[r, j]; // integers far below 2^53
                }
            }

            for (int i = 0; i < rows; i++)
            {
                values[i + (j * rows)] = Math.ScaleB(column[i], exponent(i, j));
            }
        }

        return new Matrix(rows, columns, values, storage);
    }

    private static double[,] Fill(Random random, int rows, int columns, int size, bool isRight)
    {
        double[,] result = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                int past = isRight ? i - j : j - i;
                result[i, j] = past > 0 ? 0 : past == 0 ? 1 : random.Next(-size, size + 1);
            }
        }

        return result;
    }
}
