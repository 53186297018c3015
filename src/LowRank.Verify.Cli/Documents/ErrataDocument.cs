using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>errata --json</c> prints.</summary>
[Description("Every recorded slip of a printed statement, and the readings and remarks of the catalogue.")]
internal sealed record ErrataDocument(IReadOnlyList<ErrataEntry> Errata)
{
    public static ErrataDocument Of(IEnumerable<ErratumFinding> findings, int digits) =>
        new([.. findings.Select(finding => ErrataEntry.Of(finding, digits))]);
}

/// <summary>A slip, a reading or a remark.</summary>
internal sealed record ErrataEntry(
    [property: MinLength(1)] string Oracle,
    [property: MinLength(1)] string Statement,
    NoteKind Kind,
    [property: Description("Null for a remark.")] string? Printed,
    [property: Description("Null for a remark.")] string? Corrected,
    [property: MinLength(1)] string Why,
    ErrataEvidence? Evidence,
    [property: Description(
        "Why no number can tell the printed statement of an erratum from the corrected one; null where there is evidence.")]
    string? NoNumber)
{
    public static ErrataEntry Of(ErratumFinding finding, int digits)
    {
        Erratum? erratum = finding.Note as Erratum;
        return new ErrataEntry(
            finding.Oracle.Id,
            finding.Oracle.Statement,
            finding.Note.Kind,
            erratum?.Printed,
            erratum?.Read,
            erratum?.Why ?? ((Remark)finding.Note).Text,
            finding.Note.Evidence is { } evidence ? new ErrataEvidence(
                InputJson.Write(evidence.Inputs),
                ErrataSide.Of(evidence.Printed, finding.Printed, digits),
                ErrataSide.Of(evidence.Corrected, finding.Corrected, digits),
                !finding.IsUnproved) : null,
            erratum?.NoNumber);
    }
}

/// <summary>The numbers that show a slip.</summary>
internal sealed record ErrataEvidence(
    JsonObject Inputs, ErrataSide Printed, ErrataSide Corrected,
        [property: Description("The two enclosures have no point in common.")] bool Differs);

/// <summary>A statement and its value.</summary>
internal sealed record ErrataSide(string Statement, Enclosure? Enclosure)
{
    public static ErrataSide Of(ErratumSide side, Interval? value, int digits) => new(side.Text, Documents.Enclosure.OrNull(value, digits));
}
