using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LowRank.Verify.Cli.Output;

/// <summary>JSON in a line of text for people.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Record = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string OneLine(JsonNode node) => node.ToJsonString(Record);
}
