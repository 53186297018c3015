using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>Matrices whose singular values are known because every factor is exact in double.</summary>
internal static class PlantedMatrix
{
    /// <summary>
    /// Q₁ diag(σ) Q₂ with Q made of reflections I − vvᵀ/2, v = (1, ±1, 1, ±1) on four coordinates: entries are multiples of 1/16.
    /// </summary>
    public static Matrix WithSpectrum(int rows, int columns, double[] sigma)
    {
        double[,] entries = new double[rows, columns];
        for (int i = 0; i < sigma.Length; i++)
        {
            entries[i, i] = sigma[i];
        }

        for (int round = 0; round < 2; round++)
        {
            for (int start = round * 2; start + 4 <= rows; start += 4)
            {
                Reflect(start, columns, (i, j) => entries[i, j], (i, j, value) => entries[i, j] = value);
            }

            for (int start = round * 2; start + 4 <= columns; start += 4)
            {
                Reflect(start, rows, (j, i) => entries[i, j], (j, i, value) => entries[i, j] = value);
            }
        }

        return Matrix.FromArray(entries);
    }

    private static void Reflect(int start, int length, Func<int, int, double> read, Action<int, int, double> write)
    {
        for (int other = 0; other < length; other++)
        {
            double product = 0;
            for (int t = 0; t < 4; t++)
            {
                product += Sign(t) * read(start + t, other);
            }

            for (int t = 0; t < 4; t++)
            {
                write(start + t, other, read(start + t, other) - (Sign(t) * product / 2));
            }
        }
    }

    private static int Sign(int t) => t == 1 ? -1 : 1;
}
