using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace LowRank.Verify.Schemas;

/// <summary>
/// A schema as it is kept in docs/schema. A difference leaves a <c>*.received.json</c>; <c>LOWRANK_ACCEPT_SNAPSHOTS=1</c> accepts it.
/// </summary>
internal static class SchemaSnapshot
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static void Verify(string root, string name, string title, JsonObject schema)
    {
        string kept = Path.Combine(root, "docs", "schema", name + ".schema.json"), received = Path.ChangeExtension(kept, ".received.json");
        string text = Titled(title, schema).ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("LOWRANK_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(kept, text);
        }

        string[] before = File.Exists(kept) ? File.ReadAllLines(kept) : [], now = text.TrimEnd('\n').Split('\n');
        if (before.SequenceEqual(now))
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        int same = before.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"{name}.schema.json is not what its types say; see {received}. Line {same + 1} is "
            + $"'{before.ElementAtOrDefault(same)?.Trim()}', to be '{now.ElementAtOrDefault(same)?.Trim()}'.");
    }

    private static JsonObject Titled(string title, JsonObject schema)
    {
        JsonObject titled = new() { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = title };
        foreach ((string name, JsonNode? value) in schema.OrderBy(member => member.Key != "description"))
        {
            titled[name] = value?.DeepClone();
        }

        return titled;
    }
}
