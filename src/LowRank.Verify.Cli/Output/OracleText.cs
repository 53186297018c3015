using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Cli.Output;

/// <summary>The text of <c>describe</c>.</summary>
internal static class OracleText
{
    public static void WriteList(Invocation invocation, IEnumerable<Oracle> oracles)
    {
        TextTable table = new("oracle", "kind", "source", "title");
        foreach (Oracle oracle in oracles)
        {
            table.Row(oracle.Id, CatalogueNames.Of(oracle.Kind), CatalogueNames.Of(oracle.Provenance), oracle.Title);
        }

        table.WriteTo(invocation);
    }

    public static void Write(Invocation invocation, Oracle oracle)
    {
        invocation.Line($"{oracle.Id}  revision {oracle.Revision}");
        invocation.Line(oracle.Title);
        invocation.Line($"{oracle.Paper}: {oracle.Statement} ({CatalogueNames.Of(oracle.Provenance)})");
        invocation.Line($"{CatalogueNames.Of(oracle.Kind)}: {CatalogueNames.Meaning(oracle.Kind)}");
        invocation.Line();
        invocation.Line($"inputs (record {oracle.Record})");
        foreach (Member member in oracle.Given)
        {
            string index = member.Index is { } range ? $"[{range.Text}]" : string.Empty;
            string domain = member.Type == MemberType.Matrix ? string.Empty : $" in {member.Domain}";
            string standard = member.DefaultText is { } text ? $"; default {text}" : member.IsOptional ? "; optional" : string.Empty;
            invocation.Line($"  {member.Name}{index}: {CatalogueNames.Of(member.Type)}{domain}, {member.Meaning}{standard}");
        }

        Section(invocation, "requires", oracle.Requires.Select(requirement => requirement.Text));
        Section(invocation, "where", oracle.Where.Select(definition => $"{definition.Head} = {definition.Body.Text}"));
        Section(invocation, "value", oracle.Value switch
        {
            ValueExpression.Single single => [single.Body.Text],
            ValueExpression.Named named => named.Parts.Select(part => $"{part.Key} = {part.Value.Text}"),
            _ => [],
        });
        Section(invocation, "errata", oracle.Errata.Select(erratum => $"printed: {erratum.Printed}; read: {erratum.Read}; why: {erratum.Why}"));
        Section(invocation, "properties", oracle.Properties.Select(property => property.Text));
        Section(invocation, "limits", oracle.Limits.Select(limit => limit.Text));
    }

    private static void Section(Invocation invocation, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length == 0)
        {
            return;
        }

        invocation.Line();
        invocation.Line(title);
        foreach (string line in all)
        {
            invocation.Line("  " + line);
        }
    }
}
