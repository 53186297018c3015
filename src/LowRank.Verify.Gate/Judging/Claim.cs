namespace LowRank.Verify.Gate.Judging;

/// <summary>What a property says of the second value against a multiple of the first.</summary>
public enum Claim
{
    /// <summary>second = factor · first.</summary>
    Equal,

    /// <summary>second ≥ factor · first.</summary>
    AtLeast,

    /// <summary>second ≤ factor · first.</summary>
    AtMost,
}
