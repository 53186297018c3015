using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Benchmarks;

/// <summary>Gaussian matrices by seed.</summary>
internal static class RandomMatrix
{
    /// <summary>Independent standard normal entries over √columns.</summary>
    public static Matrix Gaussian(int rows, int columns, int seed)
    {
        Random random = new(seed);
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            // Box–Muller; 1 − U is never 0.
            values[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())
                / Math.Sqrt(columns);
        }

        return new Matrix(rows, columns, values);
    }
}
