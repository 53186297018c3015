using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>
/// What rounding to the storage format may have changed: δ = ‖D‖ with D the matrix of half-ulps (at powers of two and at 0 the larger
/// side), the largest spectral norm of a change that rounding hides. By power steps on DᵀD: D is nonnegative, so they converge to its
/// leading singular vector.
/// </summary>
internal static class StorageNoise
{
    private const int LargestNumberOfSteps = 200;

    // The Rayleigh quotient has the square of the vector's error: once it moves by less than this, δ is right to a few ulps.
    private const double Converged = 4 * LayerSpectrum.MachineEpsilon;

    /// <summary>Why rounding to the format may have changed the matrix by any amount; null when it may not.</summary>
    public static string? Unbounded(Matrix matrix) => matrix.Storage != StorageType.Int8 ? null
        : matrix.StorageScale is not { } scale ? "the scale of the int8 entries of A is not known."
        : Array.Exists(matrix.Values, value => value / scale is sbyte.MinValue or sbyte.MaxValue)
            ? "A has saturated int8 entries, which may stand for any number beyond them."
        : null;

    /// <summary>δ for the matrix in its own storage format.</summary>
    public static WideReal Radius(Matrix matrix)
    {
        if (matrix.StorageScale is { } step)
        {
            // All half-ulps are half the scale: a matrix of rank 1.
            return WideReal.Of(step, -1) * WideReal.Of(Math.Sqrt((double)matrix.Rows * matrix.Columns));
        }

        int[] exponents = new int[matrix.Values.Length];
        int top = int.MinValue;
        for (int t = 0; t < exponents.Length; t++)
        {
            exponents[t] = HalfUlpExponent(matrix.Values[t], matrix.Storage);
            top = Math.Max(top, exponents[t]);
        }

        double[] halfUlps = Array.ConvertAll(exponents, e => Math.ScaleB(1, e - top));
        return WideReal.Of(LeadingSingularValue(matrix.Rows, matrix.Columns, halfUlps), top);
    }

    /// <summary>log₂ of half the gap from |x| to the next larger number of the format.</summary>
    internal static int HalfUlpExponent(double x, StorageType storage)
    {
        (int precision, int smallest) = storage switch
        {
            StorageType.Float32 => (24, -126),
            StorageType.Float16 => (11, -14),
            StorageType.BFloat16 => (8, -126),
            _ => (53, -1022),
        };
        return (x == 0 ? smallest : Math.Max(Math.ILogB(x), smallest)) - precision;
    }

    private static double LeadingSingularValue(int rows, int columns, double[] d)
    {
        double[] right = new double[columns];
        double[] left = new double[rows];
        Array.Fill(right, 1);
        double value = 0;
        for (int step = 0; step < LargestNumberOfSteps; step++)
        {
            Normalise(right);
            Array.Clear(left);
            for (int j = 0; j < columns; j++)
            {
                double factor = right[j];
                ReadOnlySpan<double> column = d.AsSpan(j * rows, rows);
                for (int i = 0; i < rows; i++)
                {
                    left[i] += column[i] * factor;
                }
            }

            double next = Normalise(left);
            for (int j = 0; j < columns; j++)
            {
                right[j] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(d.AsSpan(j * rows, rows), left);
            }

            if (Math.Abs(next - value) <= Converged * next)
            {
                return next;
            }

            value = next;
        }

        return value;
    }

    private static double Normalise(double[] vector)
    {
        double norm = System.Numerics.Tensors.TensorPrimitives.Norm<double>(vector);
        System.Numerics.Tensors.TensorPrimitives.Divide(vector, norm, vector);
        return norm;
    }
}
