using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>One side of an erratum's evidence: a formula in the oracle's names, or an oracle of the same record.</summary>
/// <param name="Text">As written.</param>
/// <param name="Formula">The formula; null for an oracle.</param>
/// <param name="OracleId">The oracle; null for a formula.</param>
public sealed record ErratumSide(string Text, Formula? Formula, string? OracleId)
{
    /// <summary>Where it is written.</summary>
    internal SourcePosition Position { get; init; }
}
