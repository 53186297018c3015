using System.Buffers.Binary;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Onnx;

/// <summary>ONNX tensors to numbers, exactly.</summary>
internal static class OnnxTensors
{
    private const int External = 1;

    /// <summary>numpy's name of an ONNX type number; null for the types that are not read.</summary>
    public static string? TypeName(int number) => OnnxType.ReasonAgainst(number) is null ? OnnxType.Of(number)!.Name : null;

    /// <summary>Decodes a tensor. Of a type that is not read nothing is looked at but its name.</summary>
    /// <exception cref="InputException">Its shape, its data or the file that holds its data is damaged.</exception>
    public static ConstantValue Decode(string path, TensorProto tensor, string name)
    {
        string place = ElementDecoder.Place(path, name);
        if (OnnxType.ReasonAgainst(tensor.DataType) is { } reason)
        {
            return new ConstantValue.Unevaluated(place, reason);
        }

        (int[] shape, int count) = TensorShape.Check(tensor.Dims, place);
        OnnxType type = OnnxType.Of(tensor.DataType)!;
        long length = (((long)count * type.Bits) + 7) / 8;
        int typed = tensor.FloatData.Count + tensor.DoubleData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count
            + tensor.Uint64Data.Count;
        if (tensor.HasRawData && typed > 0)
        {
            throw new InputException($"{place}: it holds both raw and typed data.");
        }

        ReadOnlySpan<byte> bytes = tensor.DataLocation == External ? OnnxExternalData.Read(path, tensor, length)
            : tensor.HasRawData || count == 0 ? tensor.RawData.Span : Typed(tensor, type, shape, count, typed, place);
        if (bytes.Length != length)
        {
            throw new InputException(
                $"{place}: shape {TensorShape.Format(shape)} of {type.Name} needs {length} bytes, the file has {bytes.Length}.");
        }

        try
        {
            return new ConstantValue.Known(Numbers(type, shape, count, bytes, place).Of(name, type));
        }
        catch (ConstantFailure failure)
        {
            return new ConstantValue.Unevaluated(place, failure.Message);
        }
    }

    private static ConstantTensor Numbers(OnnxType type, int[] shape, int count, ReadOnlySpan<byte> bytes, string place)
    {
        if (type.Kind == OnnxKind.Real)
        {
            double[] values = new double[count];
            for (int i = 0; i < count; i++)
            {
                values[i] = type.Bits == 32 ? BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..])
                    : type.Real(Bits(bytes, type.Bits, i));
            }

            return ConstantTensor.Exact(type, shape, values);
        }

        long[] integers = new long[count];
        for (int i = 0; i < count; i++)
        {
            Int128 value = type.Kind == OnnxKind.Boolean ? bytes[i] : type.Integer(Bits(bytes, type.Bits, i));
            if (type.Kind == OnnxKind.Boolean && value > 1)
            {
                throw new InputException($"{place}: entry {ElementDecoder.Index(shape, i)} is {value}, no boolean.");
            }

            integers[i] = value <= long.MaxValue ? (long)value
                : throw new ConstantFailure($"entry {ElementDecoder.Index(shape, i)} is {value}, beyond the integers that are followed");
        }

        return ConstantTensor.Whole(type, shape, integers);
    }

    /// <summary>The bits of entry i; entries of fewer than eight bits share bytes, the first one lowest.</summary>
    private static ulong Bits(ReadOnlySpan<byte> bytes, int width, int i) => width switch
    {
        8 => bytes[i],
        16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]),
        32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]),
        64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]),
        _ => (ulong)(bytes[(int)((long)i * width / 8)] >> (int)((long)i * width % 8)) & ((1u << width) - 1),
    };

    /// <summary>The bytes that the typed fields would have as raw data.</summary>
    private static byte[] Typed(TensorProto tensor, OnnxType type, int[] shape, int count, int typed, string place)
    {
        int held = type.Name switch
        {
            "float32" => tensor.FloatData.Count,
            "float64" => tensor.DoubleData.Count,
            "int64" => tensor.Int64Data.Count,
            "uint32" or "uint64" => tensor.Uint64Data.Count,
            _ => tensor.Int32Data.Count,
        };

        // Entries of fewer than eight bits stand in int32_data by the byte, as in raw data.
        int needed = type.Bits < 8 ? (int)((((long)count * type.Bits) + 7) / 8) : count, size = Math.Max(type.Bits, 8) / 8;
        if (held != needed || typed != held)
        {
            throw new InputException(
                $"{place}: shape {TensorShape.Format(shape)} of {type.Name} needs {needed} values, the file has {held}.");
        }

        if ((long)needed * size > Array.MaxLength)
        {
            throw new InputException($"{place}: it has more bytes than this program can hold in one piece ({Array.MaxLength}).");
        }

        byte[] bytes = new byte[needed * size];
        Span<byte> four = stackalloc byte[4];
        for (int i = 0; i < needed; i++)
        {
            Span<byte> at = bytes.AsSpan(i * size, size);
            switch (type.Name)
            {
                case "float32":
                    BinaryPrimitives.WriteSingleLittleEndian(at, tensor.FloatData[i]);
                    break;
                case "float64":
                    BinaryPrimitives.WriteDoubleLittleEndian(at, tensor.DoubleData[i]);
                    break;
                case "int64":
                    BinaryPrimitives.WriteInt64LittleEndian(at, tensor.Int64Data[i]);
                    break;
                case "uint64":
                    BinaryPrimitives.WriteUInt64LittleEndian(at, tensor.Uint64Data[i]);
                    break;
                case "uint32":
                    BinaryPrimitives.WriteUInt32LittleEndian(at, Fitting<uint>(tensor.Uint64Data[i], 32, place));
                    break;
                default:
                    BinaryPrimitives.WriteUInt32LittleEndian(four, Whole(tensor.Int32Data[i], type, size, place));
                    four[..size].CopyTo(at);
                    break;
            }
        }

        return bytes;
    }

    /// <summary>
    /// The bits of a number in int32_data: an integer of the type itself, or the pattern of a smaller float or of packed entries.
    /// </summary>
    private static uint Whole(int value, OnnxType type, int size, string place)
    {
        bool isPattern = type.Bits < 8 || type.Kind == OnnxKind.Real;
        Int128 least = isPattern ? (type.Bits < 8 ? sbyte.MinValue : 0) : type.Least,
            most = isPattern ? ((Int128)1 << (8 * size)) - 1 : type.Kind == OnnxKind.Boolean ? byte.MaxValue : type.Most;
        return value >= least && value <= most ? (uint)value
            : throw new InputException($"{place}: {value} does not fit the {8 * size} bits of its type.");
    }

    private static T Fitting<T>(ulong value, int bits, string place)
        where T : struct, System.Numerics.IBinaryInteger<T> => value >> bits == 0 ? T.CreateTruncating(value)
            : throw new InputException($"{place}: {value} does not fit the {bits} bits of its type.");
}
