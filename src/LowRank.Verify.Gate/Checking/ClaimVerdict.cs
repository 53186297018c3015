namespace LowRank.Verify.Gate.Checking;

/// <summary>What a check found of a claim. A proof, where one exists, will be a verdict of its own.</summary>
public enum ClaimVerdict
{
    /// <summary>Certified values contradict the claim at a point.</summary>
    Refuted,

    /// <summary>No sampled point contradicts it, which proves nothing.</summary>
    NotRefuted,

    /// <summary>The claim cannot be contradicted by finitely many points, or no admissible point was found.</summary>
    NotSampled,

    /// <summary>Not a claim: how the formula was evaluated.</summary>
    Evaluated,
}
