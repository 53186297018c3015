using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Schemas;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>The schemas of what <c>--json</c> prints are exported from the types that are written.</summary>
public sealed class SchemaTests
{
    private static readonly Dictionary<Type, JsonObject> Written = new()
    {
        [typeof(ShownInput)] = Parse("""
            {
              "$of": "Input",
              "anyOf": [
                { "type": "number" },
                { "type": "string" },
                { "type": "array", "items": { "$of": "Input" } },
                {
                  "type": "object",
                  "properties": {
                    "tensor": { "type": ["string", "null"] },
                    "shape": { "type": "array", "items": { "type": "integer", "minimum": 0 } }
                  },
                  "required": ["tensor", "shape"],
                  "additionalProperties": false
                }
              ]
            }
            """),
    };

    [Theory]
    [InlineData("bounds", "lowrank bounds --json", typeof(BoundsDocument))]
    [InlineData("spectrum", "lowrank spectrum --json", typeof(SpectrumDocument))]
    [InlineData("spectrum-top", "lowrank spectrum --top --json", typeof(LeadingDocument))]
    [InlineData("evaluate", "lowrank evaluate --json", typeof(EvaluationDocument))]
    [InlineData("describe", "lowrank describe <oracle> --json", typeof(OracleDocument))]
    [InlineData("describe-catalogue", "lowrank describe --json", typeof(CatalogueDocument))]
    [InlineData("check", "lowrank check --json", typeof(ClaimDocument))]
    [InlineData("doctor", "lowrank doctor --json", typeof(DoctorDocument))]
    [InlineData("errata", "lowrank errata --json", typeof(ErrataDocument))]
    [InlineData("experiment", "lowrank experiment --json", typeof(ExperimentRecord))]
    [InlineData("published", "lowrank published --json", typeof(PublishedDocument))]
    [InlineData("vectors-lint", "lowrank vectors lint --json", typeof(VectorLintDocument))]
    [InlineData("vectors-generate", "lowrank vectors generate --json", typeof(VectorsDocument))]
    [InlineData("jacobian", "lowrank jacobian --json", typeof(JacobianDocument))]
    [InlineData("compress", "lowrank compress --json", typeof(CompressDocument))]
    public void Schema_is_that_of_its_types(string name, string title, Type type)
    {
        JsonTypeInfo written = DocumentContext.Lines.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not written.");
        SchemaSnapshot.Verify(Tool.Root, name, title, SchemaExport.Of(written, Written));
    }

    private static JsonObject Parse(string schema) => JsonNode.Parse(schema)!.AsObject();
}
