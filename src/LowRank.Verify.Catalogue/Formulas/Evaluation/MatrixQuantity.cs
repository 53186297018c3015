using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Formulas.Evaluation;

/// <summary>
/// A matrix under evaluation: exactly Value + Remainder, where the remainder holds the rounding errors of a difference (null when
/// there are none), or the zero matrix of a shape.
/// </summary>
internal sealed class MatrixQuantity
{
    private Matrix? value;

    private MatrixQuantity(int rows, int columns, Matrix? value, Matrix? remainder, bool isDifference = false)
    {
        IsDifference = isDifference;
        Rows = rows;
        Columns = columns;
        this.value = value;
        IsZero = value is null;
        Remainder = remainder;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>True for the zero matrix that stands in for a missing input.</summary>
    public bool IsZero { get; }

    /// <summary>The matrix, up to the remainder.</summary>
    public Matrix Value => value ??= new Matrix(Rows, Columns, new double[(long)Rows * Columns]);

    /// <summary>True for a difference of matrices, whose entries were never stored: it has no storage precision.</summary>
    public bool IsDifference { get; }

    /// <summary>What is to be added to the value, or null.</summary>
    public Matrix? Remainder { get; }

    /// <summary>A matrix as stored.</summary>
    public static MatrixQuantity Of(Matrix value, Matrix? remainder = null, bool isDifference = false) =>
        new(value.Rows, value.Columns, value, remainder, isDifference);

    /// <summary>The zero matrix of a shape.</summary>
    public static MatrixQuantity Zero(int rows, int columns) => new(rows, columns, null, null);
}
