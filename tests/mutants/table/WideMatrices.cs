using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Mutants.Table;

/// <summary>
/// Matrices with every feature that the table asks for: all storage formats, one side up to 300, aspects to 1:60, both sides
/// beyond 100, near ties at 1e-6 and at 1e-9, missing ranks, condition numbers, entries from 1e-170 to 1e160.
/// </summary>
internal static class WideMatrices
{
    private static readonly (int Rows, int Columns)[] Shapes =
    [
        (1, 1), (1, 7), (9, 1), (2, 50), (50, 2), (64, 4), (4, 64), (3, 24), (200, 5), (6, 150), (45, 45), (70, 66), (104, 108), (130, 141),
        (300, 2), (2, 300),
    ];

    /// <summary>A shape: half of them small, the others of the list above.</summary>
    public static (int Rows, int Columns) Shape(Random random) => random.Next(2) == 0
        ? (random.Next(1, 13), random.Next(1, 13))
        : Shapes[random.Next(Shapes.Length)];

    /// <summary>A matrix of a shape.</summary>
    public static Matrix Of(int rows, int columns, Random random)
    {
        int least = Math.Min(rows, columns);
        if (random.Next(8) == 0)
        {
            return Integers(rows, columns, random);
        }

        double[] spectrum = random.Next(16) == 0 ? new double[least] : Spectrum(least, random);
        double[] entries = new double[rows * columns];
        for (int i = 0; i < least; i++)
        {
            entries[i + (i * rows)] = spectrum[i];
        }

        for (int round = 0; round < 2; round++)
        {
            Reflect(entries, random, rows, columns, 1, rows);
            Reflect(entries, random, columns, rows, rows, 1);
        }

        StorageType storage = random.Next(7) switch
        {
            0 => StorageType.Float32,
            1 => StorageType.Float16,
            2 => StorageType.BFloat16,
            _ => StorageType.Float64,
        };
        double scale = storage != StorageType.Float64 || random.Next(3) > 0 ? 1
            : new[] { 1e-170, 1e-155, 1e-17, 1e-12, 1e150, 1e160 }[random.Next(6)];
        return new Matrix(rows, columns, Array.ConvertAll(entries, x => Stored(x * scale, storage)), storage);
    }

    // Integers of int8 times a scale, of small rank in half of the cases.
    private static Matrix Integers(int rows, int columns, Random random)
    {
        int rank = random.Next(2) == 0 ? 1 : Math.Min(rows, columns);
        sbyte[] integers = new sbyte[rows * columns];
        int[] left = [.. Enumerable.Range(0, rows).Select(_ => random.Next(-11, 12))];
        int[] right = [.. Enumerable.Range(0, columns).Select(_ => random.Next(-11, 12))];
        for (int i = 0; i < integers.Length; i++)
        {
            integers[i] = (sbyte)(rank == 1 ? left[i % rows] * right[i / rows] : random.Next(-127, 127));
        }

        return Matrix.FromInt8(rows, columns, integers, new[] { 0.0078125, 0.03125, 3.0 }[random.Next(3)]);
    }

    private static double[] Spectrum(int count, Random random)
    {
        int kept = random.Next(4) switch
        {
            0 => Math.Max(1, count - 1),
            1 => Math.Max(1, count / 3),
            _ => count,
        };
        int kind = random.Next(6);
        double[] values = [.. Enumerable.Range(0, count).Select(i => i >= kept ? 0 : kind switch
        {
            0 => 1 - (1e-6 * i),
            1 => i == 1 ? 1 - 1e-6 : 1.0 / (1 + i),
            2 => 1 - (1e-9 * i),
            3 => Math.Pow(10, -1.5 * Math.Min(i, 9)),
            4 => count - i,
            _ => 0.1 + random.NextDouble(),
        })];
        Array.Sort(values, (a, b) => b.CompareTo(a));
        return values;
    }

    private static void Reflect(double[] a, Random random, int length, int others, int stride, int otherStride)
    {
        double[] v = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5)];
        double scale = 2 / v.Sum(x => x * x);
        for (int j = 0; j < others; j++)
        {
            double inner = scale * Enumerable.Range(0, length).Sum(i => v[i] * a[(i * stride) + (j * otherStride)]);
            for (int i = 0; i < length; i++)
            {
                a[(i * stride) + (j * otherStride)] -= inner * v[i];
            }
        }
    }

    private static double Stored(double x, StorageType storage) => storage switch
    {
        StorageType.Float32 => (float)x,
        StorageType.Float16 => (double)(Half)x,
        StorageType.BFloat16 =>
            BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits((float)x) & unchecked((int)0xFFFF0000)),
        _ => x,
    };
}
