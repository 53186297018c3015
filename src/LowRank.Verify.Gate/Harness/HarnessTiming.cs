namespace LowRank.Verify.Gate.Harness;

/// <summary>Waiting times of the protocol that are no matter of the user's.</summary>
internal sealed record HarnessTiming
{
    /// <summary>Before the first start is sent, a harness is given this long to show that it talks unasked.</summary>
    public TimeSpan Hush { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>From stop until the harness is killed.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the end of a harness's output to its exit status, before it is killed.</summary>
    public TimeSpan ExitGrace { get; init; } = TimeSpan.FromSeconds(1);
}
