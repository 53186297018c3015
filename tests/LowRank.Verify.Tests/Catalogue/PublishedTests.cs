using System.Text.RegularExpressions;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Published;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>Published numbers keep their verdicts, and a changed digit changes one.</summary>
public sealed partial class PublishedTests
{
    private static readonly PublishedCheck Check =
        new(new ReferenceEvaluator(OracleCatalogue.LoadDefault(), new SpectrumCertifier(Engines.Default)));

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Repository.Fixture("published"), "*.yaml").Select(f => Path.GetFileName(f))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_verdict_is_the_one_on_record(string file) =>
        Assert.DoesNotContain(Check.Check(Read(file)), result => result.IsChanged);

    [Theory]
    [MemberData(nameof(Files))]
    public void Changed_digit_of_a_recomputed_number_changes_its_verdict(string file)
    {
        PublishedFile published = Read(file);
        foreach (PublishedEntry entry in published.Entries.Where(e => e.Kind == PublishedCheckKind.Recomputed))
        {
            PublishedNumber changed = PublishedNumber.Of(entry.Numbers[0].Name, LastDigitChanged(entry.Numbers[0].Printed), null, null);
            PublishedResult result = Assert.Single(Check.Check(published with { Entries = [entry with { Numbers = [changed] }] }));
            Assert.Equal("differs", result.Verdict);
        }
    }

    [Fact]
    public void Changed_digit_of_a_table_breaks_its_identity()
    {
        PublishedFile published = Read("oymak2019.yaml");
        PublishedEntry[] rows = [.. published.Entries.Where(e => e.Formula?.Text == "Pi_I^2 + Pi_N^2 == 1")];
        Assert.Equal(20, rows.Length);
        foreach (PublishedEntry entry in rows)
        {
            PublishedNumber larger = entry.Numbers.MaxBy(n => n.Value.ToDouble())!;
            int decimals = larger.Printed.Length > 4 ? 3 : 2;
            char[] text = larger.Printed.ToCharArray();
            text[decimals] = text[decimals] < '5' ? (char)(text[decimals] + 4) : (char)(text[decimals] - 4);
            PublishedNumber changed = PublishedNumber.Of(larger.Name, new string(text), larger.Digits, null);
            PublishedEntry mutated = entry with { Numbers = [.. entry.Numbers.Select(n => n == larger ? changed : n)] };
            Assert.True(Assert.Single(Check.Check(published with { Entries = [mutated] })).IsChanged,
                $"{entry.Id} with {new string(text)}");
        }
    }

    [Theory]
    [InlineData(".724", null, 3, "0.0005")]
    [InlineData(".9869", 5, 5, "0.000005")]
    [InlineData("5.44e-3", null, 3, "0.000005")]
    [InlineData("1311568", null, 7, "0.5")]
    [InlineData(".078", null, 2, "0.0005")]
    [InlineData("9.3e-5", null, 2, "0.0000005")]
    public void Rounding_follows_from_the_print(string printed, int? digits, int stated, string half)
    {
        PublishedNumber number = PublishedNumber.Of("x", printed, digits, null);
        Assert.Equal((stated, Rational.Parse(half)), (number.Digits, number.HalfWidth));
    }

    [Theory]
    [InlineData("check: consistent", "check: guessed", "check")]
    [InlineData("verdict: consistent", "verdict: agrees", "verdict")]
    [InlineData("Pi_I^2 + Pi_N^2 == 1", "Pi_I^2 + Pi_M^2 == 1", "Pi_M")]
    [InlineData("Pi_I^2 + Pi_N^2 == 1", "Pi_I^2 == 1", "not used")]
    [InlineData("Pi_I^2 + Pi_N^2 == 1", "Pi_I^2 + Pi_N^2", "condition")]
    [InlineData("id: b", "id: a", "twice")]
    [InlineData("uses: {c: a.Pi_I}", "uses: {c: a.Pi_J}", "Pi_J")]
    [InlineData("Pi_I: \".6\"", "Pi_I: \"six\"", "decimal")]
    public void Mistake_is_named_with_its_place(string old, string replacement, string message)
    {
        const string Text = """
            paper: test
            title: a test
            entries:
              - {id: a, where: here, depends_on: nothing, numbers: {Pi_I: ".6", Pi_N: ".8"}, check: consistent,
                 statement: "Pi_I^2 + Pi_N^2 == 1", verdict: consistent, why: Pythagoras}
              - {id: b, where: here, depends_on: nothing, check: consistent, uses: {c: a.Pi_I}, statement: "c <= 1",
                 verdict: consistent, why: a norm}
            """;
        Assert.DoesNotContain(Check.Check(PublishedFile.Read(Text, "test.yaml")), result => result.IsChanged);
        string mutated = Text.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Text, mutated);
        InputException error = Assert.ThrowsAny<InputException>(() => Check.Check(PublishedFile.Read(mutated, "test.yaml")));
        Assert.StartsWith("test.yaml:", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"[0-9](?=[^0-9]*$)")]
    private static partial Regex LastDigit { get; }

    private static string LastDigitChanged(string printed) =>
        LastDigit.Replace(printed, m => ((char)('0' + ((m.Value[0] - '0' + 5) % 10))).ToString());

    private static PublishedFile Read(string file) => PublishedFile.Read(File.ReadAllText(Repository.Fixture("published", file)), file);
}
