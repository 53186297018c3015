namespace LowRank.Verify.Experiments;

/// <summary>How far an experiment is.</summary>
/// <param name="Finished">Parts done.</param>
/// <param name="Total">All parts.</param>
/// <param name="What">What is being done.</param>
public readonly record struct ExperimentProgress(int Finished, int Total, string What);
