namespace LowRank.Verify.Gate.Reporting;

/// <summary>How far a run has come.</summary>
/// <param name="Oracle">The oracle just finished.</param>
/// <param name="Finished">Oracles finished.</param>
/// <param name="Total">Oracles in all.</param>
public sealed record GateProgress(string Oracle, int Finished, int Total);
