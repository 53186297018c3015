using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks;

/// <summary>Factors of a file multiplied into its numbers where, and only where, nothing is rounded.</summary>
internal static class ExactScale
{
    /// <summary>
    /// factor·matrix where the factor is ± a power of two and every product is a number of the matrix's storage type; otherwise the
    /// matrix as it is, and the factor beside it.
    /// </summary>
    public static (Matrix Matrix, Rational Scale) Apply(Matrix matrix, double factor)
    {
        if (factor == 1)
        {
            return (matrix, Rational.One);
        }

        if (factor == 0 || Math.Abs(factor) != Math.ScaleB(1, Math.ILogB(factor)))
        {
            return (matrix, Rational.Of(factor));
        }

        if (matrix.StorageScale is { } scale)
        {
            return ApplyToScale(matrix, scale, factor);
        }

        double[] scaled = [.. matrix.Values.Select(v => v * factor)];
        for (int i = 0; i < scaled.Length; i++)
        {
            if (scaled[i] / factor != matrix.Values[i] || !IsStorable(scaled[i], matrix.Storage))
            {
                return (matrix, Rational.Of(factor));
            }
        }

        return (new Matrix(matrix.Rows, matrix.Columns, scaled, matrix.Storage), Rational.One);
    }

    // The scale takes the factor's size; −128 has no negative in int8.
    private static (Matrix Matrix, Rational Scale) ApplyToScale(Matrix matrix, double scale, double factor)
    {
        double size = Math.Abs(factor), changed = scale * size;
        double[] scaled = [.. matrix.Values.Select(v => v * factor)];
        bool isExact = changed > 0 && double.IsFinite(changed) && changed / size == scale
            && scaled.Zip(matrix.Values).All(pair => pair.First / factor == pair.Second);
        return isExact && Array.TrueForAll(scaled, v => v <= sbyte.MaxValue * changed)
            ? (Matrix.FromInt8(matrix.Rows, matrix.Columns, scaled, changed), Rational.One)
            : (matrix, Rational.Of(factor));
    }

    /// <summary>factor·values, or null when a product is not exactly a double.</summary>
    public static double[]? Apply(double[] values, double factor)
    {
        Rational exactFactor = Rational.Of(factor);
        double[] scaled = [.. values.Select(v => v * factor)];
        for (int i = 0; i < scaled.Length; i++)
        {
            if (!double.IsFinite(scaled[i]) || (factor != 1 && Rational.Of(scaled[i]) != Rational.Of(values[i]) * exactFactor))
            {
                return null;
            }
        }

        return scaled;
    }

    private static bool IsStorable(double value, StorageType storage) => double.IsFinite(value) && storage switch
    {
        StorageType.Float64 => true,
        StorageType.Float32 => (float)value == value,
        StorageType.Float16 => (double)(Half)value == value,
        StorageType.Derived => true,
        StorageType.Float8E4M3 or StorageType.Float8E5M2 or StorageType.Float4E2M1 => false,
        _ => (float)value == value && (BitConverter.SingleToUInt32Bits((float)value) & 0xFFFF) == 0,
    };
}
