using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LowRank.Verify.Cli.Output;

/// <summary>JSON as text: indented for a document, one line for a record of a stream.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Document = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Record = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Indented(JsonNode node) => node.ToJsonString(Document);

    public static string OneLine(JsonNode node) => node.ToJsonString(Record);

    public static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray Strings(IEnumerable<string> items) => new([.. items.Select(text => (JsonNode?)JsonValue.Create(text))]);

    /// <summary>A JSON number, or null for a double that JSON cannot write.</summary>
    public static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
