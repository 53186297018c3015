using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

public sealed class FactVocabularyTests
{
    /// <summary>The page is the table; LOWRANK_ACCEPT_SNAPSHOTS=1 writes it.</summary>
    [Fact]
    public void Page_of_facts_is_the_table()
    {
        string path = Path.Combine(Repository.Root, "docs", "facts.md"), page = Page();
        if (Environment.GetEnvironmentVariable("LOWRANK_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.Equal(page, File.ReadAllText(path));
    }

    [Fact]
    public void Every_source_of_the_catalogue_names_facts_and_every_fact_is_used_or_plain()
    {
        OracleCatalogue catalogue = OracleCatalogue.LoadDefault();
        string[] used = [.. catalogue.Oracles.SelectMany(oracle => oracle.RecordMembers.Concat(oracle.Given)).Select(member => member.From)
            .OfType<MemberSource>().SelectMany(source => source.Facts).Distinct()];
        Assert.All(used, name => Assert.NotNull(FactVocabulary.Find(name)));
        Assert.InRange(used.Length, 40, FactVocabulary.Facts.Count);
        Assert.Equal(FactVocabulary.Facts.Count, FactVocabulary.Facts.Select(fact => fact.Name).Distinct().Count());
    }

    private static string Page() => string.Join('\n',
    [
        "# Facts of a network",
        string.Empty,
        "What `from:` of a member may name (see `oracles/README.md`). L is the number of layers, H that of the hidden units of a network "
            + "of two layers, m that of the rows of the Jacobian. Of an *enclosure*",
        "either end may be taken; of a fact that is known by its *upper end* a formula must not fall with it where an upper end is "
            + "wanted. Where biases are carried, layers and data are those with the constant coordinate.",
        string.Empty,
        "| fact | index | known | needs | what it is |",
        "|---|---|---|---|---|",
        .. FactVocabulary.Facts.Select(fact =>
            $"| `{fact.Name}` | {fact.Index ?? string.Empty} | {Known(fact)} | {Needs(fact.Needs)} | {fact.Meaning} |"),
        string.Empty,
    ]);

    private static string Known(FactDeclaration fact) => fact.Type == MemberType.Matrix ? "matrix" : fact.Known switch
    {
        FactEnd.Exact => "exactly",
        FactEnd.Both => "enclosure",
        _ => "upper end",
    };

    private static string Needs(FactNeeds needs) => string.Join(", ", new (FactNeeds Flag, string Word)[]
    {
        (FactNeeds.Labels, "labels"), (FactNeeds.Data, "data"), (FactNeeds.Reference, "reference or 0"), (FactNeeds.Given, "reference"),
            (FactNeeds.StoredMatrices, "stored matrices"),
        (FactNeeds.Rank, "two readings"), (FactNeeds.Margins, "final scores"), (FactNeeds.EachLayer, "each layer"),
            (FactNeeds.Jacobian, "Jacobian"), (FactNeeds.TwoLayers, "two layers"), (FactNeeds.Dense, "dense layers"),
    }.Where(item => needs.HasFlag(item.Flag)).Select(item => item.Word));
}
