using System.Globalization;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Mutants.Table;

/// <summary>Slips in how a matrix is read.</summary>
internal static class MatrixSlips
{
    /// <summary>The matrices of an input.</summary>
    public static IEnumerable<Matrix> Of(InputValue value) => value switch
    {
        InputValue.MatrixValue matrix => [matrix.Value],
        InputValue.Sequence list => list.Items.SelectMany(Of),
        _ => [],
    };

    /// <summary>The slip of a verb, or null for an unknown one.</summary>
    public static Func<Matrix, Matrix>? Find(string verb, IReadOnlyList<string> words) => verb switch
    {
        "transpose" => a => a.Transpose(),
        "rows" => a => Masked(a, (i, _) => i < Count(words[0])),
        "columns" => a => Masked(a, (_, j) => j < Count(words[0])),
        "without-last-row" => a => Masked(a, (i, _) => i < Math.Max(1, a.Rows - 1)),
        "round" => a => Mapped(a, x => Stored(x, words[0])),
        "as" => a => new Matrix(a.Rows, a.Columns, [.. a.Values], Enum.Parse<StorageType>(words[0])),
        "unscale" => a => a.StorageScale is { } scale ? Mapped(a, x => x / scale) : a,
        "flush" => a => Mapped(a, x => Math.Abs(x) < Number(words[0]) ? 0 : x),
        "magnitudes" => a => Mapped(a, Math.Abs),
        "positive" => a => Mapped(a, x => Math.Max(x, 0)),
        "first-entry" => a => new Matrix(1, 1, [a[0, 0]], a.Storage),
        "upper" => a => a.Rows == a.Columns ? Symmetric(a) : a,
        "halves-as-bfloat16" => a => a.Storage == StorageType.Float16 ? Mapped(a, HalfAsBFloat16) : a,
        "bfloat16-as-halves" => a => a.Storage == StorageType.BFloat16 ? Mapped(a, BFloat16AsHalf) : a,
        _ => null,
    };

    private static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Matrix Mapped(Matrix a, Func<double, double> map) =>
        a.Storage == StorageType.Int8
            ? new Matrix(a.Rows, a.Columns, Array.ConvertAll(a.Values, x => map(x)))
            : new Matrix(a.Rows, a.Columns, Array.ConvertAll(a.Values, x => map(x)), StorageType.Float64);

    private static Matrix Masked(Matrix a, Func<int, int, bool> isRead)
    {
        double[] values = [.. a.Values];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                if (!isRead(i, j))
                {
                    values[i + (j * a.Rows)] = 0;
                }
            }
        }

        return a.StorageScale is { } scale ? Matrix.FromInt8(a.Rows, a.Columns, values, scale)
            : new Matrix(a.Rows, a.Columns, values, a.Storage);
    }

    private static Matrix Symmetric(Matrix a)
    {
        double[] values = [.. a.Values];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                values[i + (j * a.Rows)] = a[j, i];
            }
        }

        return new Matrix(a.Rows, a.Columns, values);
    }

    private static double Stored(double x, string format) => format switch
    {
        "float32" => Math.Clamp((double)(float)x, -float.MaxValue, float.MaxValue),
        "float16" => Math.Clamp((double)(Half)x, -65504, 65504),
        _ => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(
            (float)Math.Clamp(x, -3e38, 3e38)) & unchecked((int)0xFFFF0000)),
    };

    // The sixteen bits of one format read as those of the other; what is no number there becomes 0.
    private static double HalfAsBFloat16(double x) =>
        Finite(BitConverter.Int32BitsToSingle(BitConverter.HalfToUInt16Bits((Half)x) << 16));

    private static double BFloat16AsHalf(double x) =>
        Finite((double)BitConverter.UInt16BitsToHalf((ushort)(BitConverter.SingleToUInt32Bits((float)x) >> 16)));

    private static double Finite(double x) => double.IsFinite(x) ? x : 0;
}
