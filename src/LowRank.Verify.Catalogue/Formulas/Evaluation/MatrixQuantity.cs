using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Formulas.Evaluation;

/// <summary>
/// A matrix under evaluation: exactly Value + Remainder, where the remainder holds the rounding errors of a difference (null when
/// there are none), or the zero matrix of a shape; or a matrix whose entries no double holds, a product of stored factors or a sum of
/// matrices, of which only what its singular values determine is evaluated.
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
    /// <exception cref="FormulaFailure">No matrix of doubles holds its entries.</exception>
    public Matrix Value => IsKnownByParts
        ? throw FormulaFailure.Outside("of a product of matrices, or of a sum that no double holds, only functions of the singular values"
            + " have a value here, not its entries")
        : value ??= new Matrix(Rows, Columns, new double[(long)Rows * Columns]);

    /// <summary>The stored factors whose product this is, from left to right; null for any other matrix.</summary>
    public IReadOnlyList<Matrix>? Factors { get; private init; }

    /// <summary>The matrices whose sum this is, exactly; null for any other matrix.</summary>
    public MatrixSum? Sum { get; private init; }

    /// <summary>True for a product of stored factors or a sum.</summary>
    public bool IsKnownByParts => Factors is not null || Sum is not null;

    /// <summary>True for a difference of matrices, whose entries were never stored: it has no storage precision.</summary>
    public bool IsDifference { get; }

    /// <summary>What is to be added to the value, or null.</summary>
    public Matrix? Remainder { get; }

    /// <summary>A matrix as stored.</summary>
    public static MatrixQuantity Of(Matrix value, Matrix? remainder = null, bool isDifference = false) =>
        new(value.Rows, value.Columns, value, remainder, isDifference);

    /// <summary>The zero matrix of a shape.</summary>
    public static MatrixQuantity Zero(int rows, int columns) => new(rows, columns, null, null);

    /// <summary>T₀ + T₁ + …, exactly.</summary>
    public static MatrixQuantity Of(MatrixSum sum) =>
        new(sum.Rows, sum.Columns, sum.Terms[0], null, isDifference: true) { Sum = sum };

    /// <summary>M₁·M₂·…, exactly; a single matrix is itself.</summary>
    /// <exception cref="FormulaFailure">There is no matrix, neighbours do not fit, or one is itself a rounded difference or a
    /// sum.</exception>
    public static MatrixQuantity Product(IReadOnlyList<MatrixQuantity> matrices)
    {
        if (matrices.Count == 0)
        {
            throw FormulaFailure.Outside("the product over an empty range of matrices");
        }

        for (int i = 1; i < matrices.Count; i++)
        {
            if (matrices[i - 1].Columns != matrices[i].Rows)
            {
                throw FormulaFailure.Outside($"a {matrices[i - 1].Rows}×{matrices[i - 1].Columns} matrix times a "
                    + $"{matrices[i].Rows}×{matrices[i].Columns} matrix");
            }
        }

        if (matrices.Count == 1)
        {
            return matrices[0];
        }

        Matrix[] factors = [.. matrices.SelectMany(m => m.Remainder is null && m.Sum is null ? m.Factors ?? [m.Value]
            : throw FormulaFailure.Outside("a product with a rounded difference or with a sum of matrices is not supported"))];
        return new(matrices[0].Rows, matrices[^1].Columns, factors[0], null, isDifference: true) { Factors = factors };
    }
}
