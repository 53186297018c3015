using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Properties;

namespace LowRank.Verify.Gate.Checking;

/// <summary>A point at which a formula was evaluated, and the second one that a property compares it with.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Value">Encloses the value.</param>
/// <param name="Relation">The second evaluation in words; null when there is none.</param>
/// <param name="RelatedOracle">Its oracle.</param>
/// <param name="RelatedInputs">Its inputs.</param>
/// <param name="RelatedValue">Encloses its value.</param>
/// <param name="Contradiction">What would have to hold and does not; null when nothing is contradicted.</param>
public sealed record ClaimPoint(
    InputRecord Inputs,
    Shaped<CertifiedNumber>? Value,
    string? Relation = null,
    string? RelatedOracle = null,
    InputRecord? RelatedInputs = null,
    Shaped<CertifiedNumber>? RelatedValue = null,
    string? Contradiction = null);
