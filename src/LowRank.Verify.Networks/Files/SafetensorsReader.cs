using System.Buffers.Binary;
using System.Text.Json;

namespace LowRank.Verify.Networks.Files;

/// <summary>safetensors: 8 bytes of header length, a JSON header, the tensors' bytes without gaps or overlaps.</summary>
internal static class SafetensorsReader
{
    /// <summary>The reference implementation's own limit on the header.</summary>
    private const long LongestHeader = 100_000_000;

    private const string MetadataKey = "__metadata__";

    // Unread says why a tensor is not read; it is empty where it is.
    private sealed record Entry(string Name, ElementType? Type, string Unread, int[] Shape, int Count, long Begin, long End);

    public static TensorList Read(FileSource file)
    {
        if (file.Length < 8)
        {
            throw new InputException($"{file.Path}: {file.Length} bytes are too few for a safetensors file; it is truncated.");
        }

        ulong claimed = BinaryPrimitives.ReadUInt64LittleEndian(file.Read(0, 8, "the header's length"));
        if (claimed > (ulong)(file.Length - 8) || claimed > LongestHeader)
        {
            throw new InputException(
                $"{file.Path}: the safetensors header claims {claimed} bytes, the file has {file.Length}: it is truncated or not a "
                + $"safetensors file.");
        }

        List<Entry> entries = Entries(file.Path, file.Read(8, (long)claimed, "the header"));
        long start = 8 + (long)claimed;
        CheckCover(file.Path, entries, file.Length - start);
        TensorList list = new(file.Path);
        foreach (Entry e in entries)
        {
            if (e.Type is { } type)
            {
                list.Add(e.Name, e.Shape, () => ElementDecoder.Decode(file.Path, e.Name, type, e.Shape, e.Count,
                    file.Read(start + e.Begin, e.End - e.Begin, $"tensor '{FileText.Short(e.Name)}'")));
            }
            else
            {
                list.Leave(e.Name, e.Shape, e.Unread);
            }
        }

        return list.Checked("the safetensors file holds no tensor");
    }

    private static List<Entry> Entries(string path, byte[] header)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InputException($"{path}: the safetensors header is not a JSON object.");
            }

            List<Entry> entries = [];
            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw new InputException($"{ElementDecoder.Place(path, property.Name)}: the name stands twice in the header.");
                }

                if (property.Name != MetadataKey)
                {
                    entries.Add(Read(path, property));
                }
            }

            return entries.Count > 0 ? [.. entries.OrderBy(e => e.Begin).ThenBy(e => e.End)]
                : throw new InputException($"{path}: the safetensors file holds no tensor.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string of the header is not valid UTF-16 after unescaping.
            throw new InputException($"{path}: the safetensors header is not JSON ({FileText.Short(e.Message.ReplaceLineEndings(" "))}).",
                e);
        }
    }

    private static Entry Read(string path, JsonProperty property)
    {
        string place = ElementDecoder.Place(path, property.Name);
        if (property.Value.ValueKind != JsonValueKind.Object)
        {
            throw new InputException($"{place}: its header entry is not an object.");
        }

        Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty field in property.Value.EnumerateObject())
        {
            if (field.Name is not ("dtype" or "shape" or "data_offsets") || !fields.TryAdd(field.Name, field.Value))
            {
                throw new InputException($"{place}: its header entry has an unknown or repeated field '{FileText.Short(field.Name)}'.");
            }
        }

        if (!fields.TryGetValue("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String)
        {
            throw new InputException($"{place}: its header entry has no dtype.");
        }

        List<long> offsets = Integers(fields, "data_offsets", place);
        if (offsets.Count != 2 || offsets[0] < 0 || offsets[1] < offsets[0])
        {
            throw new InputException($"{place}: its data_offsets are not a range of bytes.");
        }

        (int[] shape, int count) = TensorShape.Check(Integers(fields, "shape", place), place);
        ElementType? type = Type(dtype.GetString()!, out string unread);
        return type is null || type.Bytes(count) == offsets[1] - offsets[0]
            ? new Entry(property.Name, type, unread, shape, count, offsets[0], offsets[1])
            : throw new InputException(
                $"{place}: shape {TensorShape.Format(shape)} of {type.Name} needs {ElementDecoder.Needed(type, count)}, its data_offsets "
                + $"hold {offsets[1] - offsets[0]}.");
    }

    private static List<long> Integers(Dictionary<string, JsonElement> fields, string name, string place)
    {
        if (!fields.TryGetValue(name, out JsonElement array) || array.ValueKind != JsonValueKind.Array)
        {
            throw new InputException($"{place}: its header entry has no list '{name}'.");
        }

        List<long> values = [];
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long value))
            {
                throw new InputException(
                    $"{place}: '{name}' holds {FileText.Short(item.GetRawText())}, which is not an integer that can be held.");
            }

            values.Add(value);
        }

        return values;
    }

    private static void CheckCover(string path, List<Entry> entries, long length)
    {
        long at = 0;
        foreach (Entry entry in entries)
        {
            string place = ElementDecoder.Place(path, entry.Name);
            if (entry.End > length)
            {
                throw new InputException(
                    $"{place}: its bytes end at {entry.End}, the file's data at {length}: it is truncated or damaged.");
            }

            if (entry.Begin != at)
            {
                throw new InputException(
                    $"{place}: its bytes start at {entry.Begin}, but {at} was due: tensors "
                    + $"{(entry.Begin < at ? "overlap" : "leave a gap")}.");
            }

            at = entry.End;
        }

        if (at != length)
        {
            throw new InputException($"{path}: the header accounts for {at} bytes of data, the file has {length}.");
        }
    }

    private static ElementType? Type(string dtype, out string unread)
    {
        ElementType? type = dtype switch
        {
            "F64" => ElementType.Float64,
            "F32" => ElementType.Float32,
            "F16" => ElementType.Float16,
            "BF16" => ElementType.BFloat16,
            "F8_E4M3" => ElementType.Float8E4M3,
            "F8_E5M2" => ElementType.Float8E5M2,
            "F8_E8M0" => ElementType.Float8E8M0,
            "F4" => ElementType.Float4,
            "I64" => ElementType.Int64,
            "I32" => ElementType.Int32,
            "I16" => ElementType.Int16,
            "I8" => ElementType.Int8,
            "U64" => ElementType.UInt64,
            "U32" => ElementType.UInt32,
            "U16" => ElementType.UInt16,
            "U8" => ElementType.UInt8,
            "BOOL" => ElementType.Bool,
            _ => null,
        };
        unread = type is not null ? string.Empty : dtype switch
        {
            "C64" or "C128" => ComplexNumbers.Reason,
            "F6_E2M3" or "F6_E3M2" =>
                $"its dtype is {dtype}, and the format does not say in which order four 6-bit numbers lie in three bytes; save it as F32, "
                + $"which holds it exactly",
            _ => $"unknown dtype '{FileText.Short(dtype)}'; F64, F32, F16, BF16, F8_E4M3, F8_E5M2, F8_E8M0, F4, integers and BOOL are read",
        };
        return type;
    }
}
