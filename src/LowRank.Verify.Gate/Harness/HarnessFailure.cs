using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>A harness that did not do its part.</summary>
/// <param name="Verdict">Error, crash or timeout.</param>
/// <param name="Message">What happened, in words that continue "the harness".</param>
internal sealed record HarnessFailure(Verdict Verdict, string Message)
{
    /// <summary>From what came instead of a line.</summary>
    /// <param name="reply">What came.</param>
    /// <param name="when">Where in the protocol, such as "before it answered this case".</param>
    /// <param name="limit">The time limit that applied.</param>
    /// <param name="lineLimit">The limit of a line.</param>
    public static HarnessFailure Of(Reply reply, string when, TimeSpan limit, int lineLimit) => reply switch
    {
        Reply.Ended { Half: { } half } ended => new HarnessFailure(Verdict.Error, $"wrote half a line ({half}) and {ended.Exit} {when}"),
        Reply.Ended ended => new HarnessFailure(Verdict.Crash, $"{ended.Exit} {when}"),
        Reply.Closed { Half: { } half } closed => new HarnessFailure(Verdict.Error, $"wrote half a line ({half}) and closed its standard {closed.Stream} {when}"),
        Reply.Closed closed => new HarnessFailure(Verdict.Crash, $"closed its standard {closed.Stream} {when}"),
        Reply.TooLong line => new HarnessFailure(Verdict.Error, FormattableString.Invariant($"wrote a line of more than {lineLimit} characters: {line.Beginning}")),
        Reply.Silent { Half: { } half } => new HarnessFailure(Verdict.Timeout, FormattableString.Invariant($"gave no answer within {limit.TotalSeconds:0.###} s, only half a line: {half}")),
        _ => new HarnessFailure(Verdict.Timeout, FormattableString.Invariant($"gave no answer within {limit.TotalSeconds:0.###} s")),
    };
}
