namespace LowRank.Verify.Gate.Reporting;

/// <summary>What a run is, known before its first case; equal for all shards of a run but for <see cref="Shard"/>.</summary>
/// <param name="Tool">Version of the tool.</param>
/// <param name="Catalogue">SHA-256 over the ids and revisions of all oracles, in hexadecimal.</param>
/// <param name="Options">Options of the run.</param>
/// <param name="Shard">The part of the run; null for all of it.</param>
/// <param name="Implementation">What is gated.</param>
/// <param name="Units">Ids of all units of the whole run, in order.</param>
/// <param name="NotCovered">Selected oracles that are not gated, with the reason of each.</param>
public sealed record GateRunHeader(
    string Tool,
    string Catalogue,
    GateOptions Options,
    Shard? Shard,
    ImplementationDescription Implementation,
    IReadOnlyList<string> Units,
    IReadOnlyDictionary<string, string> NotCovered);
