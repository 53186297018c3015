namespace LowRank.Verify.Networks.Onnx.Constants;

/// <summary>An element type of ONNX (TensorProto.DataType).</summary>
/// <param name="Number">Its number in the format.</param>
/// <param name="Name">numpy's name, or ml_dtypes' for the types that numpy does not have.</param>
/// <param name="Bits">Bits of one entry; types of fewer than 8 share bytes, the first entry in the lowest bits.</param>
/// <param name="Kind">What the entries are.</param>
internal sealed record OnnxType(int Number, string Name, int Bits, OnnxKind Kind)
{
    /// <summary>The largest number that ONNX defines (1.20, IR version 13).</summary>
    public const int LastNumber = 26;

    /// <summary>float8e8m0fnu, powers of two without a sign: 2^(b − 127), 255 is NaN.</summary>
    public const int PowerOfTwo = 24;

    private static readonly OnnxType[] All =
    [
        new(1, "float32", 32, OnnxKind.Real) { Format = new FloatFormat(8, 23, 127, FloatSpecials.Ieee) },
        Whole(2, "uint8", 8, signed: false),
        Whole(3, "int8", 8, signed: true),
        Whole(4, "uint16", 16, signed: false),
        Whole(5, "int16", 16, signed: true),
        Whole(6, "int32", 32, signed: true),
        Whole(7, "int64", 64, signed: true),
        new(8, "string", 0, OnnxKind.Other),
        new(9, "bool", 8, OnnxKind.Boolean) { Least = 0, Most = 1 },
        new(10, "float16", 16, OnnxKind.Real) { Format = new FloatFormat(5, 10, 15, FloatSpecials.Ieee) },
        new(11, "float64", 64, OnnxKind.Real),
        Whole(12, "uint32", 32, signed: false),
        Whole(13, "uint64", 64, signed: false),
        new(14, "complex64", 64, OnnxKind.Other),
        new(15, "complex128", 128, OnnxKind.Other),
        new(16, "bfloat16", 16, OnnxKind.Real) { Format = new FloatFormat(8, 7, 127, FloatSpecials.Ieee) },
        new(17, "float8_e4m3fn", 8, OnnxKind.Real) { Format = FloatFormat.E4M3 },
        new(18, "float8_e4m3fnuz", 8, OnnxKind.Real) { Format = new FloatFormat(4, 3, 8, FloatSpecials.NoNegativeZero) },
        new(19, "float8_e5m2", 8, OnnxKind.Real) { Format = FloatFormat.E5M2 },
        new(20, "float8_e5m2fnuz", 8, OnnxKind.Real) { Format = new FloatFormat(5, 2, 16, FloatSpecials.NoNegativeZero) },
        Whole(21, "uint4", 4, signed: false),
        Whole(22, "int4", 4, signed: true),
        new(23, "float4_e2m1fn", 4, OnnxKind.Real) { Format = FloatFormat.E2M1 },
        new(PowerOfTwo, "float8_e8m0fnu", 8, OnnxKind.Real),
        Whole(25, "uint2", 2, signed: false),
        Whole(26, "int2", 2, signed: true),
    ];

    /// <summary>The format of a floating type of at most 32 bits with a sign; null for all others.</summary>
    public FloatFormat? Format { get; private init; }

    /// <summary>The least integer.</summary>
    public Int128 Least { get; private init; }

    /// <summary>The largest integer.</summary>
    public Int128 Most { get; private init; }

    public static OnnxType Float32 => All[0];

    public static OnnxType Int64 => All[6];

    public static OnnxType Boolean => All[8];

    public static OnnxType Float64 => All[10];

    /// <summary>True for the floating types of 8 bits, of which a Cast may saturate.</summary>
    public bool IsFloat8 => Kind == OnnxKind.Real && Bits == 8;

    /// <summary>The type of a number; null where ONNX, as far as it is known here, has none.</summary>
    public static OnnxType? Of(int number) => number is >= 1 and <= LastNumber ? All[number - 1] : null;

    /// <summary>Why entries of a type number are not read; null for the types that are.</summary>
    public static string? ReasonAgainst(int number) => Of(number) switch
    {
        null => $"its type has the number {number}; ONNX 1.20 defines 1 to {LastNumber}, and what others mean is not known here",
        { Kind: OnnxKind.Other } type => $"its type is {type.Name}, which is no type of weights and is not read",
        _ => null,
    };

    /// <summary>The entry that the bits of this type stand for, as a double: exact for all but integers of 64 bits.</summary>
    public double Real(ulong bits) => Number == PowerOfTwo
        ? FloatFormat.PowerOfTwo((byte)bits)
        : Format is { } format ? format.Decode((uint)bits) : BitConverter.UInt64BitsToDouble(bits);

    /// <summary>The integer that the bits of this type stand for.</summary>
    public Int128 Integer(ulong bits) => Least < 0 && Bits < 64 && (bits >> (Bits - 1) & 1) != 0 ? (Int128)bits - ((Int128)1 << Bits)
        : Least < 0 && Bits == 64 ? (long)bits : bits;

    private static OnnxType Whole(int number, string name, int bits, bool signed) => new(number, name, bits, OnnxKind.Integer)
    {
        Least = signed ? -((Int128)1 << (bits - 1)) : 0,
        Most = ((Int128)1 << (signed ? bits - 1 : bits)) - 1,
    };
}
