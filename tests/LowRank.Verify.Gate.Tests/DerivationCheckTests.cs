using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Checking;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>Every kind of property can fail: a shipped file with one wrong claim is refuted, the shipped file is not.</summary>
public sealed class DerivationCheckTests
{
    private static readonly CheckOptions Quick = new() { Cases = 60 };

    [Theory]
    [InlineData("pinto2025/theorem-7", "{homogeneous: X_frobenius, degree: \"1\"}", "{homogeneous: X_frobenius, degree: \"2\"}")]
    [InlineData("spectra/schatten-sum", "{homogeneous: A, degree: p}", "{homogeneous: A, degree: \"1\"}")]
    [InlineData("pinto2025/theorem-7", "{nonincreasing: m}", "{nondecreasing: m}")]
    [InlineData("pinto2025/theorem-7", "{nondecreasing: [B, r, h, C1, C2]}", "{nonincreasing: B}")]
    [InlineData("pinto2025/theorem-7", "{at_least: pinto2025/theorem-7-tight}", "{at_most: pinto2025/theorem-7-tight}")]
    [InlineData("pinto2025/theorem-7-tight", "{at_most: pinto2025/theorem-7}", "{at_least: pinto2025/theorem-7}")]
    [InlineData("pinto2025/theorem-7", "{scaling: m, factor: \"4\", multiplies: \"1/4\"}",
        "{scaling: m, factor: \"4\", multiplies: \"1/2\"}")]
    [InlineData("spectra/row-norm-21", "{nonincreasing: m}", "{invariant: transpose, member: A}")]
    [InlineData("ledent2025/theorem-3.6/doc", "{invariant: rebalance, member: W, when: not given(M) and not given(op_norm)}",
        "{invariant: rebalance, member: W}")]
    [InlineData("ledent2025/theorem-3.6/doc", "{invariant: [permute-rows, permute-columns, flip-signs], member: W, when: not given(M)}",
        "{invariant: permute-rows, member: W}")]
    [InlineData("ledent2025/theorem-3.6/doc", "{invariant: [permute-rows, permute-columns, flip-signs], member: W, when: not given(M)}",
        "{invariant: permute-columns, member: W}")]
    [InlineData("ledent2025/theorem-3.6/doc", "{invariant: [permute-rows, permute-columns, flip-signs], member: W, when: not given(M)}",
        "{invariant: flip-signs, member: W}")]
    [InlineData("classical/ledent2021/from-norms", "{rescale: {b: \"1\", gamma: \"1\"}}", "{rescale: {b: \"1\", gamma: \"2\"}}")]
    [InlineData("classical/ledent2021/from-norms", "{rescale: {a: \"1\", s: \"1\", b: \"[i for i in 0..L-1]\", gamma: L}}",
        "{rescale: {a: \"1\", s: \"1\", b: \"[i + 1 for i in 0..L-1]\", gamma: L}}")]
    [InlineData("classical/gouk2021", "{rescale: {norms: \"1\", distance: \"1\"}, degree: L}",
        "{rescale: {norms: \"1\", distance: \"1\"}}")]
    [InlineData("classical/golowich2018-theorem-1/from-weights", "{duplicate: X, samples: rows, multiplies: 1/sqrt(2)}",
        "{duplicate: X, samples: rows, multiplies: \"1\"}")]
    [InlineData("classical/golowich2018-theorem-1/from-weights", "{permute: X, samples: rows}",
        "{duplicate: X, samples: rows, multiplies: 1/2}")]
    [InlineData("oymak2019/information-projection", "{permute: [J, r], samples: rows}", "{permute: J, samples: rows}")]
    public void Wrong_claim_is_refuted(string id, string right, string wrong)
    {
        string text = File.ReadAllText(Bench.Catalogue.Get(id).SourceFile);
        string claims = text[text.IndexOf("properties:", StringComparison.Ordinal)..];
        if (claims.Contains(right, StringComparison.Ordinal))
        {
            ClaimResult[] honest = [.. Check(text, Quick with { Cases = 8 })];
            Assert.DoesNotContain(honest, claim => claim.Verdict == ClaimVerdict.Refuted);
            Assert.Contains(honest, claim => claim.Verdict == ClaimVerdict.NotRefuted && claim.Cases > 0);
        }

        string[] mutated = [text[..^claims.Length], $"properties:\n  - {wrong}\n"];
        ClaimResult refuted = Assert.Single(Check(string.Concat(mutated)), claim => claim.Verdict == ClaimVerdict.Refuted);
        Assert.NotNull(refuted.Point?.Value);
        Assert.NotNull(refuted.Point?.RelatedValue);
        Assert.NotNull(refuted.Point?.Contradiction);
    }

    [Fact]
    public void Refutation_is_shrunk_to_small_integers()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "samples", "derivations", "simplified-at-least-printed.yaml"));
        ClaimResult refuted = Assert.Single(Check(text), claim => claim.Verdict == ClaimVerdict.Refuted);
        Assert.Equal(
            """{"m":1,"X_frobenius":1,"h":[1,1,1],"r":[1,1],"B":[1,1],"C1":1,"C2":1}""",
            InputJson.Write(refuted.Point!.Inputs).ToJsonString());
    }

    [Fact]
    public void Same_seed_gives_the_same_result()
    {
        string text = File.ReadAllText(Bench.Catalogue.Get("spectra/schatten-sum").SourceFile);
        ClaimResult[] first = [.. Check(text)], second = [.. Check(text)];
        Assert.Equal(first.Select(c => (c.Claim, c.Verdict, c.Cases)), second.Select(c => (c.Claim, c.Verdict, c.Cases)));
    }

    [Theory]
    [InlineData("oymak2019/lemma-6.2", "[lower, value, parts, whole]", "[whole, parts, value, lower]")]
    [InlineData("oymak2019/lemma-6.3", "[left, sharper, right]", "[left, right, sharper]")]
    public void Wrong_order_of_parts_is_refuted(string id, string right, string wrong)
    {
        string text = File.ReadAllText(Bench.Catalogue.Get(id).SourceFile);
        Assert.Contains($"ordered: {right}", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Check(text), claim => claim.Verdict == ClaimVerdict.Refuted);
        ClaimResult refuted = Assert.Single(Check(text.Replace($"ordered: {right}", $"ordered: {wrong}", StringComparison.Ordinal)),
            claim => claim.Verdict == ClaimVerdict.Refuted);
        Assert.StartsWith("in this order: ", refuted.Claim, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spectra/schatten-sum", "equals: rank(A)", "equals: rank(A) + 1")]
    [InlineData("pinto2025/theorem-2", "equals: empirical_loss + sqrt(Lip * pi)", "equals: empirical_loss + 2*sqrt(Lip * pi)")]
    [InlineData("pinto2025/theorem-1", "equals: empirical_loss + ", "equals: 1 + empirical_loss + ")]
    [InlineData("oymak2019/kernel/smoothed-relu", "equals: \"1/3\"", "equals: \"1/2\"")]
    [InlineData("oymak2019/kernel/phi-az", "equals: rho * arccos(-rho) / (2*pi)", "equals: rho * arccos(rho) / (2*pi)")]
    [InlineData("classical/dziugaite2017-kl-inverse", "equals: q}", "equals: q/2}")]
    [InlineData("classical/dziugaite2017-kl-inverse", "equals: q}", "equals: q + 1/10000000000}")] // falls at first, then stays
    public void Wrong_limit_is_not_approached(string id, string right, string wrong)
    {
        string text = File.ReadAllText(Bench.Catalogue.Get(id).SourceFile);
        ClaimResult[] honest = [.. Limits(text)], mutated = [.. Limits(text.Replace(right, wrong, StringComparison.Ordinal))];
        Assert.DoesNotContain(honest, claim => claim.Verdict == ClaimVerdict.NotApproached);
        Assert.Contains(honest, claim => claim.Verdict == ClaimVerdict.NotRefuted && claim.Cases > 0);
        ClaimResult caught = Assert.Single(mutated, claim => claim.Verdict == ClaimVerdict.NotApproached);
        Assert.NotNull(caught.Point?.Contradiction);
    }

    [Fact]
    public void Every_limit_of_the_catalogue_is_approached()
    {
        string[] wrong =
        [
            .. from oracle in Bench.Catalogue.Oracles.Where(o => o.Limits.Count > 0)
               from claim in Limits(File.ReadAllText(oracle.SourceFile))
               where claim.Verdict != ClaimVerdict.NotRefuted
               select $"{oracle.Id}: {claim.Claim}: {claim.Verdict} {claim.Message}",
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_kind_of_property_has_a_mutant_here()
    {
        // The tables above, by kind: a new kind of property needs its own line, or this fails.
        Assert.Equal(
            [
                "AtLeast", "AtMost", "Duplicate", "Homogeneous", "Invariant", "Nondecreasing", "Nonincreasing", "Ordered", "Permute",
                "Rescale", "Scaling",
            ],
            Bench.Catalogue.Oracles.SelectMany(o => o.Properties).Select(p => p switch
            {
                OracleProperty.AtLeast => "AtLeast", OracleProperty.AtMost => "AtMost", OracleProperty.Homogeneous => "Homogeneous",
                OracleProperty.Invariant => "Invariant", OracleProperty.Nondecreasing => "Nondecreasing", OracleProperty.Nonincreasing =>
                    "Nonincreasing",
                OracleProperty.Ordered => "Ordered", OracleProperty.Scaling => "Scaling", _ => p.GetType().Name,
            }).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Comparison_with_an_unknown_oracle_is_refused()
    {
        string text = File.ReadAllText(Bench.Catalogue.Get("pinto2025/theorem-7").SourceFile)
            .Replace("at_least: pinto2025/theorem-7-tight", "at_least: pinto2025/theorem-7-tigth", StringComparison.Ordinal);
        Assert.Contains("'pinto2025/theorem-7-tigth'",
            Assert.ThrowsAny<InputException>(() => Bench.Catalogue.Read(text, "mine.yaml")).Message, StringComparison.Ordinal);
    }

    // The claims on limits alone.
    [Fact]
    public void Claims_that_were_never_decided_are_not_counted_as_tried()
    {
        // 0 in the denominator, which no precision shows: the value is undecided everywhere, and so is every claim on it.
        ClaimResult[] claims = [.. Check(Small("m", "m/(sqrt(2)*sqrt(3) - sqrt(6))", "  - {nonincreasing: [m]}\n"))];
        Assert.All(claims, claim => Assert.Equal((ClaimVerdict.NotSampled, 0), (claim.Verdict, claim.Cases)));
        Assert.All(claims, claim => Assert.StartsWith("undecided in all 60 cases: ", claim.Message, StringComparison.Ordinal));
        ClaimResult tie = Check(Small("m", "m*if(sqrt(2)*sqrt(3) == sqrt(6), 1, 2)", "  - {nondecreasing: [m]}\n")).First();
        Assert.Equal((ClaimVerdict.Evaluated, "60 undecided"), (tie.Verdict, tie.Message));
        Assert.Contains("division by 0", Check(Small("m", "m + 1/0", "  - {nondecreasing: [m]}\n")).First().Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Factors_that_are_no_binary_numbers_are_tried_exactly()
    {
        Assert.Contains(Check(Small("X_frobenius", "X_frobenius", "  - {scaling: X_frobenius, factor: \"1/3\", multiplies: \"7\"}\n")),
            claim => claim.Verdict == ClaimVerdict.Refuted);
        Assert.Contains(Check(Small("X_frobenius", "X_frobenius", "  - {scaling: X_frobenius, factor: \"1/3\", multiplies: \"1/3\"}\n")),
            claim => claim is { Verdict: ClaimVerdict.NotRefuted, Cases: > 30 });
    }

    private static string Small(string member, string value, string properties) => $$"""
        id: pinto2025/mine
        revision: 1
        title: mine
        source: {paper: mine, statement: mine, provenance: derived}
        kind: rate
        record: network
        given:
          {{member}}: {}
        value: "{{value}}"
        properties:

        """.ReplaceLineEndings("\n") + properties;

    private static IEnumerable<ClaimResult> Limits(string text)
    {
        int place = text.IndexOf("properties:", StringComparison.Ordinal), end = text.IndexOf("limits:", StringComparison.Ordinal);
        string alone = place >= 0 && place < end ? text.Remove(place, end - place) : text;
        return Check(alone, Quick with { Cases = 8 }).Where(claim => claim.Claim.StartsWith("tends to", StringComparison.Ordinal));
    }

    private static IEnumerable<ClaimResult> Check(string text, CheckOptions? options = null) =>
        new DerivationCheck(Bench.Reference, options ?? Quick).Run(Bench.Catalogue.Read(text, "mutated.yaml"));
}
