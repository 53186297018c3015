using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LowRank.Verify.Networks.Files;

/// <summary>The header of a .npy array.</summary>
/// <param name="Type">Element type.</param>
/// <param name="BigEndian">Byte order of the elements.</param>
/// <param name="Fortran">First index fastest.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Count">Their product.</param>
/// <param name="DataOffset">Where the data starts.</param>
internal sealed record NpyHeader(ElementType Type, bool BigEndian, bool Fortran, int[] Shape, int Count, int DataOffset)
{
    /// <summary>Bytes before which the header's length is known.</summary>
    public const int PrefixLength = 12;

    /// <summary>Longest header read; numpy's own limit for trusted files is far below.</summary>
    public const int LongestHeader = 1 << 20;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Bytes up to the data, from the first bytes of the array.</summary>
    public static int TotalLength(ReadOnlySpan<byte> prefix, long available, string place)
    {
        if (prefix.Length < 10 || !prefix.StartsWith(Magic))
        {
            throw new InputException($"{place}: this is not a .npy array, its first bytes are not \\x93NUMPY.");
        }

        int major = prefix[6];
        if (major is < 1 or > 3 || (major > 1 && prefix.Length < PrefixLength))
        {
            throw new InputException($"{place}: .npy version {major} is not known (1, 2 and 3 are), or the file is truncated.");
        }

        long total = major == 1 ? 10L + BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..])
            : 12L + BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (total > available || total > LongestHeader)
        {
            throw new InputException(
                $"{place}: the header claims {total} bytes, but only {available} are there (at most {LongestHeader} are read).");
        }

        return (int)total;
    }

    /// <summary>Parses the whole header.</summary>
    public static NpyHeader Parse(ReadOnlySpan<byte> header, string place)
    {
        bool version1 = header[6] == 1;
        string text = (header[6] == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header[(version1 ? 10 : 12)..]);
        Dictionary<string, string> fields = NpyDictionary.Parse(text, place);
        string descr = Unquote(Field(fields, "descr", place), place);
        bool fortran = Field(fields, "fortran_order", place) switch
        {
            "True" => true,
            "False" => false,
            var other => throw new InputException($"{place}: fortran_order is {other}, not True or False."),
        };
        (int[] shape, int count) = TensorShape.Check(Dimensions(Field(fields, "shape", place), place), place);
        return new NpyHeader(ElementTypeOf(descr, place), descr[0] == '>', fortran, shape, count, header.Length);
    }

    private static string Field(Dictionary<string, string> fields, string name, string place) =>
        fields.TryGetValue(name, out string? value) ? value : throw new InputException($"{place}: the header has no '{name}'.");

    private static string Unquote(string value, string place) =>
        value.Length >= 2 && value[0] is '\'' or '"'
            ? value[1..^1]
            : throw new UnreadableTensorException(place,
                $"the array has fields (descr {FileText.Short(value)}); only plain numeric arrays are read");

    private static List<long> Dimensions(string value, string place)
    {
        if (value is not ['(', .. var inner, ')'])
        {
            throw new InputException($"{place}: the shape {FileText.Short(value)} is not a tuple.");
        }

        List<long> dimensions = [];
        foreach (string part in inner.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Length == 0)
            {
                continue;
            }

            if (!long.TryParse(part.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long d))
            {
                throw new InputException($"{place}: the dimension '{FileText.Short(part)}' is not an integer that can be held.");
            }

            dimensions.Add(d);
        }

        return dimensions;
    }

    private static ElementType ElementTypeOf(string descr, string place)
    {
        string kind = descr.Length > 0 && descr[0] is '<' or '>' or '=' or '|' ? descr[1..] : string.Empty;
        return kind switch
        {
            "f8" => ElementType.Float64,
            "f4" => ElementType.Float32,
            "f2" => ElementType.Float16,
            "i1" => ElementType.Int8,
            "i2" => ElementType.Int16,
            "i4" => ElementType.Int32,
            "i8" => ElementType.Int64,
            "u1" => ElementType.UInt8,
            "u2" => ElementType.UInt16,
            "u4" => ElementType.UInt32,
            "u8" => ElementType.UInt64,
            "b1" => ElementType.Bool,
            "c8" or "c16" or "c32" => throw new UnreadableTensorException(place, ComplexNumbers.Reason),
            "O" => throw new UnreadableTensorException(place,
                $"an array of Python objects (descr '{FileText.Short(descr)}') is a pickle and is not read; save a numeric array"),
            ['U' or 'S', ..] => throw new UnreadableTensorException(place,
                $"it holds text (descr '{FileText.Short(descr)}') and no numbers"),
            ['M' or 'm', ..] => throw new UnreadableTensorException(place,
                $"it holds times (descr '{FileText.Short(descr)}') and no numbers"),
            "V1" or "V2" => throw new UnreadableTensorException(place,
                $"descr '{FileText.Short(descr)}' is not a number type ({(kind == "V2" ? "bfloat16" : "float8")} is saved so); save it as "
                + $"float32, which holds it exactly"),
            _ => throw new UnreadableTensorException(place,
                $"unknown dtype '{FileText.Short(descr)}'; float64, float32, float16, integers and bool are read"),
        };
    }
}
