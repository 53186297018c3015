using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LowRank.Verify.Gate.Contract;

/// <summary>What a run is, known before its first case; equal for all parts of a run but for <see cref="Shard"/>.</summary>
[Description("The first line: what the run is. Equal in all parts of a run but for shard.")]
public sealed record RunHeader : RunRecord
{
    /// <summary>The version of the records that is read and written.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of the records.</summary>
    [AllowedValues(CurrentFormat)]
    public required int Format { get; init; }

    /// <summary>Version of the tool.</summary>
    public required string Tool { get; init; }

    /// <summary>SHA-256 over the ids and revisions of all oracles, in hexadecimal.</summary>
    [Description("SHA-256 over ids and revisions of all oracles.")]
    [RegularExpression("^[0-9a-f]{64}$")]
    public required string Catalogue { get; init; }

    /// <summary>Seed of the generated cases.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What decides which cases there are and how they are judged.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>The part of the run that was done; null for all of it.</summary>
    public required Shard? Shard { get; init; }

    /// <summary>What is gated.</summary>
    public required GatedImplementation Implementation { get; init; }

    /// <summary>Ids of all units of the whole run, in order.</summary>
    [Description("Ids of all units of the whole run, in order.")]
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Selected oracles that are not gated, with the reason of each.</summary>
    [Description("Oracles that are not gated, with the reason of each.")]
    public required IReadOnlyDictionary<string, string> NotCovered { get; init; }

    /// <summary>Ids of the units that belong to the shard, in order; of a whole run all of them.</summary>
    [JsonIgnore]
    public IEnumerable<string> OwnUnits => Shard is { } shard ? shard.Own(Units) : Units;

    /// <summary>The first member in which another header differs, with the values of both; null when they are equal.</summary>
    /// <param name="other">The other header.</param>
    internal (string Name, JsonNode? Mine, JsonNode? Theirs)? DifferenceFrom(RunHeader other)
    {
        JsonObject mine = Members(this), theirs = Members(other);
        return mine.Where(member => !JsonNode.DeepEquals(member.Value, theirs[member.Key]))
            .Select(member => ((string, JsonNode?, JsonNode?)?)(member.Key, member.Value, theirs[member.Key]))
            .FirstOrDefault();
    }

    private static JsonObject Members(RunHeader header) =>
        JsonSerializer.SerializeToNode(header, RecordContext.Lines.RunHeader)!.AsObject();
}

/// <summary>The options of a run that decide which cases there are and how they are judged.</summary>
/// <param name="Cases">Generated value cases per oracle.</param>
/// <param name="PropertyCases">Generated cases per declared property.</param>
/// <param name="Oracles">Pattern that selected the oracles; null for all.</param>
/// <param name="Tolerance">The constant of the tolerance.</param>
/// <param name="Strict">Whether doubts count as failures.</param>
[Description("What decides which cases there are and how they are judged.")]
public sealed record RunOptions(
    [property: JsonConverter(typeof(CountConverter))] int Cases,
    [property: JsonConverter(typeof(CountConverter))] int PropertyCases,
    string? Oracles,
    double Tolerance,
    bool Strict)
{
    /// <summary>Whether values were not judged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PropertiesOnly { get; init; }

    /// <summary>Files of statements beside the catalogue's; null for none.</summary>
    [Description("Files of statements beside the catalogue's.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OracleFiles { get; init; }
}

/// <summary>What an implementation calls itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Language">Its language.</param>
/// <param name="Precision">The precision it declares.</param>
[Description("What is gated.")]
public sealed record GatedImplementation(
    string Name,
    string Version,
    string Language,
    [property: AllowedValues("float64", "float32", "bfloat16", "float16")] string Precision);
