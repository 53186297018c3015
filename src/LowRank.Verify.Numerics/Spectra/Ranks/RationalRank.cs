using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra.Ranks;

/// <summary>The rank of a small matrix of rationals, by elimination without rounding.</summary>
internal static class RationalRank
{
    /// <summary>The rank.</summary>
    public static int Of(Rational[,] matrix)
    {
        Rational[,] a = (Rational[,])matrix.Clone();
        int rows = a.GetLength(0), columns = a.GetLength(1), rank = 0;
        for (int column = 0; column < columns && rank < rows; column++)
        {
            int pivot = rank;
            while (pivot < rows && a[pivot, column].Sign == 0)
            {
                pivot++;
            }

            if (pivot == rows)
            {
                continue;
            }

            for (int j = column; j < columns; j++)
            {
                (a[pivot, j], a[rank, j]) = (a[rank, j], a[pivot, j]);
            }

            for (int i = rank + 1; i < rows; i++)
            {
                Rational factor = a[i, column] / a[rank, column];
                for (int j = column; factor.Sign != 0 && j < columns; j++)
                {
                    a[i, j] -= factor * a[rank, j];
                }
            }

            rank++;
        }

        return rank;
    }
}
