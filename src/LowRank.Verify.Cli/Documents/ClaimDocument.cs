using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Checking;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Cli.Documents;

/// <summary>A line of <c>check --json</c>.</summary>
[Description("The record of one claim; one such object per line.")]
internal sealed record ClaimDocument(
    string File,
    [property: RegularExpression("^[a-z0-9]+/")] string Oracle,
    [property: MinLength(1)] string Claim,
    [property: Description(
        "evaluated: how the formula itself was evaluated; not-approached: the distance to a claimed limit stays along the points tried; "
        + "not-sampled: no admissible point was found.")]
    ClaimVerdict Verdict,
    int Cases,
    ClaimAt? Point,
    string? Message)
{
    public static ClaimDocument Of(Oracle oracle, ClaimResult result) =>
        new(oracle.SourceFile, oracle.Id, result.Claim, result.Verdict, result.Cases, ClaimAt.Of(result.Point), result.Message);
}

/// <summary>Where a claim was tried.</summary>
internal sealed record ClaimAt(
    JsonObject Inputs,
    [property: Description(ClaimAt.EnclosureMeaning)] JsonNode? Enclosure,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Contradiction = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ClaimBeside? Related = null)
{
    public const string EnclosureMeaning = "Decimal strings rounded outward, an array, an object of parts, or null when there is no value.";

    public static ClaimAt? Of(ClaimPoint? point) => point is null ? null : new(
        InputJson.Write(point.Inputs),
        RecordJson.Write(point.Value),
        point.RelatedInputs is null ? null : point.Contradiction,
        point.RelatedInputs is { } related
            ? new ClaimBeside(point.Relation!, point.RelatedOracle!, InputJson.Write(related), RecordJson.Write(point.RelatedValue))
            : null);
}

/// <summary>The second evaluation of a property.</summary>
internal sealed record ClaimBeside(string Description, string Oracle, JsonObject Inputs,
    [property: Description(ClaimAt.EnclosureMeaning)] JsonNode? Enclosure);
