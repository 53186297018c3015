using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;

namespace LowRank.Verify.Cli.Output;

/// <summary>An oracle's certified value and the fast path's.</summary>
internal sealed record EvaluationReport(Evaluation Reference, FastResult Fast, double? RelativeDistance, int Digits);
