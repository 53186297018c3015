using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>
/// One side of an erratum's evidence: a formula in the oracle's names, an oracle of the same record, or the oracle itself with some
/// definitions replaced.
/// </summary>
/// <param name="Text">As written.</param>
/// <param name="Formula">The formula; null for an oracle.</param>
/// <param name="OracleId">The oracle; null for a formula.</param>
public sealed record ErratumSide(string Text, Formula? Formula, string? OracleId)
{
    /// <summary>Where it is written.</summary>
    internal SourcePosition Position { get; init; }

    /// <summary>The definitions that stand in for those of the file; none otherwise.</summary>
    internal IReadOnlyList<Definition> With { get; init; } = [];

    /// <summary>The oracle with these definitions; null where none is replaced.</summary>
    internal Oracle? Variant { get; set; }
}
