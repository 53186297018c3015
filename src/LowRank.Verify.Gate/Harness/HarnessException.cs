namespace LowRank.Verify.Gate.Harness;

/// <summary>A harness broke down or broke the protocol.</summary>
/// <param name="verdict">Error, crash or timeout.</param>
/// <param name="message">What happened, in one line.</param>
internal sealed class HarnessException(Verdict verdict, string message) : Exception(message)
{
    /// <summary>The verdict on the case that was asked.</summary>
    public Verdict Verdict { get; } = verdict;
}
