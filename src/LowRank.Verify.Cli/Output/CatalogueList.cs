using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Cli.Output;

/// <summary>The list of all oracles.</summary>
internal static class CatalogueList
{
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
