namespace LowRank.Verify.Gate.Checking;

/// <summary>What a check found of a claim. A proof, where one exists, will be a verdict of its own.</summary>
public enum ClaimVerdict
{
    /// <summary>Certified values contradict the claim at a point.</summary>
    Refuted,

    /// <summary>No sampled point contradicts it, which proves nothing.</summary>
    NotRefuted,

    /// <summary>The value does not come nearer to a claimed limit along the points tried; a violation, although no proof.</summary>
    NotApproached,

    /// <summary>No admissible point was found.</summary>
    NotSampled,

    /// <summary>Not a claim: how the formula was evaluated.</summary>
    Evaluated,
}
