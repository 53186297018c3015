using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Cli.Output;

/// <summary>The list of all oracles.</summary>
internal static class CatalogueList
{
    public static JsonObject Json(IEnumerable<Oracle> oracles) => new()
    {
        ["oracles"] = JsonText.Array(oracles.Select(oracle => (JsonNode?)new JsonObject
        {
            ["id"] = oracle.Id,
            ["revision"] = oracle.Revision,
            ["kind"] = OracleDescription.Word(oracle.Kind),
            ["title"] = oracle.Title,
        })),
    };

    public static void Write(Invocation invocation, IEnumerable<Oracle> oracles)
    {
        TextTable table = new("oracle", "kind", "source", "title");
        foreach (Oracle oracle in oracles)
        {
            table.Row(oracle.Id, OracleDescription.Word(oracle.Kind), OracleDescription.Word(oracle.Provenance), oracle.Title);
        }

        table.WriteTo(invocation);
    }
}
