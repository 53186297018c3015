using System.Globalization;

namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// A dense real matrix exactly as stored: rows × columns doubles in column-major order, A[i, j] at i + j·rows, with the format in
/// which it was stored. All entries are finite.
/// </summary>
public sealed class Matrix
{
    /// <summary>
    /// Wraps column-major values without copying; the caller must not change them afterwards. With <see cref="StorageType.Int8"/> the
    /// scale is unknown (values that were changed since they were read), and the matrix has no storage range.
    /// </summary>
    /// <exception cref="ArgumentException">A dimension is not positive, the count disagrees, or an entry is NaN or infinite.</exception>
    public Matrix(int rows, int columns, double[] values, StorageType storage = StorageType.Float64)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (rows <= 0 || columns <= 0)
        {
            throw new ArgumentException($"A matrix needs at least one row and one column, not {rows}×{columns}.", nameof(rows));
        }

        if (values.LongLength != (long)rows * columns)
        {
            throw new ArgumentException($"A {rows}×{columns} matrix has {(long)rows * columns} entries, not {values.LongLength}.",
                nameof(values));
        }

        int bad = Array.FindIndex(values, v => !double.IsFinite(v));
        if (bad >= 0)
        {
            throw new ArgumentException($"Entry [{bad % rows}, {bad / rows}] is {(double.IsNaN(values[bad]) ? "NaN" : "infinite")}.",
                nameof(values));
        }

        Rows = rows;
        Columns = columns;
        Values = values;
        Storage = storage;
    }

    private Matrix(int rows, int columns, double[] values, StorageType storage, double? storageScale)
        : this(rows, columns, values, storage) => StorageScale = storageScale;

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The entries, column-major. Not to be written to.</summary>
    public double[] Values { get; }

    /// <summary>The format in which the matrix was stored.</summary>
    public StorageType Storage { get; }

    /// <summary>
    /// For <see cref="StorageType.Int8"/> the scale s &gt; 0 with a_ij = s·q_ij exactly, q_ij the stored integers; null when it is unknown
    /// and for the other formats.
    /// </summary>
    public double? StorageScale { get; }

    /// <summary>min(rows, columns): the number of singular values.</summary>
    public int MinimumDimension => Math.Min(Rows, Columns);

    /// <summary>Entry in row i and column j, counted from 0.</summary>
    public double this[int i, int j] => Values[i + ((long)j * Rows)];

    /// <summary>A matrix from row-major values.</summary>
    public static Matrix FromRowMajor(int rows, int columns, ReadOnlySpan<double> values, StorageType storage = StorageType.Float64)
    {
        double[] result = new double[values.Length];
        if (values.Length == (long)rows * columns)
        {
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    result[i + (j * rows)] = values[(i * columns) + j];
                }
            }
        }

        return new Matrix(rows, columns, result, storage);
    }

    /// <summary>A matrix from a rectangular array.</summary>
    public static Matrix FromArray(double[,] values, StorageType storage = StorageType.Float64)
    {
        ArgumentNullException.ThrowIfNull(values);
        return FromRowMajor(values.GetLength(0), values.GetLength(1), values.Cast<double>().ToArray(), storage);
    }

    /// <summary>A matrix of 8-bit integers, column-major, times a scale.</summary>
    /// <exception cref="ArgumentException">The shape is wrong, the scale is not positive and finite, or a product is not exactly a
    /// double.</exception>
    public static Matrix FromInt8(int rows, int columns, ReadOnlySpan<sbyte> integers, double scale)
    {
        double[] values = new double[integers.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = integers[i] * scale;
        }

        return FromInt8(rows, columns, values, scale);
    }

    /// <summary>A matrix of column-major values that are exactly 8-bit integers times a scale, without copying.</summary>
    /// <exception cref="ArgumentException">The shape is wrong, the scale is not positive and finite, or an entry is no 8-bit integer times
    /// the scale.</exception>
    public static Matrix FromInt8(int rows, int columns, double[] values, double scale)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!(scale > 0 && double.IsFinite(scale)))
        {
            throw new ArgumentException(
                $"The scale of an int8 matrix is positive and finite, not {scale.ToString("R", CultureInfo.InvariantCulture)}.",
                nameof(scale));
        }

        foreach (double value in values)
        {
            // Both are multiples of the least double, so the fused difference is 0 only when they are equal.
            double integer = Math.Round(value / scale);
            if (!(integer is >= sbyte.MinValue and <= sbyte.MaxValue) || Math.FusedMultiplyAdd(integer, scale, -value) != 0)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"An entry, {value:R}, is not exactly an 8-bit integer times the scale {scale:R}."),
                    nameof(values));
            }
        }

        return new Matrix(rows, columns, values, StorageType.Int8, scale);
    }

    /// <summary>
    /// The stored integers of an int8 matrix of known scale, column-major.
    /// </summary>
    /// <exception cref="InvalidOperationException">The matrix is not stored in int8, or its scale is unknown.</exception>
    public sbyte[] ToInt8() => StorageScale is { } scale
        ? Array.ConvertAll(Values, value => (sbyte)Math.Round(value / scale))
        : throw new InvalidOperationException("The matrix is not stored in int8 with a known scale.");

    /// <summary>The transpose.</summary>
    public Matrix Transpose()
    {
        double[] result = new double[Values.Length];
        for (int j = 0; j < Columns; j++)
        {
            for (int i = 0; i < Rows; i++)
            {
                result[j + (i * Columns)] = Values[i + (j * Rows)];
            }
        }

        return new Matrix(Columns, Rows, result, Storage, StorageScale);
    }
}
