using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using NJsonSchema;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>The shipped schemas describe the shipped files, and refuse what the reader refuses.</summary>
public sealed class SchemaTests
{
    private static readonly string Oracles = Path.Combine(AppContext.BaseDirectory, "oracles");

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Oracles, "*.yaml", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Oracles, f)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Shipped_file_satisfies_its_schema(string file)
    {
        JsonSchema schema = await Schema(
            Path.GetFileName(file) is "family.yaml" or "coverage.yaml" ? Path.GetFileNameWithoutExtension(file) : "oracle");
        Assert.Empty(schema.Validate(Json(await File.ReadAllTextAsync(Path.Combine(Oracles, file)))));
    }

    [Theory]
    [InlineData("kind: conditional", "kind: upper")]
    [InlineData("provenance: published-text", "provenance: guessed")]
    [InlineData("revision: 1", "revision: one")]
    [InlineData("value: >", "values: >")]
    [InlineData("{nonincreasing: m}", "{non_increasing: m}")]
    [InlineData("given: [m, ", "given: [m: {type: integer}, ")]
    [InlineData("holds: fixed-class", "holds: sometimes")]
    [InlineData("network: feed-forward", "network: backward")]
    [InlineData("remarks:\n", "remarks:\n  - {comment: something}\n")]
    public async Task Changed_file_fails_its_schema(string old, string replacement)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Oracles, "pinto2025", "theorem-7.yaml"));
        Assert.Contains(old, text, StringComparison.Ordinal);
        Assert.NotEmpty((await Schema("oracle")).Validate(Json(text.Replace(old, replacement, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("""{"m":16,"p":"1/3","q":"-1.5e-400","h":[1,2,"3"],"A":[[1,2],[3,4]]"""
        + ""","W":[[[1]],{"shape":[1,1],"dtype":"float16","data":"ADw="}]}""", true)]
    [InlineData("""{"m":null}""", false)]
    [InlineData("""{"m":true}""", false)]
    [InlineData("""{"m":"sixteen"}""", false)]
    [InlineData("""{"A":{"shape":[1,1],"dtype":"float8","data":""}}""", false)]
    [InlineData("""{"A":{"shape":[0,1],"dtype":"float16","data":""}}""", false)]
    public async Task Inputs_follow_their_schema(string json, bool isValid)
    {
        Assert.Equal(isValid, (await Schema("inputs")).Validate(json).Count == 0);
        if (isValid)
        {
            Assert.Empty((await Schema("inputs")).Validate(InputJson.Write(InputJson.Read(json, "test")).ToJsonString()));
        }
        else
        {
            _ = Assert.Throws<InputException>(() => InputJson.Read(json, "test"));
        }
    }

    private static Task<JsonSchema> Schema(string name) =>
        JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "schema", name + ".schema.json"));

    private static string Json(string yaml)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(yaml));
        return Convert(stream.Documents[0].RootNode).ToJsonString();
    }

    private static JsonNode Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(
            c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, (JsonNode?)Convert(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        _ => JsonValue.Create(((YamlScalarNode)node).Value!),
    };
}
