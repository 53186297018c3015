using LowRank.Verify.Catalogue;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>Every kind of mistake in an oracle file: one line with file, line, column and reason, and exit status 2.</summary>
public sealed class BadOracleFileTests : IDisposable
{
    private static readonly string Sample =
        File.ReadAllText(Path.Combine(Tool.Root, "samples", "derivations", "tight-at-most-printed.yaml"));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // The place is that of the marker in the mutated file.
    [Theory]
    [InlineData("unknown name", "sqrt(r[1]*h[1])", "sqrt(r[1]*hh[1])", "hh[1]", "unknown name 'hh'")]
    [InlineData("unknown function", "sqrt(r[1]*h[1])", "sqtr(r[1]*h[1])", "sqtr(", "unknown function 'sqtr'; did you mean 'sqrt'?")]
    [InlineData("unknown member", "  C2: {}", "  C2: {}\n  C3: {}", "{}\nrequires", "'C3' is not a member of the record 'network'")]
    [InlineData("unknown record", "record: network", "record: netwrok", "netwrok", "declares no record 'netwrok'; did you mean 'network'?")]
    [InlineData("unknown family", "id: pinto2025/", "id: pinto2052/", "pinto2052/", "no family 'pinto2052'; did you mean 'pinto2025'?")]
    [InlineData("unknown oracle", "at_most: pinto2025/theorem-7", "at_most: pinto2025/theorem-77", "pinto2025/theorem-77",
        "'pinto2025/theorem-77'")]
    [InlineData("unknown field", "kind: conditional", "kind: conditional\nunits: none", "units", "unknown field 'units'")]
    [InlineData("cyclic definitions", "value: >\n  X", "where:\n  a: b + 1\n  b: a + 1\nvalue: >\n  a * X", "a + 1\nvalue", "a -> b -> a")]
    [InlineData("index below the range", "sqrt(r[1]*h[1])", "sqrt(r[0]*h[1])", "0]*h[1]", "the index")]
    [InlineData("index above the range", "sqrt(r[1]*h[1])", "sqrt(r[L+1]*h[1])", "+1]*h[1]", "the index")]
    [InlineData("wrong arity", "sqrt(r[1]*h[1])", "sqrt(r[1], h[1])", "sqrt(r[1], h[1])", "sqrt takes")]
    [InlineData("missing provenance", ", provenance: derived", "", "{paper:", "'provenance' is missing")]
    [InlineData("unknown provenance", "provenance: derived", "provenance: hearsay", "hearsay", "'provenance' must be one of")]
    [InlineData("recalled bound", "provenance: derived}\nkind: conditional", "provenance: recalled}\nkind: bound", "recalled",
        "a recalled statement cannot be of kind 'bound'")]
    [InlineData("duplicate key", "record: network", "record: network\nrecord: weights", "record: weights", "not valid YAML")]
    [InlineData("bad YAML", "given:", "given: [", null, "not valid YAML")]
    [InlineData("bad formula", "sqrt(r[1]*h[1])", "sqrt(r[1]*)", ")\n    +", "")]
    [InlineData("open bracket", "value: >", "value: [m\nextra: x", null, "not valid YAML")]
    [InlineData("anchor", "record: network", "record: &n network", "&n", "anchors (&name) are not used")]
    [InlineData("other constant", "value: >\n  X", "where:\n  pi: \"3\"\nvalue: >\n  X", null, "'pi' is the circle constant")]
    [InlineData("wider domain", "  C2: {}", "  C2: {domain: \"(0, inf)\"}", null, "the domain of 'C2' reaches beyond that of the record")]
    [InlineData("bad limit", "properties:", "limits:\n  - {limit: \"C1 to 1\", equals: \"1\"}\nproperties:", "C1 to 1",
        "a limit is written")]
    public void Mistake_is_placed_and_explained(string kind, string old, string replacement, string? marker, string reason)
    {
        string text = Sample.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Sample, text);
        string file = folder.Write("mine.yaml", text), line = Tool.Fail(2, ["check", file]);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        if (marker is null)
        {
            Assert.Matches(@"mine\.yaml:\d+:\d+: ", line);
            return;
        }

        int place = text.IndexOf(marker, StringComparison.Ordinal), start = text.LastIndexOf('\n', Math.Max(place, 1) - 1) + 1;
        Assert.True(line.StartsWith($"lowrank: {file}:{1 + text[..place].Count(c => c == '\n')}:{place - start + 1}: ",
            StringComparison.Ordinal), $"{kind}: {line}");
    }

    [Fact]
    public void Two_files_with_one_id_are_refused_when_the_catalogue_is_read()
    {
        string family = Path.Combine(folder.Location, "catalogue", "spectra");
        Directory.CreateDirectory(family);
        foreach (string name in new[] { "family.yaml", "singular-values.yaml" })
        {
            File.Copy(Path.Combine(Tool.Root, "oracles", "spectra", name), Path.Combine(family, name));
        }

        _ = OracleCatalogue.Load(Path.Combine(folder.Location, "catalogue"));
        string second = Path.Combine(family, "second.yaml");
        File.Copy(Path.Combine(family, "singular-values.yaml"), second);
        InputException refusal = Assert.ThrowsAny<InputException>(() => OracleCatalogue.Load(Path.Combine(folder.Location, "catalogue")));
        Assert.StartsWith($"{second}:1:5: the id is 'spectra/singular-values' but the file's place asks for 'spectra/second'",
            refusal.Message, StringComparison.Ordinal);
        Assert.Contains("no two oracles share one", refusal.Message, StringComparison.Ordinal);
    }
}
