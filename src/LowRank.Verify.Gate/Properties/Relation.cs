using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Judging;

namespace LowRank.Verify.Gate.Properties;

/// <summary>A declared property at one case: a second call, and what its value has to do with the first.</summary>
/// <param name="Oracle">The oracle of the second call.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Claim">How the second value compares.</param>
/// <param name="Factor">With how many times the first.</param>
/// <param name="Description">The second call in words.</param>
internal sealed record Relation(Oracle Oracle, InputRecord Inputs, Claim Claim, Interval Factor, string Description)
{
    /// <summary>Parts of the one answer that must not fall in this order; null where whole answers are compared.</summary>
    public IReadOnlyList<string>? OrderedParts { get; init; }
}
