using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using LowRank.Verify.Gate.Harness;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// The schemas of records and of what the gate sends are exported from the types that are written and read. A difference leaves a
/// <c>*.received.json</c>; <c>LOWRANK_ACCEPT_SNAPSHOTS=1</c> accepts it. The shapes of inputs and answers are unions that types do not
/// express: protocol-run, protocol-answer and protocol-description are written by hand.
/// </summary>
public sealed class SchemaTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    [Fact]
    public void Schema_of_records_is_that_of_their_types() => Verify("gate", Titled("lowrank gate --json", Export(RecordContext.Lines.RunRecord)));

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    public void Schema_of_a_request_is_that_of_its_type(string op)
    {
        JsonArray requests = Export(ProtocolContext.Lines.ProtocolRequest)["anyOf"]!.AsArray();
        JsonNode request = requests.Single(schema => (string?)schema!["properties"]!["op"]!["enum"]![0] == op)!;
        Verify($"protocol-{op}", Titled($"Gate protocol: {op}", request.DeepClone().AsObject()));
    }

    private static void Verify(string name, JsonObject schema)
    {
        string kept = Path.Combine(Repository.Root, "docs", "schema", name + ".schema.json"), received = Path.ChangeExtension(kept, ".received.json");
        string text = schema.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("LOWRANK_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(kept, text);
        }

        bool isSame = File.Exists(kept) && File.ReadAllText(kept) == text;
        if (isSame)
        {
            File.Delete(received);
        }
        else
        {
            File.WriteAllText(received, text);
        }

        Assert.True(isSame, $"{name}.schema.json is not what its types say; see {received}");
    }

    private static JsonObject Titled(string title, JsonObject schema)
    {
        JsonObject titled = new() { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = title };
        foreach ((string name, JsonNode? value) in schema)
        {
            titled[name] = value?.DeepClone();
        }

        return titled;
    }

    // Each alternative demands the member that tells it apart. Draft 7 as our reader has it: a list of one value says what "const" does.
    private static JsonObject Export(JsonTypeInfo type)
    {
        JsonObject schema = type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Complete }).AsObject();
        string teller = type.PolymorphismOptions!.TypeDiscriminatorPropertyName;
        foreach (JsonObject alternative in schema["anyOf"]!.AsArray().Cast<JsonObject>())
        {
            alternative["type"] = "object";
            alternative["required"] = new JsonArray([teller, .. alternative["required"]?.AsArray().Select(name => name!.DeepClone()) ?? []]);
            alternative["properties"]![teller] = new JsonObject { ["enum"] = new JsonArray(alternative["properties"]![teller]!["const"]!.DeepClone()) };
            alternative["additionalProperties"] = false;
        }

        return schema;
    }

    // What the exporter does not say: the meaning, the limits that attributes give, what our converters write, and that nothing else is allowed.
    private static JsonObject Complete(JsonSchemaExporterContext context, JsonNode exported)
    {
        JsonPropertyInfo? member = context.PropertyInfo;
        Type type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        JsonObject schema = member is null ? exported as JsonObject ?? [] : context.TypeInfo.Kind switch
        {
            _ when exported is JsonObject known => known,
            _ when type == typeof(double) => new JsonObject { ["anyOf"] = new JsonArray(Typed("number"), new JsonObject { ["enum"] = new JsonArray("nan", "inf", "-inf") }, Typed("null")) },
            _ when type == typeof(int) => Typed("integer"),
            _ when type == typeof(Shard) => new JsonObject { ["type"] = new JsonArray("string", "null"), ["pattern"] = "^[0-9]+/[0-9]+$" },
            _ when type == typeof(JsonNode) => new JsonObject { ["type"] = new JsonArray("object", "array", "null") },
            _ => throw new InvalidOperationException($"{member.Name}: the exporter says nothing of {type}"),
        };
        if (type == typeof(int) || type == typeof(ulong))
        {
            schema["minimum"] = 0;
        }

        object[] attributes = [.. (member?.AttributeProvider ?? type).GetCustomAttributes(inherit: true), .. member is null ? [] : type.GetCustomAttributes<DescriptionAttribute>()];
        foreach (object attribute in attributes)
        {
            switch (attribute)
            {
                case DescriptionAttribute { Description: var meaning } when !schema.ContainsKey("description"):
                    schema["description"] = meaning;
                    break;
                case RegularExpressionAttribute pattern:
                    schema["pattern"] = pattern.Pattern;
                    break;
                case RangeAttribute range:
                    schema["minimum"] = (int)range.Minimum;
                    break;
                case MinLengthAttribute least:
                    schema["minLength"] = least.Length;
                    break;
                case AllowedValuesAttribute allowed:
                    schema.Clear();
                    schema["enum"] = new JsonArray([.. allowed.Values.Select(value => JsonSerializer.SerializeToNode(value))]);
                    break;
                default:
                    break;
            }
        }

        if (schema["properties"] is JsonObject)
        {
            schema["additionalProperties"] = false;
        }

        return schema;
    }

    private static JsonObject Typed(string type) => new() { ["type"] = type };
}
