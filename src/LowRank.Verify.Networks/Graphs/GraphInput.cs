namespace LowRank.Verify.Networks.Graphs;

/// <summary>An input of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The declared element type, numpy's name; null where it is not declared.</param>
/// <param name="Shape">The declared dimensions, null for free ones; null where none are declared.</param>
public sealed record GraphInput(string Name, string? Type, IReadOnlyList<int?>? Shape);
