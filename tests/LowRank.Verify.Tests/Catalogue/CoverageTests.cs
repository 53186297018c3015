using LowRank.Verify.Catalogue;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>Every recorded statement has an oracle or a reason, and every oracle belongs to a statement.</summary>
public sealed class CoverageTests
{
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    [Fact]
    public void Every_statement_has_an_oracle_or_a_reason()
    {
        Assert.Empty(Problems(Statements()));
        Assert.True(Statements().Count > 150);
    }

    [Fact]
    public void Every_oracle_belongs_to_a_statement()
    {
        HashSet<string> covered = [.. Statements().Select(s => s.GetValueOrDefault("oracle")).OfType<string>()];
        Assert.All(Catalogue.Oracles, oracle => Assert.Contains(oracle.Id, covered));
    }

    [Fact]
    public void Statement_with_neither_both_or_an_unknown_oracle_is_found()
    {
        static Dictionary<string, string> Line(params (string, string)[] fields) => fields.ToDictionary(f => f.Item1, f => f.Item2);
        Assert.Equal(3, Problems([
            Line(("source", "a"), ("statement", "1")),
            Line(("source", "a"), ("statement", "2"), ("oracle", "pinto2025/theorem-7"), ("reason", "none")),
            Line(("source", "a"), ("statement", "3"), ("oracle", "pinto2025/theorem-99")),
            Line(("source", "a"), ("statement", "4"), ("oracle", "pinto2025/theorem-7")),
        ]).Count);
    }

    private static List<string> Problems(IReadOnlyList<Dictionary<string, string>> statements)
    {
        List<string> problems = [];
        foreach (Dictionary<string, string> line in statements)
        {
            string name = $"{line["source"]}, {line["statement"]}";
            bool hasOracle = line.TryGetValue("oracle", out string? id), hasReason = line.TryGetValue("reason", out string? reason)
                && reason.Trim().Length > 0;
            if (hasOracle == hasReason)
            {
                problems.Add($"{name}: needs an oracle or a reason, one of them");
            }
            else if (hasOracle && !Catalogue.TryGet(id!, out _))
            {
                problems.Add($"{name}: the catalogue has no oracle '{id}'");
            }
        }

        problems.AddRange(statements.GroupBy(s => (s["source"], s["statement"])).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: listed twice"));
        return problems;
    }

    private static List<Dictionary<string, string>> Statements()
    {
        YamlStream stream = [];
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Repository.Root, "oracles", "coverage.yaml"))));
        YamlSequenceNode list = (YamlSequenceNode)((YamlMappingNode)stream.Documents[0].RootNode)["statements"];
        return [.. list.Children.Select(item => ((YamlMappingNode)item)
            .Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => ((YamlScalarNode)c.Value).Value!))];
    }
}
