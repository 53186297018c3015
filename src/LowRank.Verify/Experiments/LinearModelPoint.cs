namespace LowRank.Verify.Experiments;

/// <summary>The expected losses after some steps, over all draws.</summary>
/// <param name="Step">τ.</param>
/// <param name="Total">E L.</param>
/// <param name="Information">E L_I.</param>
/// <param name="Nuisance">E L_N.</param>
public sealed record LinearModelPoint(int Step, SampleSpread Total, SampleSpread Information, SampleSpread Nuisance);
