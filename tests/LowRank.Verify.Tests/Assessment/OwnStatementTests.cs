using System.Text.RegularExpressions;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.Networks;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

/// <summary>
/// A statement of one's own is evaluated as the catalogue's are, by its file alone: no id of an oracle stands in the code.
/// </summary>
public sealed partial class OwnStatementTests
{
    private static readonly StoredFile TwoLayers = Planted.ReluFile(Planted.Dense("a", Planted.Diagonal(12, 8, 1, 0.5)),
        Planted.Dense("b", Planted.Diagonal(5, 12, 1, 0.25)));

    [Theory]
    [InlineData("tight-at-most-printed", "2.805883701")]
    [InlineData("simplified-at-least-printed", "6.928203230")]
    public void Shipped_derivations_have_a_value_on_a_network(string name, string printed)
    {
        // With 16 inputs of norm 1, ranks 2 and widths 8, 12, 5: case T1, and 1·1·2·2·sqrt(12/16)·… = 4 sqrt(3).
        string path = Path.Combine(Repository.Root, "samples", "derivations", name + ".yaml");
        Oracle oracle = Planted.Catalogue.Read(File.ReadAllText(path), path);
        AssessmentReport report = Planted.Assess(TwoLayers, new AssessmentOptions { Samples = 16, Further = [oracle] });
        OracleAssessment.Value value = Planted.Value(report, oracle.Id, Reading.AsStored);
        Rational half = Rational.Parse("5e-10"), expected = Rational.Parse(printed);
        Assert.True(name.StartsWith("simplified", StringComparison.Ordinal)
            || (expected - half <= Planted.Enclosure(value).Lower.ToRational()
            && Planted.Enclosure(value).Upper.ToRational() <= expected + half));
        Assert.IsType<FastResult.NotApplicable>(value.Fast);
        Assert.Contains(report.Oracles.OfType<OracleAssessment.Value>(), other => other.Oracle.Id == oracle.Id
            && other.Reading == Reading.Truncated);
    }

    private static Oracle Mine(
        string given, string value, string hypotheses = "{network: feed-forward}", string tail = "") => Planted.Catalogue.Read($$"""
        id: pinto2025/mine
        revision: 1
        title: mine
        source: {paper: mine, statement: mine, provenance: derived}
        kind: rate
        record: network
        hypotheses: {{hypotheses}}
        given:
          {{given}}
        value: {{value}}
        {{tail}}
        """, "mine.yaml");

    [Fact]
    public void Sources_of_a_file_take_the_end_that_it_names()
    {
        Oracle lower = Mine("X_frobenius: {from: {value: \"prod(i in 1..L, spectral_norm[i])/3\", end: lower}}", "X_frobenius"),
            upper = Mine("X_frobenius: {from: \"prod(i in 1..L, spectral_norm[i])/3\"}", "X_frobenius");
        Rational low = Input(lower), high = Input(upper);
        Assert.True(low < new Rational(1, 3) && new Rational(1, 3) < high);
        Assert.True(high - low < Rational.Parse("1e-14"));
    }

    private static Rational Input(Oracle oracle) =>
        ((InputValue.Number)Planted.Value(Planted.Assess(TwoLayers, new AssessmentOptions { Samples = 16, Further = [oracle] }), oracle.Id,
        Reading.Any).Inputs.Members["X_frobenius"]).Exact;

    [Fact]
    public void A_file_takes_the_least_value_of_statements_with_a_factor()
    {
        Oracle taking = Mine("X_frobenius: {}", "X_frobenius",
            tail: "takes: {X_frobenius: {least of: [pinto2025/trivial, pinto2025/sudakov-fernique], times: \"1/margin\"}}");
        AssessmentReport report = Planted.Assess(TwoLayers,
            new AssessmentOptions { Samples = 16, Margin = Rational.Parse("2"), Further = [taking] });
        double least = new[] { Planted.Value(report, "pinto2025/trivial", Reading.Any),
            Planted.Value(report, "pinto2025/sudakov-fernique", Reading.AsStored) }.Min(value => Planted.Enclosure(value).Midpoint);
        OracleAssessment.Value taken = Planted.Value(report, taking.Id, Reading.AsStored);
        Assert.InRange(Planted.Enclosure(taken).Midpoint / (least / 2), 1 - 1e-13, 1 + 1e-13);
        Assert.StartsWith("X_frobenius = ", Assert.Single(taken.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X_frobenius: {from: \"spectral_nrom[1]\"}", "{network: feed-forward}", "",
        "unknown name 'spectral_nrom'; did you mean 'spectral_norm'")]
    [InlineData("X_frobenius: {from: {value: \"1\", end: middle}}", "{network: feed-forward}", "", "must be one of upper, lower")]
    [InlineData("X_frobenius: {}", "{activation: [bent]}", "", "the field 'activation' knows linear; relu")]
    [InlineData("X_frobenius: {}", "{network: recurrent}", "", "must be one of none, feed-forward")]
    [InlineData("X_frobenius: {}", "{depth: \"3\"}", "", "the field 'depth' must be one of 1, 2, >= 2")]
    [InlineData("X_frobenius: {}", "{}", "takes: {X_frobenius: {least of: [pinto2025/nothing]}}",
        "takes the value of 'pinto2025/nothing', which is not an oracle")]
    [InlineData("X_frobenius: {}", "{}", "takes: {m: {least of: [pinto2025/trivial]}}", "'m' is not given")]
    [InlineData("X_frobenius: {}", "{}", "free: {X_frobenius: by-guess}", "must be one of ledent-code")]
    public void Mistakes_have_their_place(string given, string hypotheses, string tail, string message)
    {
        FormulaException mistake = Assert.Throws<FormulaException>(() => Mine(given, "X_frobenius", hypotheses, tail));
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
        Assert.Matches("^mine.yaml:[0-9]+:[0-9]+: ", mistake.Message);
    }

    [Theory]
    [InlineData("B: {from: \"spectral_norm[i+1]\"}", "the index 1..L, and its source 'spectral_norm[i+1]' gives items 0 to 1")]
    [InlineData("B: {from: \"spectral_norm[i+1]/spectral_norm[i]\"}", "gives items 1 to 1 of its facts")]
    [InlineData("B: {from: \"matrix[i]\"}", "its input 'B' is a number, and its source 'matrix[i]' is none")]
    public void Items_are_neither_renumbered_nor_dropped_nor_of_another_kind(string given, string reason)
    {
        Oracle oracle = Mine(given, "sum(i in 1..L, B[i])");
        AssessmentReport report = Planted.Assess(TwoLayers, new AssessmentOptions { Samples = 16, Further = [oracle] });
        OracleAssessment.NotApplicable refused = Assert.IsType<OracleAssessment.NotApplicable>(
            Assert.Single(report.Oracles, item => item.Oracle.Id == oracle.Id));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        Assert.Contains(oracle, report.Own);
    }

    [Fact]
    public void Ids_of_the_catalogue_and_of_other_files_are_taken()
    {
        Oracle mine = Mine("X_frobenius: {}", "X_frobenius");
        Oracle clash = Planted.Catalogue.Read(
            File.ReadAllText(Planted.Catalogue.Get("pinto2025/trivial").SourceFile), "clash.yaml");
        foreach (Oracle[] own in new Oracle[][] { [clash], [mine, mine] })
        {
            InputException error = Assert.Throws<InputException>(
                () => Planted.Assess(TwoLayers, new AssessmentOptions { Samples = 16, Further = own }));
            Assert.Contains($"the id '{own[0].Id}' is taken", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_id_of_an_oracle_stands_in_the_code()
    {
        string[] families = [.. Planted.Catalogue.Oracles.Select(oracle => oracle.Family).Distinct()];
        string[] found = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(IsOurs)
            .SelectMany(path => File.ReadLines(path)
                .Select((line, i) => (Path: Path.GetRelativePath(Repository.Root, path), Number: i + 1, Line: line)))
            .Where(line => !line.Line.TrimStart().StartsWith("///", StringComparison.Ordinal))
            .Where(line => Literal().Matches(line.Line)
                .Any(literal => families.Any(family => (literal.Groups[1].Value == family && family != "data") // also a word of JSON
                || literal.Groups[1].Value.StartsWith(family + "/", StringComparison.Ordinal))))
            .Select(line => $"{line.Path}:{line.Number}: {line.Line.Trim()}")];
        Assert.Empty(found);
    }

    // The fast path, batched by Torch or not, is an implementation under test, which names what it implements, as do the starters for other
    // people's; a namespace of the same name is no id. A certificate of compress is one statement's, which it names.
    private static bool IsOurs(string path) => !path.Contains("FastPath", StringComparison.Ordinal)
        && !path.Contains("LowRank.Verify.Torch", StringComparison.Ordinal)
        && !path.Contains(Path.Combine("LowRank.Verify.Codes", "Certificates"), StringComparison.Ordinal)
        && !path.Contains($"{Path.DirectorySeparatorChar}Templates{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Literal();
}
