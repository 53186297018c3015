namespace LowRank.Verify.Networks.Onnx;

/// <summary>ONNX tensors to stored tensors.</summary>
internal static class OnnxTensors
{
    private const int External = 1;

    private static readonly string[] Unread = ["string", "complex64", "complex128", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2",
        "float8e5m2fnuz", "uint4", "int4", "float4e2m1"];

    /// <summary>
    /// Decodes a tensor; a type that exists but is not read, or an integer that no double equals, gives null and the reason.
    /// </summary>
    public static StoredTensor? Decode(string path, TensorProto tensor, string name, out string reason)
    {
        string place = ElementDecoder.Place(path, name);
        (int[] shape, int count) = TensorShape.Check(tensor.Dims, place);
        if (Type(tensor.DataType, place, out reason) is not { } type)
        {
            return null;
        }

        try
        {
            if (tensor.DataLocation == External)
            {
                return ElementDecoder.Decode(path, name, type, shape, count, OnnxExternalData.Read(path, tensor, (long)count * type.Size));
            }

            int typed = tensor.FloatData.Count + tensor.DoubleData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count
                + tensor.Uint64Data.Count;
            if (tensor.HasRawData && typed > 0)
            {
                throw new InputException($"{place}: it holds both raw and typed data.");
            }

            return tensor.HasRawData || count == 0
                ? ElementDecoder.Decode(path, name, type, shape, count, tensor.RawData.Span)
                : Typed(path, tensor, name, type, shape, count, typed);
        }
        catch (InexactIntegerException e)
        {
            reason = e.Message;
            return null;
        }
    }

    /// <summary>numpy's name of an ONNX type number; null for the types that are not read.</summary>
    public static string? TypeName(int number) => number is > 0 and <= 23 ? Type(number, string.Empty, out _)?.Name : null;

    /// <summary>The element type of an ONNX type number; null and a reason for the types that are not read.</summary>
    private static ElementType? Type(int number, string place, out string reason)
    {
        ElementType? type = number switch
        {
            1 => ElementType.Float32,
            2 => ElementType.UInt8,
            3 => ElementType.Int8,
            4 => ElementType.UInt16,
            5 => ElementType.Int16,
            6 => ElementType.Int32,
            7 => ElementType.Int64,
            9 => ElementType.Bool,
            10 => ElementType.Float16,
            11 => ElementType.Float64,
            12 => ElementType.UInt32,
            13 => ElementType.UInt64,
            16 => ElementType.BFloat16,
            8 or 14 or 15 or (>= 17 and <= 23) => null,
            _ => throw new InputException($"{place}: unknown dtype number {number}; ONNX defines 1 to 23."),
        };
        reason = type is not null
            ? string.Empty
            : $"{place}: its type is {Unread[number switch { 8 => 0, 14 => 1, 15 => 2, _ => number - 14 }]}, which is not read";
        return type;
    }

    private static StoredTensor Typed(string path, TensorProto tensor, string name, ElementType type, int[] shape, int count, int typed)
    {
        string place = ElementDecoder.Place(path, name);
        int held = type.Name switch
        {
            "float32" => tensor.FloatData.Count,
            "float64" => tensor.DoubleData.Count,
            "int64" => tensor.Int64Data.Count,
            "uint32" or "uint64" => tensor.Uint64Data.Count,
            _ => tensor.Int32Data.Count,
        };
        if (held != count || typed != count)
        {
            throw new InputException(
                $"{place}: shape {TensorShape.Format(shape)} of {type.Name} needs {count} values, the file has {held}.");
        }

        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = type.Name switch
            {
                "float32" => tensor.FloatData[i],
                "float64" => tensor.DoubleData[i],
                "int64" => ElementDecoder.Exact(tensor.Int64Data[i], place, shape, i),
                "uint32" or "uint64" => ElementDecoder.Exact(tensor.Uint64Data[i], place, shape, i),
                "float16" => (double)BitConverter.UInt16BitsToHalf(Bits(tensor.Int32Data[i], place)),
                "bfloat16" => ElementDecoder.BFloat16(Bits(tensor.Int32Data[i], place)),
                _ => tensor.Int32Data[i],
            };
        }

        return ElementDecoder.Finish(path, name, type, shape, values);
    }

    private static ushort Bits(int value, string place) =>
        value is >= 0 and <= ushort.MaxValue ? (ushort)value
            : throw new InputException($"{place}: {value} does not fit the sixteen bits of its type.");
}
