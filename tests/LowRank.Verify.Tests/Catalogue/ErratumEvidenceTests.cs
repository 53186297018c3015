using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>The evidence of errata is checked when a file is read.</summary>
public sealed class ErratumEvidenceTests
{
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    [Fact]
    public void Every_erratum_has_evidence_or_the_reason_why_no_number_can_show_it()
    {
        string[] bare = [.. Catalogue.Oracles.SelectMany(o => o.Errata.Where(e => (e.Evidence is null) == (e.NoNumber is null))
            .Select(e => $"{o.Id}: {e.Printed}"))];
        Assert.True(bare.Length == 0, string.Join('\n', bare));
    }

    [Fact]
    public void Every_evidence_evaluates_and_shows_the_difference()
    {
        ErratumFinding[] findings = [.. ErratumFinding.All(new ReferenceEvaluator(Catalogue, new SpectrumCertifier(Engines.Default)))];
        string[] unproved = [.. findings.Where(f => f.IsUnproved)
            .Select(f => $"{f.Oracle.Id}: {f.Note}: {f.Printed} {f.Corrected} {f.Message}")];
        Assert.True(unproved.Length == 0, string.Join('\n', unproved));
        Assert.All(findings.Where(f => f.Note.Evidence is not null), f => Assert.True(f.Printed!.IsBounded && f.Corrected!.IsBounded));
    }

    [Fact]
    public void Evidence_that_shows_nothing_is_unproved()
    {
        string text = File.ReadAllText(Catalogue.Get("pinto2025/theorem-12").SourceFile);
        string same = text.Replace("corrected: pinto2025/theorem-12-corrected", "corrected: pinto2025/theorem-12",
            StringComparison.Ordinal);
        Assert.NotEqual(text, same);
        Oracle oracle = Catalogue.Read(same, "mine.yaml");
        ErratumEvidence evidence = oracle.Notes[0].Evidence!;
        ReferenceEvaluator reference = new(Catalogue, new DiagonalSpectra());
        Interval value = reference.Evaluate(oracle, evidence.Inputs).Result!.Single.Enclosure;
        Assert.True(new ErratumFinding(oracle, oracle.Notes[0], value, value, null).IsUnproved);
    }

    [Fact]
    public void Evidence_and_a_reason_against_it_exclude_each_other()
    {
        string text = File.ReadAllText(Catalogue.Get("pinto2025/lemma-4").SourceFile)
            .Replace("    evidence:", "    no_number: none\n    evidence:", StringComparison.Ordinal);
        Assert.Contains("not both", Assert.ThrowsAny<InputException>(() => Catalogue.Read(text, "mine.yaml")).Message,
            StringComparison.Ordinal);
    }

    // Numbers of the slips as the notes on the papers print them, by oracle and place among its notes with evidence.
    [Theory]
    [InlineData("pinto2025/theorem-7", 0, "41.4072001752", "49.9679878482", "1e-10")]
    [InlineData("pinto2025/theorem-7-tight", 0, "4.387022532", "2.805883701", "1e-9")]
    [InlineData("pinto2025/theorem-7-tight-relu", 0, "4.387022532", "2.34277886", "1e-8")]
    [InlineData("pinto2025/simplified", 1, "3.464101615", "4.387022532", "1e-9")]
    [InlineData("pinto2025/simplified-explicit", 0, "3.464101615", "6.12372435696", "1e-9")]
    [InlineData("classical/harvey2017", 0, "2326081", "2144907", "1")]
    [InlineData("classical/neyshabur2015", 0, "0.25", "0.5", "0")]
    [InlineData("ledent2025/theorem-3.6/repaired", 0, "0.7837942854", "0.8642611023", "1e-10")]
    [InlineData("ledent2025/theorem-3.6/l2", 0, "0.7837942854", "0.8827479903", "1e-10")]
    [InlineData("ledent2025/theorem-3.6/doc", 1, "0.7283191256", "0.7837942854", "1e-10")]
    [InlineData("oymak2019/linear-model", 0, "5.1", "2.55", "1e-12")]
    [InlineData("spectra/schatten-sum", 0, "1.914213562", "2.25", "1e-9")]
    public void Numbers_of_a_slip(string id, int place, string printed, string corrected, string within)
    {
        Oracle oracle = Catalogue.Get(id);
        ErratumFinding finding = ErratumFinding.All(new ReferenceEvaluator(Catalogue, new SpectrumCertifier(Engines.Default)))
            .Where(f => f.Oracle.Id == oracle.Id && f.Note.Evidence is not null).ElementAt(place);
        foreach ((Interval? value, string number) in new[] { (finding.Printed, printed), (finding.Corrected, corrected) })
        {
            Rational expected = Rational.Parse(number), slack = Rational.Parse(within);
            Assert.True(value!.Lower.ToRational() >= expected - slack - Rational.Parse("1e-13")
                && value.Upper.ToRational() <= expected + slack + Rational.Parse("1e-13"), $"{value}");
        }
    }

    [Theory]
    [InlineData("sqrt(h[1]*B[1])", "sqrt(h[1]*BB[1])", "BB")]
    [InlineData("sqrt(h[1]*B[1])", "h[1] > 1", "a condition")]
    [InlineData("sqrt(h[1]*B[1])", "pinto2025/lemma-44", "lemma-44")]
    [InlineData("h: [2, 3]", "h: [2, 3, 4]", "L = 2")]
    [InlineData("h: [2, 3]", "h: [0, 3]", "outside")]
    [InlineData("h: [2, 3]", "g: [2, 3]", "not a member")]
    [InlineData("evidence: {printed", "evidence: {print", "unknown field")]
    public void Mistake_in_evidence_is_named(string old, string replacement, string message)
    {
        string text = File.ReadAllText(Catalogue.Get("pinto2025/lemma-4").SourceFile);
        int place = text.IndexOf("properties:", StringComparison.Ordinal);
        const string Bare = "errata:\n  - printed: a\n    read: b\n    why: c\n";
        string with = text[..text.IndexOf("readings:", StringComparison.Ordinal)] + Bare
            + "    evidence: {printed: \"sqrt(h[1]*B[1])\", inputs: {m: 1, X_frobenius: 1, h: [2, 3], r: [1], B: [2]}}\n" + text[place..];
        Assert.NotNull(Catalogue.Read(with, "mine.yaml").Notes[^1].Evidence);
        string mutated = with.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(with, mutated);
        InputException error = Assert.ThrowsAny<InputException>(() => Catalogue.Read(mutated, "mine.yaml"));
        Assert.StartsWith("mine.yaml:", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
