namespace LowRank.Verify.Catalogue;

/// <summary>A slip in a printed statement, or a decision between readings.</summary>
/// <param name="Printed">What is printed.</param>
/// <param name="Read">What is implemented.</param>
/// <param name="Why">The reason.</param>
public sealed record Erratum(string Printed, string Read, string Why)
{
    /// <summary>Inputs that tell the printed statement from the corrected one; null when none are recorded.</summary>
    public ErratumEvidence? Evidence { get; init; }

    /// <summary>Why no number can tell the two apart; null where there is evidence. Every erratum of the catalogue has one or the other.</summary>
    public string? NoNumber { get; init; }
}
