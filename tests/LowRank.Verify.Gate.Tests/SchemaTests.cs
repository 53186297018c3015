using System.Text.Json.Nodes;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Harness;
using LowRank.Verify.Schemas;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// The schemas of records and of what the gate sends are exported from the types that are written and read. The shapes of inputs and
/// answers are unions that types do not express: protocol-run, protocol-answer and protocol-description are written by hand.
/// </summary>
public sealed class SchemaTests
{
    [Fact]
    public void Schema_of_records_is_that_of_their_types() =>
        SchemaSnapshot.Verify(Repository.Root, "gate", "lowrank gate --json", SchemaExport.Of(RecordContext.Lines.RunRecord));

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    public void Schema_of_a_request_is_that_of_its_type(string op)
    {
        JsonArray requests = SchemaExport.Of(ProtocolContext.Lines.ProtocolRequest)["anyOf"]!.AsArray();
        JsonNode request = requests.Single(schema => (string?)schema!["properties"]!["op"]!["enum"]![0] == op)!;
        SchemaSnapshot.Verify(Repository.Root, $"protocol-{op}", $"Gate protocol: {op}", request.DeepClone().AsObject());
    }
}
