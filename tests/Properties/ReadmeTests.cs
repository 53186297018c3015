using System.Reflection;
using System.Text;
using LowRank.Verify.Properties.Mutants;
using Xunit;

namespace LowRank.Verify.Properties;

/// <summary>The table of README.md is made from the laws and the switchboard; LOWRANK_ACCEPT_SNAPSHOTS=1 writes it anew.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "<!-- laws -->", End = "<!-- end of laws -->";

    [Fact]
    public void Table_lists_every_property_with_its_law_and_its_mutant()
    {
        string path = Path.Combine(Repository.Root, "tests", "Properties", "README.md");
        string text = File.ReadAllText(path);
        int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, to = text.IndexOf(End, StringComparison.Ordinal);
        string expected = text[..from] + "\n" + Table() + text[to..];
        if (Environment.GetEnvironmentVariable("LOWRANK_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string Table()
    {
        StringBuilder table = new();
        foreach (IGrouping<string, MethodInfo> book in SwitchboardTests.Properties.Values
            .GroupBy(method => method.DeclaringType!.Name).OrderBy(book => book.Key, StringComparer.Ordinal))
        {
            table.Append("\n### ").Append(book.Key).Append(" (").Append(book.Count())
                .Append(")\n\n| property | law | mutant |\n|---|---|---|\n");
            foreach (MethodInfo method in book.OrderBy(method => method.MetadataToken))
            {
                table.Append("| ")
                    .Append(method.Name.Replace('_', ' ')).Append(" | ").Append(Cell(method.GetCustomAttribute<LawAttribute>()!.Text))
                    .Append(" | ").Append(Cell(Slips.All[method.Name].Text)).Append(" |\n");
            }
        }

        return table.Append('\n').ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
