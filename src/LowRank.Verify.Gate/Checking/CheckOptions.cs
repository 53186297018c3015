using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Checking;

/// <summary>How a derivation is checked.</summary>
public sealed record CheckOptions
{
    /// <summary>Seed of the sampled points.</summary>
    public ulong Seed { get; init; } = GateOptions.DefaultSeed;

    /// <summary>Points per claim.</summary>
    public int Cases { get; init; } = 200;

    /// <summary>
    /// What the evaluations for one claim may cost, in passes of loops; see <see cref="Catalogue.ReferenceEvaluator.Work"/>.
    /// </summary>
    public long WorkBudget { get; init; } = 10_000_000;

    /// <summary>Candidates that shrinking a counterexample may cost.</summary>
    public int ShrinkBudget { get; init; } = 600;
}
