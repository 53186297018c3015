using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Reports;

/// <summary>Inputs, enclosures and answers of records as a person would write them.</summary>
public static class ReadableJson
{
    /// <summary>Entries of a matrix that are written out; of a larger one the shape is, since the token gives the entries.</summary>
    public const int LargestMatrix = 36;

    private const int LongestText = 2000;
    private const int LongestNumber = 60;
    private const int MostItems = 40;

    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>"name = value" for each input, by name.</summary>
    public static IReadOnlyList<(string Name, string Value)> Inputs(JsonObject inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [.. inputs.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => (member.Key, Short(Input(member.Value))))];
    }

    /// <summary>The matrix that a value is; null when it is none, or no valid one.</summary>
    public static Matrix? MatrixOf(JsonNode? value)
    {
        if (value is not JsonObject { Count: 3 })
        {
            return null;
        }

        try
        {
            using JsonDocument record = JsonDocument.Parse(new JsonObject { ["A"] = value.DeepClone() }.ToJsonString());
            return InputJson.Read(record.RootElement, "record").Members["A"] is InputValue.MatrixValue matrix ? matrix.Value : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>An enclosure: "[lower, upper]", a list or named parts of them, or "not enclosed".</summary>
    public static string Enclosure(JsonNode? enclosure) => Short(EnclosurePart(enclosure));

    /// <summary>An answer: a number, an interval, a list or named parts of them, the reason why there is none, or "none".</summary>
    public static string Answer(JsonNode? answer) => Short(AnswerPart(answer));

    private static string EnclosurePart(JsonNode? enclosure) => enclosure switch
    {
        null => "not enclosed",
        JsonArray list => Items(list, EnclosurePart),
        JsonObject ends when IsInterval(ends) => $"[{Plain(ends["lower"])}, {Plain(ends["upper"])}]",
        JsonObject parts => Parts(parts, EnclosurePart),
        _ => Plain(enclosure),
    };

    private static string AnswerPart(JsonNode? answer) => answer switch
    {
        null => "none",
        JsonArray list => Items(list, AnswerPart),
        JsonObject { Count: 1 } value when value["value"] is JsonValue number => Plain(number),
        JsonObject { Count: 1 } value when value["log10"] is JsonValue exponent => $"10^{Plain(exponent)}",
        JsonObject { Count: 1 } value when value["skipped"] is JsonValue reason => $"skipped: {Plain(reason)}",
        JsonObject { Count: 1 } value when value["error"] is JsonValue reason => $"error: {Plain(reason)}",
        JsonObject ends when IsInterval(ends) => $"[{Plain(ends["lower"])}, {Plain(ends["upper"])}]",
        JsonObject parts => Parts(parts, AnswerPart),
        _ => Plain(answer),
    };

    private static string Input(JsonNode? value)
    {
        switch (value)
        {
            case JsonArray list:
                return Items(list, Input);
            case JsonObject when MatrixOf(value) is { } a:
                string storage = a.Storage == StorageType.Float64 ? string.Empty : $" as {a.Storage.ToString().ToLowerInvariant()}";
                return a.Values.Length <= LargestMatrix
                    ? $"[{string.Join(", ", Enumerable.Range(0, a.Rows).Select(i => Row(a, i)))}]{storage}"
                    : $"({a.Rows}×{a.Columns} matrix){storage}";
            case JsonObject:
                return value.ToJsonString(Format);
            default:
                return Plain(value);
        }
    }

    /// <summary>An entry of a matrix, so that reading it gives the same double.</summary>
    private static string Row(Matrix a, int row) =>
        $"[{string.Join(", ", Enumerable.Range(0, a.Columns).Select(column => Entry(a[row, column])))}]";

    internal static string Entry(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsInterval(JsonObject ends) => ends.Count == 2 && ends["lower"] is JsonValue && ends["upper"] is JsonValue;

    private static string Items(JsonArray list, Func<JsonNode?, string> show) =>
        $"[{string.Join(", ", list.Take(MostItems).Select(show))}{(list.Count > MostItems ? $", … {list.Count} in all" : string.Empty)}]";

    private static string Parts(JsonObject parts, Func<JsonNode?, string> show) =>
        string.Join(", ", parts.Select(part => $"{part.Key} {show(part.Value)}"));

    private static string Plain(JsonNode? value)
    {
        string text = value is null ? "null" : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
            : value.ToJsonString(Format);
        return text.Length > LongestNumber && IsNumber(text) ? $"{text[..LongestNumber]}… ({text.Length} characters)" : text;
    }

    private static bool IsNumber(string text) => text.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+' or 'e' or 'E' or '/');

    private static string Short(string text) =>
        text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)] + "…";
}
