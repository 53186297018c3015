using LowRank.Verify.Catalogue;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>The evidence of errata is checked when a file is read.</summary>
public sealed class ErratumEvidenceTests
{
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

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
        string with = text[..place] + "    evidence: {printed: \"sqrt(h[1]*B[1])\", inputs: {m: 1, X_frobenius: 1, h: [2, 3], r: [1], B: [2]}}\n" + text[place..];
        Assert.NotNull(Catalogue.Read(with, "mine.yaml").Errata[^1].Evidence);
        string mutated = with.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(with, mutated);
        InputException error = Assert.ThrowsAny<InputException>(() => Catalogue.Read(mutated, "mine.yaml"));
        Assert.StartsWith("mine.yaml:", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
