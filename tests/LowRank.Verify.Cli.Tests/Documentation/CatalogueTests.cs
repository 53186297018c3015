using LowRank.Verify.Catalogue;
using Xunit;

namespace LowRank.Verify.Cli.Tests.Documentation;

/// <summary><c>docs/catalogue</c> says what the oracle files say.</summary>
public sealed class CatalogueTests
{
    private const string Folder = "docs/catalogue";

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.Load(Path.Combine(Tool.Root, "oracles"));

    public static TheoryData<string> Families => [.. Catalogue.Oracles.Select(oracle => oracle.Family).Distinct()];

    [Theory]
    [MemberData(nameof(Families))]
    public void Page_of_a_family_is_current(string family) =>
        GeneratedPage.Check($"{Folder}/{family}.md", CataloguePage.Of(family, Title(family), Of(family)));

    [Fact]
    public void List_of_all_statements_is_current() =>
        GeneratedPage.Check($"{Folder}/README.md",
            CataloguePage.Index([.. Families.Select(row => row.Data).Select(family => (family, Title(family), Of(family)))]));

    [Fact]
    public void No_page_is_left_over_and_no_anchor_stands_twice()
    {
        Assert.Equal(
            Families.Select(row => row.Data + ".md").Append("README.md").Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(Tool.Root, Folder), "*.md").Select(file => Path.GetFileName(file)!)
                .Where(name => !name.EndsWith(".received.md", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.Equal(Catalogue.Oracles.Count, Catalogue.Oracles.Select(oracle => CataloguePage.Anchor(oracle.Id)).Distinct().Count());
    }

    private static IReadOnlyList<Oracle> Of(string family) => [.. Catalogue.Oracles.Where(oracle => oracle.Family == family)];

    // The second line of the family's declaration.
    private static string Title(string family) => File.ReadLines(Path.Combine(Tool.Root, "oracles", family, "family.yaml"))
        .First(line => line.StartsWith("title: ", StringComparison.Ordinal))["title: ".Length..].Trim('"');
}
