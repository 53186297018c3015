using System.Buffers.Binary;
using System.Globalization;

namespace LowRank.Verify.Networks.Files;

/// <summary>Bytes of a tensor to doubles, exactly.</summary>
internal static class ElementDecoder
{
    /// <summary>Decodes a whole tensor and checks it.</summary>
    /// <exception cref="InputException">The byte count is not count·size.</exception>
    /// <exception cref="UnreadableTensorException">
    /// A floating value is NaN or infinite; an integer is no double; a floating tensor of two or more dimensions is empty.
    /// </exception>
    public static StoredTensor Decode(string source, string name, ElementType type, int[] shape, int count, ReadOnlySpan<byte> bytes,
        bool bigEndian = false)
    {
        string place = Place(source, name);
        if (bytes.Length != type.Bytes(count))
        {
            throw new InputException(
                $"{place}: shape {TensorShape.Format(shape)} of {type.Name} needs {Needed(type, count)}, the file has {bytes.Length}.");
        }

        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            // Of two numbers of four bits in a byte the first one has the low bits.
            values[i] = type.Bits == 4
                ? FloatFormat.E2M1.Decode((uint)(bytes[i / 2] >> (i % 2 * 4)) & 15)
                : One(type, bytes.Slice(i * type.Size, type.Size), bigEndian, place, shape, i);
        }

        return Finish(source, name, type, shape, values);
    }

    /// <summary>The tensor of values that are already doubles, checked as above.</summary>
    public static StoredTensor Finish(string source, string name, ElementType type, int[] shape, double[] values)
    {
        string place = Place(source, name);
        if (type.IsFloating)
        {
            if (shape.Length >= 2 && values.Length == 0)
            {
                throw new UnreadableTensorException(place, $"the matrix is empty, its shape is {TensorShape.Format(shape)}");
            }

            int bad = Array.FindIndex(values, v => !double.IsFinite(v));
            if (bad >= 0)
            {
                throw new UnreadableTensorException(place,
                    $"entry {Index(shape, bad)} is {(double.IsNaN(values[bad]) ? "NaN" : "infinite")}; weights and data must be "
                    + $"finite{(double.IsNaN(values[bad]) ? string.Empty : NoStorageRange)}");
            }
        }

        return new StoredTensor(name, shape, type.Name, values) { Source = source };
    }

    public const string NoStorageRange = ": what overflowed may have been any large number, so there is no storage range";

    /// <summary>"8 bytes", or why the elements fill no whole number of them.</summary>
    public static string Needed(ElementType type, long count) =>
        type.Bytes(count) is var needed and >= 0 ? $"{needed} bytes" : $"{count} times {type.Bits} bits, which ends inside a byte";

    public static string Place(string source, string name) => $"{source}: tensor '{FileText.Short(name)}'";

    /// <summary>An integer as a double.</summary>
    /// <exception cref="InputException">No double equals it.</exception>
    public static double Exact(Int128 value, string place, int[] shape, int index)
    {
        double result = (double)value;
        return (Int128)result == value
            ? result
            : throw new InexactIntegerException(place, $"entry {Index(shape, index)} is {value}, an integer that no double equals");
    }

    private static double One(ElementType type, ReadOnlySpan<byte> b, bool big, string place, int[] shape, int index) => type.Name switch
    {
        "float64" => big ? BinaryPrimitives.ReadDoubleBigEndian(b) : BinaryPrimitives.ReadDoubleLittleEndian(b),
        "float32" => big ? BinaryPrimitives.ReadSingleBigEndian(b) : BinaryPrimitives.ReadSingleLittleEndian(b),
        "float16" => (double)(big ? BinaryPrimitives.ReadHalfBigEndian(b) : BinaryPrimitives.ReadHalfLittleEndian(b)),
        "bfloat16" => BFloat16(big ? BinaryPrimitives.ReadUInt16BigEndian(b) : BinaryPrimitives.ReadUInt16LittleEndian(b)),
        "float8_e4m3fn" => FloatFormat.E4M3.Decode(b[0]),
        "float8_e5m2" => FloatFormat.E5M2.Decode(b[0]),
        "float8_e8m0fnu" => FloatFormat.PowerOfTwo(b[0]),
        "int8" => (sbyte)b[0],
        "uint8" => b[0],
        "bool" => b[0] <= 1 ? b[0] : throw new UnreadableTensorException(place, $"entry {Index(shape, index)} is {b[0]}, no boolean"),
        "int16" => big ? BinaryPrimitives.ReadInt16BigEndian(b) : BinaryPrimitives.ReadInt16LittleEndian(b),
        "uint16" => big ? BinaryPrimitives.ReadUInt16BigEndian(b) : BinaryPrimitives.ReadUInt16LittleEndian(b),
        "int32" => big ? BinaryPrimitives.ReadInt32BigEndian(b) : BinaryPrimitives.ReadInt32LittleEndian(b),
        "uint32" => big ? BinaryPrimitives.ReadUInt32BigEndian(b) : BinaryPrimitives.ReadUInt32LittleEndian(b),
        "int64" => Exact(big ? BinaryPrimitives.ReadInt64BigEndian(b) : BinaryPrimitives.ReadInt64LittleEndian(b), place, shape, index),
        _ => Exact(big ? BinaryPrimitives.ReadUInt64BigEndian(b) : BinaryPrimitives.ReadUInt64LittleEndian(b), place, shape, index),
    };

    /// <summary>The value of sixteen bits of bfloat16: the upper half of a binary32.</summary>
    public static double BFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>A flat row-major index as "[i, j]".</summary>
    public static string Index(IReadOnlyList<int> shape, int flat)
    {
        int[] index = new int[shape.Count];
        for (int d = shape.Count - 1; d >= 0; d--)
        {
            index[d] = flat % shape[d];
            flat /= shape[d];
        }

        return "[" + string.Join(", ", index.Select(i => i.ToString(CultureInfo.InvariantCulture))) + "]";
    }
}
