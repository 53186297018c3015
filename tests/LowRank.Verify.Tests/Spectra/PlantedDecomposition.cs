using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>
/// J = Q₁ diag(s) Q₂ with integers s and orthogonal Q₁, Q₂ whose entries are integers over a power of two, so that the doubles of J are
/// exact and its singular vectors are known.
/// </summary>
internal sealed record PlantedDecomposition(Matrix Matrix, Matrix Left, Matrix Right, int[] Values)
{
    // Entries of the orthogonal factors have at most 22 bits behind the point.
    private const double Unit = 1 << 22;

    public static PlantedDecomposition Draw(Random random, int rows, int columns, int[] values)
    {
        Matrix left = Orthogonal(random, rows), right = Orthogonal(random, columns);
        double[] entries = new double[rows * columns];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                long entry = 0;
                for (int t = 0; t < values.Length; t++)
                {
                    entry += (long)(left[i, t] * Unit) * values[t] * (long)(right[t, j] * Unit);
                }

                entries[i + (j * rows)] = entry / (Unit * Unit);
                if ((long)(double)entry != entry)
                {
                    throw new InvalidOperationException("The planted entry is no double.");
                }
            }
        }

        return new PlantedDecomposition(new Matrix(rows, columns, entries), left, right, values);
    }

    /// <summary>⟨u_i, y⟩², exactly; y has integers over 2^22 of moderate size.</summary>
    public Rational SquaredCoefficient(int i, double[] y)
    {
        Int128 sum = 0;
        for (int t = 0; t < y.Length; t++)
        {
            sum += (Int128)(long)(Left[t, i] * Unit) * (long)(y[t] * Unit);
        }

        Rational coefficient = Rational.Of((System.Numerics.BigInteger)sum) / Rational.Of(Unit * Unit);
        return coefficient * coefficient;
    }

    // With two of them and values below 2^8, 53 bits are enough.
    private static Matrix Orthogonal(Random random, int size)
    {
        int[] ones = new int[size];
        Array.Fill(ones, 1);
        return PlantedSpectrum.Build(random, size, size, ones, 0, StorageType.Float32);
    }
}
