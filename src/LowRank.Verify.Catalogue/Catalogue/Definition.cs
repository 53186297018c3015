using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>A named part of a formula, with or without arguments.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Names of its arguments, all numbers.</param>
/// <param name="Body">What it stands for.</param>
public sealed record Definition(string Name, IReadOnlyList<string> Parameters, Formula Body)
{
    /// <summary>"name" or "name(i, j)".</summary>
    public string Head => Parameters.Count == 0 ? Name : $"{Name}({string.Join(", ", Parameters)})";

    /// <summary>Where it is defined.</summary>
    internal SourcePosition Position { get; init; }
}
