namespace LowRank.Verify.Networks.Files;

/// <summary>A stored element type.</summary>
/// <param name="Name">numpy's name.</param>
/// <param name="Size">Bytes of one element.</param>
internal sealed record ElementType(string Name, int Size)
{
    public static readonly ElementType Float64 = new("float64", 8);
    public static readonly ElementType Float32 = new("float32", 4);
    public static readonly ElementType Float16 = new("float16", 2);
    public static readonly ElementType BFloat16 = new("bfloat16", 2);
    public static readonly ElementType Int8 = new("int8", 1);
    public static readonly ElementType Int16 = new("int16", 2);
    public static readonly ElementType Int32 = new("int32", 4);
    public static readonly ElementType Int64 = new("int64", 8);
    public static readonly ElementType UInt8 = new("uint8", 1);
    public static readonly ElementType UInt16 = new("uint16", 2);
    public static readonly ElementType UInt32 = new("uint32", 4);
    public static readonly ElementType UInt64 = new("uint64", 8);
    public static readonly ElementType Bool = new("bool", 1);

    /// <summary>True for the types that weights may have.</summary>
    public bool IsFloating => Name.Contains("float", StringComparison.Ordinal);
}
