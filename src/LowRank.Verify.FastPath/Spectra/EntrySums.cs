using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>Norms that are sums over the entries of a matrix.</summary>
internal static class EntrySums
{
    /// <summary>‖A‖_F = (Σ a_ij²)^½.</summary>
    public static WideReal Frobenius(Matrix matrix)
    {
        (Matrix scaled, int exponent) = PowerOfTwoScaling.Scale(matrix);
        CompensatedSum sum = default;
        foreach (double value in scaled.Values)
        {
            sum.AddSquare(value);
        }

        return WideReal.Of(Math.Sqrt(sum.Total), exponent);
    }

    /// <summary>Σ_i (Σ_j a_ij²)^½: the sum of the norms of the rows.</summary>
    public static WideReal RowNorm21(Matrix matrix)
    {
        (Matrix scaled, int exponent) = PowerOfTwoScaling.Scale(matrix);
        CompensatedSum[] rows = new CompensatedSum[scaled.Rows];
        for (int j = 0; j < scaled.Columns; j++)
        {
            ReadOnlySpan<double> column = scaled.Values.AsSpan(j * scaled.Rows, scaled.Rows);
            for (int i = 0; i < column.Length; i++)
            {
                rows[i].AddSquare(column[i]);
            }
        }

        return SumOfRoots(rows, exponent);
    }

    /// <summary>Σ_j (Σ_i a_ij²)^½: the sum of the norms of the columns.</summary>
    public static WideReal ColumnNorm21(Matrix matrix)
    {
        (Matrix scaled, int exponent) = PowerOfTwoScaling.Scale(matrix);
        CompensatedSum[] columns = new CompensatedSum[scaled.Columns];
        for (int j = 0; j < scaled.Columns; j++)
        {
            foreach (double value in scaled.Values.AsSpan(j * scaled.Rows, scaled.Rows))
            {
                columns[j].AddSquare(value);
            }
        }

        return SumOfRoots(columns, exponent);
    }

    private static WideReal SumOfRoots(CompensatedSum[] squares, int exponent)
    {
        CompensatedSum sum = default;
        foreach (CompensatedSum square in squares)
        {
            sum.Add(Math.Sqrt(square.Total));
        }

        return WideReal.Of(sum.Total, exponent);
    }
}
