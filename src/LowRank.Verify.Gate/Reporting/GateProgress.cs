namespace LowRank.Verify.Gate.Reporting;

/// <summary>How far a run has come.</summary>
/// <param name="Oracle">The oracle of the unit just finished.</param>
/// <param name="Finished">Units finished.</param>
/// <param name="Total">Units in all.</param>
public sealed record GateProgress(string Oracle, int Finished, int Total);
