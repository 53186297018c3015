namespace LowRank.Verify.Gate.Reporting;

/// <summary>The precision-limited cases of an oracle.</summary>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Cases">How many.</param>
/// <param name="WorstCondition">The worst condition among them; null when none is known.</param>
public sealed record PrecisionLimit(string Oracle, int Cases, double? WorstCondition);
