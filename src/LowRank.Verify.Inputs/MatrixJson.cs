using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Inputs;

/// <summary>
/// Matrices as JSON: rows of numbers, or shape, dtype and base64 of the little-endian row-major entries, with the scale of int8.
/// </summary>
internal static class MatrixJson
{
    private static readonly Dictionary<string, (StorageType Type, int Bytes)> Types = new(StringComparer.Ordinal)
    {
        ["float64"] = (StorageType.Float64, 8), ["float32"] = (StorageType.Float32, 4),
        ["float16"] = (StorageType.Float16, 2), ["bfloat16"] = (StorageType.BFloat16, 2),
        ["int8"] = (StorageType.Int8, 1),
    };

    /// <summary>
    /// True for a list that begins with a list of anything but lists and objects: the rows of a matrix, or nothing that is read.
    /// </summary>
    public static bool IsRows(JsonElement list) =>
        list.GetArrayLength() > 0
        && list[0].ValueKind == JsonValueKind.Array
        && (list[0].GetArrayLength() == 0 || list[0][0].ValueKind is not (JsonValueKind.Array or JsonValueKind.Object));

    /// <summary>
    /// A matrix from a list of rows of one positive length. An entry is a JSON number, or a string that is exactly a double.
    /// </summary>
    /// <exception cref="InputException">A row has another length than the first or is no list; an entry is no double. Rows and columns
    /// count from 1.</exception>
    public static Matrix ReadRows(JsonElement list, string where)
    {
        int rows = list.GetArrayLength(), columns = list[0].GetArrayLength();
        if (columns == 0)
        {
            throw new InputException($"{where}: row 1 is empty; a matrix has at least one column");
        }

        List<double> values = [];
        int r = 0;
        foreach (JsonElement row in list.EnumerateArray())
        {
            r++;
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != columns)
            {
                string other = row.ValueKind == JsonValueKind.Array ? "has " + Entries(row.GetArrayLength()) : "is no list";
                throw new InputException(FormattableString.Invariant(
                    $"{where}: the rows of a matrix have one length, but row 1 has {Entries(columns)} and row {r} {other}"));
            }

            int c = 0;
            foreach (JsonElement entry in row.EnumerateArray())
            {
                values.Add(ReadEntry(entry, FormattableString.Invariant($"{where}, row {r}, column {++c}")));
            }
        }

        return Matrix.FromRowMajor(rows, columns, [.. values]);
    }

    /// <summary>
    /// A matrix from {"shape", "dtype", "data"}, and "scale" for int8: its entries are the scale times the integers, which must be doubles.
    /// </summary>
    /// <exception cref="InputException">A field is missing, unknown or repeated; shape, dtype and bytes disagree; an entry is NaN or
    /// infinite.</exception>
    public static Matrix Read(JsonElement element, string where)
    {
        Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name is not ("shape" or "dtype" or "data" or "scale") || !fields.TryAdd(property.Name, property.Value))
            {
                throw new InputException(
                    $"{where}: a matrix has the fields shape, dtype and data (and scale for int8), each once; "
                    + $"'{InputJson.Short(property.Name)}' is {(fields.ContainsKey(property.Name) ? "repeated" : "unknown")}");
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
        if (fields["dtype"].ValueKind != JsonValueKind.String
            || !Types.TryGetValue(fields["dtype"].GetString()!, out (StorageType Type, int Bytes) storage))
        {
            throw new InputException(
                $"{where}: dtype {InputJson.Short(fields["dtype"].GetRawText())} is unknown; use one of {string.Join(", ", Types.Keys)}");
        }

        if (fields.ContainsKey("scale") != (storage.Type == StorageType.Int8))
        {
            throw new InputException($"{where}: a matrix of int8 has a 'scale', and no other has one");
        }

        if (fields["data"].ValueKind != JsonValueKind.String || !fields["data"].TryGetBytesFromBase64(out byte[]? bytes))
        {
            throw new InputException($"{where}: data must be a base64 string");
        }

        if (bytes.LongLength != (long)rows * columns * storage.Bytes)
        {
            throw new InputException(
                $"{where}: a {rows}×{columns} matrix of {fields["dtype"].GetString()} has {(long)rows * columns * storage.Bytes} bytes, "
                + $"but data has {bytes.LongLength}");
        }

        double[] values = new double[(long)rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Entry(bytes.AsSpan(i * storage.Bytes), storage.Type);
            if (!double.IsFinite(values[i]))
            {
                string what = double.IsNaN(values[i])
                    ? "NaN"
                    : "infinite: what overflowed may have been any large number, so there is no storage range";
                throw new InputException(FormattableString.Invariant(
                    $"{where}, row {(i / columns) + 1}, column {(i % columns) + 1} is {what}"));
            }
        }

        return storage.Type == StorageType.Int8
            ? ReadScaled(Matrix.FromRowMajor(rows, columns, values), fields["scale"], where)
            : Matrix.FromRowMajor(rows, columns, values, storage.Type);
    }

    private static Matrix ReadScaled(Matrix integers, JsonElement scaleField, string where)
    {
        double scale = ReadEntry(scaleField, $"{where}, scale");
        if (!(scale > 0))
        {
            throw new InputException($"{where}: the scale of an int8 matrix is positive, not {InputJson.Short(scaleField.GetRawText())}");
        }

        try
        {
            return Matrix.FromInt8(integers.Rows, integers.Columns, Array.ConvertAll(integers.Values, value => (sbyte)value), scale);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{where}: the scale times the integers is not exactly a double; a scale of at most 46 bits always is",
                e);
        }
    }

    /// <summary>Writes a matrix in its storage format; int8 of unknown scale, and formats that have no name here, as float64.</summary>
    public static JsonObject Write(Matrix a)
    {
        StorageType format = (a.Storage == StorageType.Int8 && a.StorageScale is null) || Types.Values.All(t => t.Type != a.Storage)
            ? StorageType.Float64 : a.Storage;
        (string name, (StorageType type, int size)) = Types.First(t => t.Value.Type == format);
        double scale = a.StorageScale ?? 1;
        byte[] bytes = new byte[(long)a.Values.Length * size];
        for (int i = 0; i < a.Values.Length; i++)
        {
            Put(bytes.AsSpan(i * size), a[i / a.Columns, i % a.Columns] / scale, type);
        }

        JsonObject json = new()
        {
            ["shape"] = new JsonArray(a.Rows, a.Columns),
            ["dtype"] = name,
            ["data"] = Convert.ToBase64String(bytes),
        };
        if (type == StorageType.Int8)
        {
            json["scale"] = scale;
        }

        return json;
    }

    private static string Entries(int count) => count == 1 ? "1 entry" : FormattableString.Invariant($"{count} entries");

    private static double ReadEntry(JsonElement entry, string where) => entry.ValueKind switch
    {
        JsonValueKind.Number => InputJson.ReadDouble(entry, where, "the entries of a matrix are doubles"),
        JsonValueKind.String => ReadExactDouble(InputJson.ReadRational(entry.GetString()!, where), where),
        _ => throw new InputException($"{where} is {InputJson.Kind(entry)}, which is no number"),
    };

    private static double ReadExactDouble(InputValue.Number number, string where)
    {
        double nearest = number.Exact.ToDouble();
        if (double.IsFinite(nearest) && Rational.Of(nearest) == number.Exact)
        {
            return nearest;
        }

        throw new InputException(
            $"{where} is \"{InputJson.Short(number.Text!)}\", which is not exactly a double, as the entries of a matrix are"
            + (double.IsFinite(nearest)
                && nearest != 0 ? $"; the nearest is {nearest.ToString("R", CultureInfo.InvariantCulture)}" : string.Empty));
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

        throw new InputException(
            $"{where}: shape must be two positive integers [rows, columns], not {InputJson.Short(shape.GetRawText())}");
    }

    private static double Entry(ReadOnlySpan<byte> bytes, StorageType type) => type switch
    {
        StorageType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        StorageType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        StorageType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        StorageType.Int8 => (sbyte)bytes[0],
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
            case StorageType.Int8:
                bytes[0] = (byte)(sbyte)Math.Round(value);
                break;
            default:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(BitConverter.SingleToInt32Bits((float)value) >> 16));
                break;
        }
    }
}
