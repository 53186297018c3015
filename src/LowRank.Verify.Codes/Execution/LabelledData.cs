using System.Numerics;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Codes.Execution;

/// <summary>Samples, exactly as stored, times a power of two that makes them integers, and their classes.</summary>
/// <param name="Source">Where they come from, for messages.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Width">Entries of a sample.</param>
/// <param name="Values">Row after row, as stored.</param>
/// <param name="Exponent">Values·2^Exponent are integers.</param>
/// <param name="Classes">The class of each.</param>
internal sealed record LabelledData(string Source, int Samples, int Width, double[] Values, int Exponent, int[] Classes)
{
    private const int LargestExponent = 1000, LargestMagnitude = 1000;

    /// <summary>Samples and classes from two arrays.</summary>
    /// <param name="data">A sample per row.</param>
    /// <param name="labels">A class per sample: a whole number from 0.</param>
    /// <param name="classes">Number of classes; null for one more than the largest label.</param>
    /// <exception cref="InputException">They do not fit each other, or a label is no class.</exception>
    public static LabelledData Of(StoredTensor data, StoredTensor labels, int? classes)
    {
        string place = Place(data), labelPlace = Place(labels);
        if (data.Shape.Count < 2 || data.RowMajor.Length == 0)
        {
            throw new InputException($"{place}: data is one sample per row; its shape is [{string.Join(", ", data.Shape)}].");
        }

        int samples = data.Shape[0];
        if (labels.RowMajor.Length != samples || labels.Shape.Count == 0 || labels.Shape[0] != samples)
        {
            throw new InputException($"{labelPlace}: it holds {labels.RowMajor.Length} labels of shape "
                + $"[{string.Join(", ", labels.Shape)}], "
                + $"but there are {samples} samples; labels are one class per sample.");
        }

        int limit = classes ?? Words.LrzFile.MostClasses;
        int bad = Array.FindIndex(labels.RowMajor, label => !(label >= 0 && label < limit && label == Math.Floor(label)));
        if (bad >= 0)
        {
            throw new InputException(
                FormattableString.Invariant($"{labelPlace}: label {bad} is {labels.RowMajor[bad]:R}, not a class from 0 to {limit - 1}."));
        }

        int exponent = data.RowMajor.Max(FractionBits);
        int other = Array.FindIndex(data.RowMajor, x => !double.IsFinite(x));
        return other >= 0 || exponent > LargestExponent || data.RowMajor.Max(Math.Abs) > Math.ScaleB(1, LargestMagnitude - exponent)
            ? throw new InputException($"{place}: its numbers are not finite, or span more than 2^{LargestExponent} in size.")
            : new LabelledData(place, samples, data.RowMajor.Length / samples, data.RowMajor, exponent,
                [.. labels.RowMajor.Select(label => (int)label)]);
    }

    /// <summary>The samples of some numbers, on the scale of all.</summary>
    public LabelledData Of(IReadOnlyList<int> rows) => this with
    {
        Samples = rows.Count,
        Values = [.. rows.SelectMany(row => Values.AsSpan(row * Width, Width).ToArray())],
        Classes = [.. rows.Select(row => Classes[row])],
    };

    /// <summary>The samples as integers.</summary>
    public T[] Integers<T>()
        where T : IBinaryInteger<T> => [.. Values.Select(value => T.CreateChecked(Math.ScaleB(value, Exponent)))];

    // Least s >= 0 at which x*2^s is an integer.
    private static int FractionBits(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = (bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52);
        return mantissa == 0 ? 0 : Math.Max(0, 1075 - Math.Max(exponent, 1) - (int)long.TrailingZeroCount(mantissa));
    }

    private static string Place(StoredTensor tensor) => tensor.Source.Length == 0 ? tensor.Name : tensor.Source;
}
