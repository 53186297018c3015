namespace LowRank.Verify.Networks.Files;

/// <summary>A tensor as a torch file describes it: a view of a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">Its first entry.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Strides">Distances of neighbours in the storage.</param>
/// <param name="TypeName">torch's name of the number type.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides,
    string TypeName)
{
    /// <summary>The element type, or null and the reason why there is none.</summary>
    public ElementType? Type(out string unread)
    {
        ElementType? type = TypeName switch
        {
            "DoubleStorage" or "float64" or "double" => ElementType.Float64,
            "FloatStorage" or "float32" or "float" => ElementType.Float32,
            "HalfStorage" or "float16" or "half" => ElementType.Float16,
            "BFloat16Storage" or "bfloat16" => ElementType.BFloat16,
            "float8_e4m3fn" => ElementType.Float8E4M3,
            "float8_e5m2" => ElementType.Float8E5M2,
            "float8_e8m0fnu" => ElementType.Float8E8M0,
            "LongStorage" or "int64" or "long" => ElementType.Int64,
            "IntStorage" or "int32" or "int" => ElementType.Int32,
            "ShortStorage" or "int16" or "short" => ElementType.Int16,
            "CharStorage" or "int8" => ElementType.Int8,
            "ByteStorage" or "uint8" => ElementType.UInt8,
            "uint16" => ElementType.UInt16,
            "uint32" => ElementType.UInt32,
            "uint64" => ElementType.UInt64,
            "BoolStorage" or "bool" => ElementType.Bool,
            _ => null,
        };
        unread = type is not null ? string.Empty
            : TypeName.StartsWith("complex", StringComparison.OrdinalIgnoreCase) ? ComplexNumbers.Reason
            : $"its numbers are of torch's type {FileText.Short(TypeName)}, which is not read; save it as float32";
        return type;
    }
}

/// <summary>The numbers behind one or several tensors.</summary>
/// <param name="TypeName">torch's name of its class.</param>
/// <param name="Key">Its name among the members of the archive.</param>
/// <param name="Length">Its entries (bytes, of an untyped one).</param>
internal sealed record TorchStorage(string TypeName, string Key, long Length)
{
    /// <summary>True where the length counts bytes.</summary>
    public bool IsUntyped => TypeName == "UntypedStorage";
}
