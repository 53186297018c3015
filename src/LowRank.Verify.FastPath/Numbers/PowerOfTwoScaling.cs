using System.Numerics.Tensors;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Numbers;

/// <summary>Takes a power of two out of a matrix whose largest entry is below 1 or far above it.</summary>
public static class PowerOfTwoScaling
{
    // Below 2^300 squares, sums of squares and the library's own products stay far inside the range of double. From 1 on, MathNet's
    // absolute thresholds (it takes entries of 1e-18 for 0) are below the rounding errors of the largest entry.
    private const int SafeExponent = 300;

    /// <summary>The matrix times 2^−exponent; exponent 0 and the matrix itself where no scaling is needed.</summary>
    public static (Matrix Scaled, int Exponent) Scale(Matrix matrix)
    {
        int exponent = ExponentOf(matrix);
        return exponent is >= 0 and <= SafeExponent ? (matrix, 0) : (Apply(matrix, -exponent), exponent);
    }

    /// <summary>⌊log₂ max|a_ij|⌋; 0 for the zero matrix.</summary>
    public static int ExponentOf(Matrix matrix)
    {
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(matrix.Values));
        return largest == 0 ? 0 : Math.ILogB(largest);
    }

    /// <summary>The matrix times 2^shift, entry by entry; exact except where an entry leaves the normal range.</summary>
    public static Matrix Apply(Matrix matrix, int shift) =>
        new(matrix.Rows, matrix.Columns, Array.ConvertAll(matrix.Values, value => Math.ScaleB(value, shift)), matrix.Storage);
}
