using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Generation;

/// <summary>
/// A matrix by the way it is made, so that shrinking can go over sizes, rank, spectrum and seed before it touches entries.
/// The same recipe always gives the same matrix.
/// </summary>
/// <param name="Kind">How the entries come about.</param>
/// <param name="Rows">Rows, at least 1.</param>
/// <param name="Columns">Columns, at least 1.</param>
public sealed partial record MatrixRecipe(MatrixKind Kind, int Rows, int Columns)
{
    private const int LargestInteger = 100;
    private const int ScaleBits = 20;

    // A scale times an integer must be a normal number.
    private const double SmallestScale = 1e-290;

    /// <summary>The rank before rounding to storage; cut at min(rows, columns).</summary>
    public int Rank { get; init; } = 1;

    /// <summary>The planted spectrum.</summary>
    public SpectrumKind Spectrum { get; init; }

    /// <summary>Binary exponent of a factor on all entries.</summary>
    public int Exponent { get; init; }

    /// <summary>Leading rows that are set to 0.</summary>
    public int ZeroRows { get; init; }

    /// <summary>The format in which the result is stored.</summary>
    public StorageType Storage { get; init; }

    /// <summary>Seed of the random parts.</summary>
    public int Seed { get; init; }

    /// <summary>Row-major entries of an explicit matrix.</summary>
    public IReadOnlyList<double>? Entries { get; init; }

    /// <summary>The same recipe with another shape; entries of an explicit matrix are cropped or filled up with 0.</summary>
    public MatrixRecipe Resized(int rows, int columns)
    {
        if (rows == Rows && columns == Columns)
        {
            return this;
        }

        double[]? entries = null;
        if (Entries is { } old)
        {
            entries = new double[rows * columns];
            for (int i = 0; i < Math.Min(rows, Rows); i++)
            {
                for (int j = 0; j < Math.Min(columns, Columns); j++)
                {
                    entries[(i * columns) + j] = old[(i * Columns) + j];
                }
            }
        }

        return this with { Rows = rows, Columns = columns, Entries = entries, ZeroRows = Math.Min(ZeroRows, rows - 1) };
    }

    /// <summary>Makes the matrix.</summary>
    public Matrix Expand()
    {
        double[] rowMajor = Kind switch
        {
            MatrixKind.Zero => new double[Rows * Columns],
            MatrixKind.SingleEntry => SingleEntry(),
            MatrixKind.Explicit => [.. Entries ?? throw new InvalidOperationException("An explicit matrix needs entries.")],
            MatrixKind.IntegerProduct => IntegerProduct(),
            _ => Planted(),
        };
        Array.Clear(rowMajor, 0, Math.Min(ZeroRows, Rows) * Columns);
        for (int i = 0; i < rowMajor.Length; i++)
        {
            rowMajor[i] = StorageRounding.Round(double.ScaleB(rowMajor[i], Exponent), Storage);
        }

        return Storage == StorageType.Int8 ? Quantised(rowMajor) : Matrix.FromRowMajor(Rows, Columns, rowMajor, Storage);
    }

    // Integers times one scale; in one matrix of four the largest entry is saturated.
    private Matrix Quantised(double[] rowMajor)
    {
        double largest = rowMajor.Max(Math.Abs);
        double scale = largest > 0 ? Short(Math.Max(largest / (Seed % 4 == 3 ? sbyte.MaxValue : LargestInteger), SmallestScale)) : 1;
        sbyte[] integers = new sbyte[rowMajor.Length];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                integers[(j * Rows) + i] = (sbyte)Math.Round(rowMajor[(i * Columns) + j] / scale);
            }
        }

        return Matrix.FromInt8(Rows, Columns, integers, scale);
    }

    // Rounded up to so few digits that its products with 8-bit integers are exact.
    private static double Short(double scale)
    {
        int exponent = Math.ILogB(scale) - ScaleBits;
        return double.ScaleB(Math.Ceiling(double.ScaleB(scale, -exponent)), exponent);
    }

    private double[] SingleEntry()
    {
        Random random = new(Seed);
        double[] entries = new double[Rows * Columns];
        entries[random.Next(entries.Length)] = random.Next(1, 8);
        return entries;
    }

    private double[] IntegerProduct()
    {
        Random random = new(Seed);
        int rank = Math.Clamp(Rank, 1, Math.Min(Rows, Columns));
        int[] left = [.. Enumerable.Range(0, Rows * rank).Select(_ => random.Next(-3, 4))];
        int[] right = [.. Enumerable.Range(0, rank * Columns).Select(_ => random.Next(-3, 4))];
        double[] entries = new double[Rows * Columns];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                for (int t = 0; t < rank; t++)
                {
                    entries[(i * Columns) + j] += left[(i * rank) + t] * right[(t * Columns) + j];
                }
            }
        }

        return entries;
    }

    private double[] Planted()
    {
        Random random = new(Seed);
        double[] spectrum = Values(random, Math.Clamp(Rank, 1, Math.Min(Rows, Columns)));
        double[] entries = new double[Rows * Columns];
        for (int i = 0; i < spectrum.Length; i++)
        {
            entries[(i * Columns) + i] = spectrum[i];
        }

        // Seed 0 leaves the matrix diagonal: the simplest planted case.
        for (int round = 0; Seed != 0 && round < 2; round++)
        {
            Reflect(entries, random, Rows, Columns, 1, Columns);
            Reflect(entries, random, Columns, Rows, Columns, 1);
        }

        return entries;
    }

    private double[] Values(Random random, int rank)
    {
        double[] values = Spectrum switch
        {
            SpectrumKind.Flat => [.. Enumerable.Repeat(1.0, rank)],
            SpectrumKind.Integers => [.. Enumerable.Range(0, rank).Select(i => (double)(rank - i))],
            SpectrumKind.Clustered =>
                [.. Enumerable.Range(0, rank).Select(i => (2 * i < rank ? 1 : 0.25) * (1 + (1e-9 * random.NextDouble())))],
            SpectrumKind.NearTies => NearTies(rank, Math.Pow(10, -Ties[Seed % Ties.Length])),
            SpectrumKind.Graded => [.. Enumerable.Range(0, rank).Select(i => Math.Pow(10, -Math.Min(i, 12)))],
            _ => [.. Enumerable.Range(0, rank).Select(_ => 0.125 + (1.875 * random.NextDouble()))],
        };
        Array.Sort(values, (a, b) => b.CompareTo(a));
        return values;
    }

    private static readonly int[] Ties = [2, 3, 5, 7];

    private static double[] NearTies(int rank, double distance) =>
        [.. Enumerable.Range(0, rank).Select(i => (rank - (i / 2)) * (i % 2 == 0 ? 1 : 1 - distance))];

    // a ← (I − 2vvᵀ/vᵀv)·a along the axis of given length, v a small-integer vector that is not 0.
    private static void Reflect(double[] a, Random random, int length, int others, int otherStride, int stride)
    {
        double[] v = [.. Enumerable.Range(0, length).Select(_ => (double)random.Next(-3, 4))];
        v[random.Next(length)] = 1;
        double scale = 2 / v.Sum(x => x * x);
        for (int j = 0; j < others; j++)
        {
            double inner = 0;
            for (int i = 0; i < length; i++)
            {
                inner += v[i] * a[(i * stride) + (j * otherStride)];
            }

            for (int i = 0; i < length; i++)
            {
                a[(i * stride) + (j * otherStride)] -= scale * inner * v[i];
            }
        }
    }
}
