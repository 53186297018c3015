using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LowRank.Verify.Catalogue.Published;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>published --json</c> prints.</summary>
[Description("Published numbers and what became of their checks.")]
internal sealed record PublishedDocument(IReadOnlyList<PublishedRow> Entries, int Changed)
{
    public static PublishedDocument Of(IReadOnlyList<PublishedResult> results, int digits) =>
        new([.. results.Select(result => PublishedRow.Of(result, digits))], results.Count(result => result.IsChanged));
}

/// <summary>Numbers printed at one place.</summary>
internal sealed record PublishedRow(
    [property: RegularExpression("^[a-z0-9]+/")] string Id,
    string Where,
    string DependsOn,
    IReadOnlyList<PrintedNumber> Numbers,
    PublishedCheckKind Check,
    [property: Description("The formula, the statement, or the id of the oracle.")] string? Statement,
    [property: AllowedValues("agrees", "differs", "consistent", "inconsistent", "undecided", "recorded")] string Verdict,
    [property: AllowedValues("agrees", "differs", "consistent", "inconsistent", "recorded")] string OnRecord,
    bool Changed,
    Enclosure? Computed,
    string Why,
    string? Message)
{
    public static PublishedRow Of(PublishedResult result, int digits)
    {
        PublishedEntry entry = result.Entry;
        return new PublishedRow(
            entry.Id,
            entry.Where,
            entry.DependsOn,
            [.. entry.Numbers.Select(number => new PrintedNumber(number.Name, number.Printed, number.Digits))],
            entry.Kind,
            entry.Formula?.Text ?? entry.OracleId,
            result.Verdict,
            entry.Verdict,
            result.IsChanged,
            Enclosure.OrNull(result.Computed, digits),
            entry.Why,
            result.Message);
    }
}

/// <summary>A number as it is printed.</summary>
internal sealed record PrintedNumber(string Name, string Printed, [property: Range(1, int.MaxValue)] int Digits);
