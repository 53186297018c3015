using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Catalogue;

/// <summary>Matrices as JSON: rows of numbers, or shape, dtype and base64 of the little-endian row-major entries.</summary>
internal static class MatrixJson
{
    private static readonly Dictionary<string, (StorageType Type, int Bytes)> Types = new(StringComparer.Ordinal)
    {
        ["float64"] = (StorageType.Float64, 8), ["float32"] = (StorageType.Float32, 4),
        ["float16"] = (StorageType.Float16, 2), ["bfloat16"] = (StorageType.BFloat16, 2),
    };

    /// <summary>A list of at least one list, all of one positive length and of numbers or of strings that are exactly doubles; null where it is no list of lists of these.</summary>
    public static Matrix? TryReadRows(JsonElement list, string where)
    {
        int rows = list.GetArrayLength();
        if (rows == 0 || list.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Array))
        {
            return null;
        }

        int columns = list[0].GetArrayLength();
        if (columns == 0 || list.EnumerateArray().Any(row => row.EnumerateArray().Any(entry => entry.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))))
        {
            return null;
        }

        int line = 0;
        foreach (JsonElement row in list.EnumerateArray())
        {
            if (row.GetArrayLength() != columns)
            {
                throw new InputException(FormattableString.Invariant($"{where}: row {line} has {row.GetArrayLength()} entries, row 0 has {columns}; the rows of a matrix have one length"));
            }

            line++;
        }

        double[] values = new double[checked(rows * columns)];
        int at = 0;
        foreach (JsonElement row in list.EnumerateArray())
        {
            foreach (JsonElement entry in row.EnumerateArray())
            {
                values[at] = Entry(entry, FormattableString.Invariant($"{where}[{at / columns}][{at % columns}]"));
                at++;
            }
        }

        return Matrix.FromRowMajor(rows, columns, values);
    }

    // An entry is stored as a double: a string must be one exactly.
    private static double Entry(JsonElement entry, string where)
    {
        if (entry.ValueKind == JsonValueKind.Number)
        {
            return InputJson.ReadDouble(entry, where, "the entries of a matrix are doubles");
        }

        string text = entry.GetString()!;
        try
        {
            Rational exact = Rational.Parse(text);
            double rounded = exact.ToDouble();
            return double.IsFinite(rounded) && Rational.Of(rounded) == exact
                ? rounded
                : throw new InputException($"{where} is \"{text}\", which is no double; the entries of a matrix are doubles, so write the number itself, or scale the matrix");
        }
        catch (FormatException error)
        {
            throw new InputException($"{where}: {error.Message}", error);
        }
    }

    /// <summary>A matrix from {"shape", "dtype", "data"}.</summary>
    /// <exception cref="InputException">A field is missing, unknown or repeated; shape, dtype and bytes disagree; an entry is NaN or infinite.</exception>
    public static Matrix Read(JsonElement element, string where)
    {
        Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name is not ("shape" or "dtype" or "data") || !fields.TryAdd(property.Name, property.Value))
            {
                throw new InputException($"{where}: a matrix has the fields shape, dtype and data, each once; '{property.Name}' is {(fields.ContainsKey(property.Name) ? "repeated" : "unknown")}");
            }
        }

        foreach (string name in new[] { "shape", "dtype", "data" })
        {
            if (!fields.ContainsKey(name))
            {
                throw new InputException($"{where}: the matrix has no '{name}'");
            }
        }

        (int rows, int columns) = Shape(fields["shape"], where);
        if (fields["dtype"].ValueKind != JsonValueKind.String || !Types.TryGetValue(fields["dtype"].GetString()!, out (StorageType Type, int Bytes) storage))
        {
            throw new InputException($"{where}: dtype {fields["dtype"].GetRawText()} is unknown; use one of {string.Join(", ", Types.Keys)}");
        }

        if (fields["data"].ValueKind != JsonValueKind.String || !fields["data"].TryGetBytesFromBase64(out byte[]? bytes))
        {
            throw new InputException($"{where}: data must be a base64 string");
        }

        if (bytes.LongLength != (long)rows * columns * storage.Bytes)
        {
            throw new InputException($"{where}: a {rows}×{columns} matrix of {fields["dtype"].GetString()} has {(long)rows * columns * storage.Bytes} bytes, but data has {bytes.LongLength}");
        }

        double[] values = new double[(long)rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Entry(bytes.AsSpan(i * storage.Bytes), storage.Type);
            if (!double.IsFinite(values[i]))
            {
                throw new InputException($"{where}: entry [{i / columns}, {i % columns}] is {(double.IsNaN(values[i]) ? "NaN" : "infinite")}");
            }
        }

        return Matrix.FromRowMajor(rows, columns, values, storage.Type);
    }

    /// <summary>Writes a matrix in its storage format.</summary>
    public static JsonObject Write(Matrix a)
    {
        (string name, (StorageType type, int size)) = Types.First(t => t.Value.Type == a.Storage);
        byte[] bytes = new byte[(long)a.Values.Length * size];
        for (int i = 0; i < a.Values.Length; i++)
        {
            Put(bytes.AsSpan(i * size), a[i / a.Columns, i % a.Columns], type);
        }

        return new JsonObject
        {
            ["shape"] = new JsonArray(a.Rows, a.Columns),
            ["dtype"] = name,
            ["data"] = Convert.ToBase64String(bytes),
        };
    }

    private static (int Rows, int Columns) Shape(JsonElement shape, string where)
    {
        if (shape.ValueKind == JsonValueKind.Array && shape.GetArrayLength() == 2
            && shape[0].ValueKind == JsonValueKind.Number && shape[0].TryGetInt32(out int rows)
            && shape[1].ValueKind == JsonValueKind.Number && shape[1].TryGetInt32(out int columns)
            && rows > 0 && columns > 0 && (long)rows * columns <= Array.MaxLength)
        {
            return (rows, columns);
        }

        throw new InputException($"{where}: shape must be two positive integers [rows, columns], not {shape.GetRawText()}");
    }

    private static double Entry(ReadOnlySpan<byte> bytes, StorageType type) => type switch
    {
        StorageType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        StorageType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        StorageType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
    };

    private static void Put(Span<byte> bytes, double value, StorageType type)
    {
        switch (type)
        {
            case StorageType.Float64:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                break;
            case StorageType.Float32:
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
                break;
            case StorageType.Float16:
                BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
                break;
            default:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(BitConverter.SingleToInt32Bits((float)value) >> 16));
                break;
        }
    }
}
