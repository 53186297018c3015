using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Catalogue.Vectors;

/// <summary>Files of vectors, <c>&lt;oracle id&gt;.jsonl</c>: one JSON object per line.</summary>
public static class VectorFile
{
    /// <summary>The ending of vector files.</summary>
    public const string Extension = ".jsonl";

    private static readonly string[] Fields = ["id", "oracle", "revision", "flags", "inputs", "expect", "why"];

    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file of an oracle's vectors in a folder.</summary>
    public static string PathOf(string folder, string oracle) => Path.Combine([folder, .. oracle.Split('/')]) + Extension;

    /// <summary>The id of the oracle whose vectors a file of a folder should hold, by its place.</summary>
    public static string OracleOf(string folder, string path) =>
        Path.GetRelativePath(folder, path)[..^Extension.Length].Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>All vector files of a folder, in order.</summary>
    /// <exception cref="InputException">The folder is missing, or holds none.</exception>
    public static IReadOnlyList<string> List(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{folder}: there is no such folder of vectors; '{ToolCommand.Line("vectors generate")}' writes one");
        }

        string[] files = [.. Directory.EnumerateFiles(folder, "*" + Extension, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files
            : throw new InputException(
            $"{folder}: there are no vectors in this folder (*{Extension}); '{ToolCommand.Line("vectors generate")}' writes them");
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">A line is no vector; the message starts with file:line.</exception>
    public static IReadOnlyList<TestVector> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        return [.. lines.Select((line, i) => Parse(line, Where(path, i + 1)))];
    }

    /// <summary>"file:line".</summary>
    public static string Where(string path, int line) => FormattableString.Invariant($"{path}:{line}");

    /// <summary>Reads one line.</summary>
    /// <exception cref="InputException">It is no vector; the message starts with <paramref name="where"/>.</exception>
    public static TestVector Parse(string line, string where)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return Of(document.RootElement, where);
        }
        catch (JsonException error)
        {
            throw new InputException($"{where}: not valid JSON at byte {(error.BytePositionInLine ?? 0) + 1}", error);
        }
    }

    /// <summary>One line, without its end.</summary>
    public static string Write(TestVector vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        JsonObject expect = vector.Expect.Write();
        expect["digits"] = vector.Digits;
        return new JsonObject
        {
            ["id"] = vector.Id,
            ["oracle"] = vector.Oracle,
            ["revision"] = vector.Revision,
            ["flags"] = new JsonArray([.. vector.Flags.Select(f => (JsonNode?)JsonValue.Create(f))]),
            ["inputs"] = Inputs(vector.Inputs),
            ["expect"] = expect,
            ["why"] = vector.Why,
        }.ToJsonString(Format);
    }

    private static TestVector Of(JsonElement root, string where)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InputException($"{where}: a vector is one JSON object");
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!Fields.Contains(property.Name) || !seen.Add(property.Name))
            {
                throw new InputException(
                    $"{where}: the field '{property.Name}' is {(Fields.Contains(property.Name) ? "repeated" : "unknown")}; a vector has "
                    + $"{string.Join(", ", Fields)}");
            }
        }

        foreach (string field in Fields.Where(f => !seen.Contains(f)))
        {
            throw new InputException($"{where}: the field '{field}' is missing");
        }

        JsonElement expect = root.GetProperty("expect");
        return new TestVector(
            Text(root, "id", where),
            Text(root, "oracle", where),
            Number(root, "revision", where),
            Flags(root.GetProperty("flags"), where),
            InputJson.Read(root.GetProperty("inputs"), $"{where}: inputs"),
            ExpectedValue.Read(expect, where),
            Number(expect, "digits", where),
            Text(root, "why", where));
    }

    private static string Text(JsonElement root, string name, string where) =>
        root.GetProperty(name) is { ValueKind: JsonValueKind.String } text && text.GetString()!.Trim().Length > 0
        ? text.GetString()!
        : throw new InputException($"{where}: '{name}' must be text");

    private static int Number(JsonElement root, string name, string where) =>
        root.TryGetProperty(name, out JsonElement number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int value)
            && value >= 0
            ? value
            : throw new InputException($"{where}: '{name}' must be an integer");

    private static string[] Flags(JsonElement flags, string where) =>
        flags.ValueKind == JsonValueKind.Array && flags.GetArrayLength() > 0
            && flags.EnumerateArray().All(f => f.ValueKind == JsonValueKind.String)
            ? [.. flags.EnumerateArray().Select(f => f.GetString()!)]
            : throw new InputException($"{where}: 'flags' must be a list of at least one flag");

    private static JsonObject Inputs(InputRecord record)
    {
        JsonObject stored = InputJson.Write(record);
        return new JsonObject(record.Members.Select(member => KeyValuePair.Create(member.Key,
            (JsonNode?)Readable(member.Value, stored[member.Key]!))));
    }

    // Matrices of doubles as rows of numbers, which people can read; other storage formats keep their bytes.
    private static JsonNode Readable(InputValue value, JsonNode stored) => value switch
    {
        InputValue.MatrixValue { Value: { Storage: StorageType.Float64 } a } => new JsonArray([.. Enumerable.Range(0, a.Rows)
            .Select(i => (JsonNode?)new JsonArray([.. Enumerable.Range(0, a.Columns).Select(j => (JsonNode?)JsonValue.Create(a[i, j]))]))]),
        InputValue.Sequence list => new JsonArray([.. list.Items.Select((item, i) => (JsonNode?)Readable(item, stored[i]!))]),
        _ => stored.DeepClone(),
    };
}
