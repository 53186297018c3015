namespace LowRank.Verify.Gate.Contract;

/// <summary>What came of one call: an answer, or a breakdown.</summary>
/// <param name="Answer">The answer; null when there is none.</param>
/// <param name="Failure">Error, crash, timeout or skipped when there is no answer.</param>
/// <param name="Message">What happened.</param>
internal sealed record CallOutcome(Answer? Answer, Verdict? Failure, string? Message)
{
    /// <summary>The end of what the implementation wrote to standard error since the call before; null when nothing.</summary>
    public string? Diagnostics { get; init; }

    /// <summary>A call that was answered.</summary>
    public static CallOutcome Answered(Answer answer) => new(answer, null, null);

    /// <summary>A call without an answer.</summary>
    public static CallOutcome Broken(Verdict verdict, string? message) => new(null, verdict, message);
}
