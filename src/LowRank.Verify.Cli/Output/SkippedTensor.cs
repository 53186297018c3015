namespace LowRank.Verify.Cli.Output;

/// <summary>A tensor that has no spectrum here, with the reason.</summary>
internal sealed record SkippedTensor(string Name, IReadOnlyList<int>? Shape, string Reason);
