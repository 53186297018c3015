using System.Text.Json;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>The members of one record, read by name; every complaint begins with file and line.</summary>
/// <param name="Json">The record.</param>
/// <param name="Where">"file:line".</param>
internal readonly record struct RecordFields(JsonElement Json, string Where)
{
    public string Text(string name) => OptionalText(name) ?? throw Wrong(name, "text");

    public string? OptionalText(string name) => Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Null } => null,
        _ => throw Wrong(name, "text"),
    };

    public int Integer(string name) => Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value) && value >= 0
        ? value
        : throw Wrong(name, "an integer");

    public ulong Unsigned(string name) => Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt64(out ulong value)
        ? value
        : throw Wrong(name, "an integer");

    public bool Flag(string name) => Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    /// <summary>A number, or one of the words that stand for what JSON has no number for.</summary>
    public double? Number(string name) => Member(name) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } word => word.GetString() switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => throw Wrong(name, "a number"),
        },
        _ => throw Wrong(name, "a number"),
    };

    public RecordFields Object(string name) => Member(name) is { ValueKind: JsonValueKind.Object } json ? new(json, Where) : throw Wrong(name, "an object");

    public IEnumerable<JsonElement> Array(string name) => Member(name) is { ValueKind: JsonValueKind.Array } json ? json.EnumerateArray() : throw Wrong(name, "a list");

    /// <summary>All members as texts.</summary>
    public IReadOnlyDictionary<string, string> Texts()
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (JsonProperty member in Json.EnumerateObject())
        {
            texts[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw Wrong(member.Name, "text");
        }

        return texts;
    }

    public bool Has(string name) => Json.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null;

    private JsonElement Member(string name) => Json.TryGetProperty(name, out JsonElement member) ? member : throw new InputException($"{Where}: '{name}' is missing");

    private InputException Wrong(string name, string kind) => new($"{Where}: '{name}' must be {kind}");
}
