namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// A dense real matrix exactly as stored: rows × columns doubles in column-major order, A[i, j] at i + j·rows, with the format in
/// which it was stored. All entries are finite.
/// </summary>
public sealed class Matrix
{
    /// <summary>Wraps column-major values without copying; the caller must not change them afterwards.</summary>
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
            throw new ArgumentException($"A {rows}×{columns} matrix has {(long)rows * columns} entries, not {values.LongLength}.", nameof(values));
        }

        int bad = Array.FindIndex(values, v => !double.IsFinite(v));
        if (bad >= 0)
        {
            throw new ArgumentException($"Entry [{bad % rows}, {bad / rows}] is {(double.IsNaN(values[bad]) ? "NaN" : "infinite")}.", nameof(values));
        }

        Rows = rows;
        Columns = columns;
        Values = values;
        Storage = storage;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The entries, column-major. Not to be written to.</summary>
    public double[] Values { get; }

    /// <summary>The format in which the matrix was stored.</summary>
    public StorageType Storage { get; }

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

        return new Matrix(Columns, Rows, result, Storage);
    }
}
