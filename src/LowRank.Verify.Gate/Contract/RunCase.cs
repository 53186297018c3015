using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Contract;

/// <summary>The result of one case. Inputs, enclosures and answers are held as the JSON in which they are recorded.</summary>
[Description("One case.")]
public sealed record RunCase : RunRecord
{
    private const string TokenPattern =
        "^[^:]+:(value|repeat|fresh|property-[0-9]+|sweep-[0-9]+|vector-[a-z0-9.-]+):[0-9a-f]+:[0-9]+$";

    /// <summary>Id of the case, unique in a run; also the token that replays it.</summary>
    [Description("Unique in a run.")]
    [MinLength(1)]
    public required string Id { get; init; }

    /// <summary>Id of the oracle.</summary>
    [RegularExpression("^[a-z0-9]+/")]
    public required string Oracle { get; init; }

    /// <summary>The oracle's revision.</summary>
    [JsonConverter(typeof(CountConverter))]
    [Range(1, int.MaxValue)]
    public required int Revision { get; init; }

    /// <summary>What the oracle's value is.</summary>
    [JsonConverter(typeof(KindConverter))]
    public required OracleKind Kind { get; init; }

    /// <summary>What was tested, in words: value, same case twice, or the declared property.</summary>
    [Description("value, same case twice, or the declared property.")]
    public required string Property { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The inputs; of a failure after shrinking.</summary>
    public required JsonObject Inputs { get; init; }

    /// <summary>Encloses the exact value; null when the reference could not.</summary>
    [Description(RecordJson.EnclosureMeaning)]
    public required JsonNode? Enclosure { get; init; }

    /// <summary>What was answered; null when nothing was.</summary>
    [Description(RecordJson.AnswerMeaning)]
    public required JsonNode? Answer { get; init; }

    /// <summary>Signed distance from the exact value in tolerances.</summary>
    [Description("Signed distance from the certified value in tolerances.")]
    [JsonConverter(typeof(WideNumberConverter))]
    public required double? Distance { get; init; }

    /// <summary>Distance from the exact value relative to its size.</summary>
    [JsonConverter(typeof(WideNumberConverter))]
    public required double? RelativeError { get; init; }

    /// <summary>How ill-conditioned the case is: its widest admissible deviation in units of that of one operation.</summary>
    [Description("How ill-conditioned the case is: its widest admissible deviation in units of that of one operation.")]
    [JsonConverter(typeof(WideNumberConverter))]
    public required double? Condition { get; init; }

    /// <summary>Width of an interval that was answered, relative to the size of the exact value; null for another answer.</summary>
    [Description("Width of an interval that was answered, relative to the size of the exact value.")]
    [JsonConverter(typeof(WideNumberConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Width { get; init; }

    /// <summary>What is wrong, in words.</summary>
    public required string? Message { get; init; }

    /// <summary>The end of standard error during a failing case.</summary>
    [Description("The end of standard error during a failing case.")]
    public required string? Diagnostics { get; init; }

    /// <summary>Simplifications that led to the inputs.</summary>
    [Description("Simplifications that led to the inputs.")]
    [JsonConverter(typeof(CountConverter))]
    public required int Shrinks { get; init; }

    /// <summary>Regenerates the case before shrinking.</summary>
    [RegularExpression(TokenPattern)]
    public required string Replay { get; init; }

    /// <summary>The second call of a property test.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RelatedCall? Related { get; init; }

    /// <summary>Id of its unit.</summary>
    [Description("The unit that the case belongs to.")]
    public required string Unit { get; init; }

    /// <summary>What was tested, as the id names it: value, property-2, sweep-3, vector-….</summary>
    [JsonIgnore]
    public string Part => field ??= Id.Split(':')[1];

    /// <summary>True for a fixed case.</summary>
    [JsonIgnore]
    internal bool IsVector => Part.StartsWith(ReplayToken.VectorPrefix, StringComparison.Ordinal);

    /// <summary>True for a point of a grid of p.</summary>
    [JsonIgnore]
    internal bool IsSweep => Part.StartsWith(ReplayToken.SweepPrefix, StringComparison.Ordinal)
        && Part.AsSpan(ReplayToken.SweepPrefix.Length) is { Length: > 0 and < 6 } step && step.IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Bytes of its line: larger inputs make a longer one.</summary>
    internal int Length() => Encoding.UTF8.GetByteCount(RecordJson.Line(this));
}

/// <summary>The second call of a property test.</summary>
/// <param name="Description">What was changed.</param>
/// <param name="Oracle">Id of its oracle.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Enclosure">Encloses its exact value.</param>
/// <param name="Answer">What was answered.</param>
[Description("The second call of a property.")]
public sealed record RelatedCall(
    string Description,
    string Oracle,
    JsonObject Inputs,
    [property: Description(RecordJson.EnclosureMeaning)] JsonNode? Enclosure,
    [property: Description(RecordJson.AnswerMeaning)] JsonNode? Answer);
