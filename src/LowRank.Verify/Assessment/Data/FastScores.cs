namespace LowRank.Verify.Assessment.Data;

/// <summary>The scores of the double-precision pass against the certified ones.</summary>
/// <param name="Executor">Which executor, in words.</param>
/// <param name="LargestDistance">The largest distance of a score from its enclosure, relative to the largest score: 0 when all lie
/// inside.</param>
/// <param name="Below">Samples with margin at most γ as this executor sees them; null without labels.</param>
public sealed record FastScores(string Executor, double LargestDistance, int? Below);
