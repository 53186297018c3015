namespace LowRank.Verify.Networks;

/// <summary>A tensor of a file that is not read, while the rest is.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Its dimensions; null where the file does not say.</param>
/// <param name="Reason">Why, in words that name neither file nor tensor and end without a full stop.</param>
public sealed record UnreadTensor(string Name, IReadOnlyList<int>? Shape, string Reason);
