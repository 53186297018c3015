namespace LowRank.Verify.Networks.Files;

/// <summary>A stored element type.</summary>
/// <param name="Name">numpy's name (of the 8-bit and smaller formats: that of the ml_dtypes package).</param>
/// <param name="Bits">Bits of one element.</param>
internal sealed record ElementType(string Name, int Bits)
{
    public static readonly ElementType Float64 = new("float64", 64);
    public static readonly ElementType Float32 = new("float32", 32);
    public static readonly ElementType Float16 = new("float16", 16);
    public static readonly ElementType BFloat16 = new("bfloat16", 16);
    public static readonly ElementType Float8E4M3 = new("float8_e4m3fn", 8);
    public static readonly ElementType Float8E5M2 = new("float8_e5m2", 8);
    public static readonly ElementType Float8E8M0 = new("float8_e8m0fnu", 8);
    public static readonly ElementType Float4 = new("float4_e2m1fn", 4);
    public static readonly ElementType Int8 = new("int8", 8);
    public static readonly ElementType Int16 = new("int16", 16);
    public static readonly ElementType Int32 = new("int32", 32);
    public static readonly ElementType Int64 = new("int64", 64);
    public static readonly ElementType UInt8 = new("uint8", 8);
    public static readonly ElementType UInt16 = new("uint16", 16);
    public static readonly ElementType UInt32 = new("uint32", 32);
    public static readonly ElementType UInt64 = new("uint64", 64);
    public static readonly ElementType Bool = new("bool", 8);

    /// <summary>Bytes of one element, of the types that fill whole bytes.</summary>
    public int Size => Bits / 8;

    /// <summary>True for the types that weights may have.</summary>
    public bool IsFloating => Name.Contains("float", StringComparison.Ordinal);

    /// <summary>Bytes of count elements, the last one filled up; negative where they end inside a byte.</summary>
    public long Bytes(long count) => (Int128)count * Bits % 8 == 0 ? count * Bits / 8 : -1;
}
