using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LowRank.Verify.Gate.Contract;

/// <summary>One line of the records of a run, the truth from which all reports are made; its member "record" says which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "record")]
[JsonDerivedType(typeof(RunHeader), "run")]
[JsonDerivedType(typeof(RunCase), "case")]
[JsonDerivedType(typeof(RunUnit), "unit")]
[JsonDerivedType(typeof(SmokeFailure), "smoke")]
[JsonDerivedType(typeof(RunEnd), "end")]
[Description("One line of the records of a run: the run, its cases and units, and its end; a run that was killed has no end.")]
public abstract record RunRecord;

/// <summary>A unit of which every case is recorded.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Cases">How many cases it has.</param>
[Description("The cases of a unit are complete.")]
public sealed record RunUnit(string Id, [property: JsonConverter(typeof(CountConverter))] int Cases) : RunRecord
{
    /// <summary>What its generated cases reached; null for a unit of other cases.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UnitCoverage? Coverage { get; init; }

    /// <summary>Where its first line begins in the file.</summary>
    [JsonIgnore]
    public long Start { get; init; }

    /// <summary>Where its last line ends in the file.</summary>
    [JsonIgnore]
    public long End { get; init; }
}

/// <summary>What the generated cases of a unit reached of the features that are declared for its oracle.</summary>
/// <param name="Features">Every declared feature, "axis: value", with the number of cases that had it.</param>
/// <param name="PairsMet">Pairs of features of two axes that some case had at once.</param>
/// <param name="Pairs">All such pairs; some cannot be had.</param>
[Description("How many cases had each declared feature, and how many pairs of features met.")]
public sealed record UnitCoverage(
    IReadOnlyDictionary<string, int> Features,
    [property: JsonConverter(typeof(CountConverter))] int PairsMet,
    [property: JsonConverter(typeof(CountConverter))] int Pairs);

/// <summary>
/// A first question that an implementation could not answer at all; when that is true of every first question, the run ends.
/// </summary>
/// <param name="Oracle">The oracle.</param>
/// <param name="Verdict">Error, crash or timeout.</param>
/// <param name="Message">What happened.</param>
/// <param name="Diagnostics">The end of standard error; null when nothing.</param>
[Description("A first question that got no answer; the run ends there.")]
public sealed record SmokeFailure(
    string Oracle,
    [property: AllowedValues("error", "crash", "timeout")] Verdict Verdict,
    string? Message,
    string? Diagnostics) : RunRecord;

/// <summary>The end of a run.</summary>
/// <param name="Calls">Calls of the implementation, shrinking included.</param>
/// <param name="Seconds">Wall-clock time.</param>
[Description("The run is over.")]
public sealed record RunEnd([property: JsonConverter(typeof(CountConverter))] int Calls, double Seconds) : RunRecord
{
    /// <summary>Time spent on each unit, by its id; null where nobody measured it.</summary>
    [Description("Seconds spent on each unit, by its id.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? UnitSeconds { get; init; }
}
