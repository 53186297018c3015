using System.Text.Json;
using System.Text.Json.Nodes;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>The first line of the records of a run.</summary>
/// <param name="Json">The line as it stands.</param>
/// <param name="Tool">Version of the tool.</param>
/// <param name="Catalogue">SHA-256 over the ids and revisions of all oracles.</param>
/// <param name="Seed">Seed of the generated cases.</param>
/// <param name="Oracles">Pattern that selected the oracles; null for all.</param>
/// <param name="IsStrict">Whether doubts count as failures.</param>
/// <param name="Shard">The part of the run that was done; null for all of it.</param>
/// <param name="Name">Name of the implementation.</param>
/// <param name="Version">Its version.</param>
/// <param name="Language">Its language.</param>
/// <param name="Precision">The precision it declares.</param>
/// <param name="Units">Ids of all units of the whole run, in order.</param>
/// <param name="NotCovered">Oracles that are not gated, with the reason of each.</param>
public sealed record RunHeader(
    JsonObject Json,
    string Tool,
    string Catalogue,
    ulong Seed,
    string? Oracles,
    bool IsStrict,
    Shard? Shard,
    string Name,
    string Version,
    string Language,
    string Precision,
    IReadOnlyList<string> Units,
    IReadOnlyDictionary<string, string> NotCovered)
{
    /// <summary>The version of the records that is read.</summary>
    public const int Format = 1;

    /// <summary>Ids of the units that belong to the shard, in order; of a whole run all of them.</summary>
    public IEnumerable<string> OwnUnits => Shard is { } shard ? Units.Where(shard.Has) : Units;

    internal static RunHeader Read(JsonElement line, string where)
    {
        RecordFields fields = new(line, where);
        if (fields.Integer("format") is var format && format != Format)
        {
            throw new InputException($"{where}: the records have format {format}; this version reads format {Format}");
        }

        RecordFields options = fields.Object("options"), implementation = fields.Object("implementation");
        string[] units = [.. fields.Array("units").Select((unit, i) => unit.ValueKind == JsonValueKind.String
            ? unit.GetString()!
            : throw new InputException($"{where}: 'units' holds something that is no id, at place {i + 1}"))];
        if (units.GroupBy(unit => unit, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InputException($"{where}: 'units' names {twice.Key} twice");
        }

        return new RunHeader(
            JsonObject.Create(line.Clone())!,
            fields.Text("tool"),
            fields.Text("catalogue"),
            fields.Unsigned("seed"),
            options.OptionalText("oracles"),
            options.Flag("strict"),
            fields.OptionalText("shard") is { } shard ? Gate.Shard.Parse(shard, $"{where}: shard") : null,
            implementation.Text("name"),
            implementation.Text("version"),
            implementation.Text("language"),
            implementation.Text("precision"),
            units,
            fields.Object("notCovered").Texts());
    }
}
