using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Tests;

/// <summary>
/// Matrices whose singular values are known exactly: A = Q₁ diag(s) Q₂ with integers s and products Q of reflections
/// I − 2vvᵀ/(vᵀv), v ∈ {±1}^g on g random coordinates, g a power of two. Everything is computed in 64-bit integers, so the
/// doubles of A are exact and σ(A) = s · 2^scale.
/// </summary>
internal static class PlantedSpectrum
{
    public static Matrix Build(Random random, int rows, int columns, int[] values, int scale = 0, StorageType storage = StorageType.Float64)
    {
        int rank = values.Length;
        long[,] a = new long[rows, columns];
        for (int i = 0; i < rank; i++)
        {
            a[i, i] = values[i];
        }

        int bits = 0, top = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(1, values.DefaultIfEmpty(1).Max()));
        int budget = storage switch { StorageType.Float64 => 50, StorageType.Float32 => 23, StorageType.Float16 => 10, _ => 7 };
        for (int step = 0; step < 40; step++)
        {
            int group = new[] { 2, 4, 4, 8, 16 }[random.Next(5)];
            int extra = System.Numerics.BitOperations.Log2((uint)group) - 1;
            bool left = random.Next(2) == 0;
            if (group > (left ? rows : columns) || top + bits + extra > budget)
            {
                continue;
            }

            int[] coordinates = Choose(random, left ? rows : columns, group);
            int[] signs = [.. Enumerable.Range(0, group).Select(_ => random.Next(2) == 0 ? 1 : -1)];
            Reflect(a, coordinates, signs, left, group / 2);
            bits += extra;
        }

        double[] entries = new double[rows * columns];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                entries[i + (j * rows)] = Math.ScaleB(a[i, j], scale - bits);
            }
        }

        return new Matrix(rows, columns, entries, storage);
    }

    /// <summary>Random values in descending order, with repeated and small ones likely.</summary>
    public static int[] Values(Random random, int count, int limit) =>
        [.. Enumerable.Range(0, count)
            .Select(_ => random.Next(4) switch { 0 => 1, 1 => 7, 2 => random.Next(1, 9), _ => random.Next(1, limit) }).OrderDescending()];

    // X ← (g/2)·X − v(vᵀX), i.e. g/2 times the reflection, in integers.
    private static void Reflect(long[,] a, int[] coordinates, int[] signs, bool left, int half)
    {
        int other = a.GetLength(left ? 1 : 0);
        long[,] before = (long[,])a.Clone();
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                a[i, j] *= half;
            }
        }

        for (int t = 0; t < other; t++)
        {
            long dot = 0;
            for (int c = 0; c < coordinates.Length; c++)
            {
                dot += signs[c] * (left ? before[coordinates[c], t] : before[t, coordinates[c]]);
            }

            for (int c = 0; c < coordinates.Length; c++)
            {
                if (left)
                {
                    a[coordinates[c], t] -= signs[c] * dot;
                }
                else
                {
                    a[t, coordinates[c]] -= signs[c] * dot;
                }
            }
        }
    }

    private static int[] Choose(Random random, int count, int size)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        random.Shuffle(all);
        return all[..size];
    }
}
