using System.Text.RegularExpressions;
using LowRank.Verify.Catalogue;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>Oracle files say each thing once, in lines that a page holds, and say what they state.</summary>
public sealed partial class OracleFileStyleTests
{
    private const int Columns = 100;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "oracles");

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Folder, f)).Where(f => f != "coverage.yaml").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Lines_are_short_and_do_not_end_in_an_operator(string file)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder, file));
        Assert.DoesNotContain(lines, line => line.Length > Columns);
        YamlMappingNode root = Root(file);
        foreach (YamlScalarNode formula in Formulas(root))
        {
            string[] parts = [.. lines[((int)formula.Start.Line - 1)..Math.Min(lines.Length, (int)formula.End.Line)]
                .Select(l => l.TrimEnd())];
            Assert.DoesNotContain(parts.Take(parts.Length - 1), line => BrokenTerm().IsMatch(line));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Nothing_is_repeated_from_the_family(string file)
    {
        YamlMappingNode root = Root(file);
        if (!root.Children.ContainsKey("record"))
        {
            return;
        }

        YamlMappingNode family = Root(Path.Combine(file.Split(Path.DirectorySeparatorChar)[0], "family.yaml"));
        YamlMappingNode record = Map(Map(family, "records")!, Text(root["record"]))!;
        (string Name, YamlMappingNode? Own)[] given = [.. Given(root["given"])];
        foreach ((string name, YamlMappingNode own) in given.Where(g => g.Own is not null).Select(g => (g.Name, g.Own!)))
        {
            YamlMappingNode declared = Map(record, name)!;
            Assert.DoesNotContain(own.Children, field => declared.Children.TryGetValue(field.Key, out YamlNode? same)
                && Text(same) == Text(field.Value));
        }

        Assert.False(root["given"] is YamlMappingNode && given.All(g => g.Own is null or { Children.Count: 0 }),
            "a list of names is enough");
        if (Map(root, "where") is { } definitions && Map(family, "where") is { } where && Map(where, Text(root["record"])) is { } shared)
        {
            Assert.DoesNotContain(definitions.Children, d => shared.Children.TryGetValue(d.Key, out YamlNode? same)
                && Text(same) == Text(d.Value));
        }
    }

    [Fact]
    public void Definitions_that_two_oracles_of_a_record_have_in_common_stand_in_the_family()
    {
        string[] twice =
        [
            .. Catalogue.Oracles
                .SelectMany(o => o.Where.Where(d => d.Position.File == o.SourceFile)
                    .Select(d => (o.Family, o.Record, d.Head, d.Body.Text, o.Id)))
                .GroupBy(d => (d.Family, d.Record, d.Head, d.Text)).Where(g => g.Count() > 1)
                .Where(g => Catalogue.Oracles.Where(o => o.Family == g.Key.Family && o.Record == g.Key.Record).SelectMany(o => o.Where)
                    .All(d => d.Head != g.Key.Head || d.Body.Text == g.Key.Text))
                .Select(g => $"{g.Key.Head}: {string.Join(", ", g.Select(d => d.Id))}"),
        ];
        Assert.True(twice.Length == 0, string.Join('\n', twice));
    }

    [Fact]
    public void Every_oracle_says_what_it_states_and_for_whom_it_holds()
    {
        Assert.Empty(Catalogue.Oracles.Where(o => o.Sentence is null).Select(o => o.Id));
        Assert.Empty(Catalogue.Oracles.Where(o => o.Kind is OracleKind.Bound or OracleKind.Conditional or OracleKind.Rate
            && o.Holds is null).Select(o => o.Id));
    }

    // What follows from the kind is said by the kind.
    [Fact]
    public void No_note_repeats_what_the_kind_says()
    {
        string[] idle = ["an order of magnitude has no value", "whether its limits were fixed", "what may be claimed of it is not"];
        Assert.DoesNotContain(Catalogue.Oracles.SelectMany(o => o.Errata),
            e => idle.Any(words => e.NoNumber?.Contains(words, StringComparison.Ordinal) == true));
        Assert.DoesNotContain(Catalogue.Oracles.SelectMany(o => o.Notes.OfType<Erratum>()), e => e.Read == "a rate");
    }

    [GeneratedRegex(@"[-+*/^(]$")]
    private static partial Regex BrokenTerm();

    private static YamlMappingNode Root(string file)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, file))));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static YamlMappingNode? Map(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out YamlNode? found) ? found as YamlMappingNode : null;

    private static string Text(YamlNode node) =>
        string.Join(' ', (((YamlScalarNode)node).Value ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<(string Name, YamlMappingNode? Own)> Given(YamlNode node) => node is YamlMappingNode mapping
        ? mapping.Children.Select(m => (Text(m.Key), (YamlMappingNode?)m.Value))
        : ((YamlSequenceNode)node).SelectMany(item => item is YamlScalarNode ? [(Text(item), null)] : Given(item));

    // The value and the definitions, of an oracle or of a family.
    private static IEnumerable<YamlScalarNode> Formulas(YamlMappingNode root) => new[] { "value", "where" }
        .Where(name => root.Children.ContainsKey(name)).SelectMany(name => Scalars(root[name]));

    private static IEnumerable<YamlScalarNode> Scalars(YamlNode node) => node is YamlMappingNode mapping
        ? mapping.Children.Values.SelectMany(Scalars)
        : [(YamlScalarNode)node];
}
