namespace LowRank.Verify.Gate.Harness;

/// <summary>Waiting times of the protocol that are no matter of the user's.</summary>
internal static class HarnessTiming
{
    /// <summary>Before the first start is sent, a harness is given this long to show that it talks unasked.</summary>
    public static readonly TimeSpan Hush = TimeSpan.FromSeconds(0.3);

    /// <summary>From stop until the harness is killed.</summary>
    public static readonly TimeSpan Stop = TimeSpan.FromSeconds(5);

    /// <summary>The same once one process of the harness did not stop when asked.</summary>
    public static readonly TimeSpan StopOfTheDeaf = TimeSpan.FromSeconds(0.1);

    /// <summary>From the end of a harness's output to its exit status, before it is killed.</summary>
    public static readonly TimeSpan Exit = TimeSpan.FromSeconds(1);
}
