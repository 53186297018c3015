using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>What came back over the pipe.</summary>
internal abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>As the breakdown that it is when a line was expected; its message continues "the harness".</summary>
    /// <param name="when">Where in the protocol, such as "before it answered this case".</param>
    /// <param name="limit">The time limit that applied.</param>
    /// <param name="lineLimit">The limit of a line.</param>
    public CallOutcome Breakdown(string when, TimeSpan limit, int lineLimit) => this switch
    {
        Ended { Half: { } half } ended => CallOutcome.Broken(Verdict.Error, $"wrote half a line ({half}) and {ended.How} {when}"),
        Ended ended => CallOutcome.Broken(Verdict.Crash, $"{ended.How} {when}"),
        Closed { Half: { } half } closed =>
            CallOutcome.Broken(Verdict.Error, $"wrote half a line ({half}) and closed its standard {closed.Stream} {when}"),
        Closed closed => CallOutcome.Broken(Verdict.Crash, $"closed its standard {closed.Stream} {when}"),
        TooLong line => CallOutcome.Broken(Verdict.Error,
            FormattableString.Invariant($"wrote a line of more than {lineLimit} characters: {line.Beginning}")),
        Silent { Half: { } half } =>
            CallOutcome.Broken(Verdict.Timeout,
            FormattableString.Invariant($"gave no answer within {limit.TotalSeconds:0.###} s, only half a line: {half}")),
        _ => CallOutcome.Broken(Verdict.Timeout, FormattableString.Invariant($"gave no answer within {limit.TotalSeconds:0.###} s")),
    };

    /// <summary>A whole line.</summary>
    /// <param name="Text">Its bytes without the line feed.</param>
    public sealed record Line(ReadOnlyMemory<byte> Text) : Reply;

    /// <summary>The process ended.</summary>
    /// <param name="How">In words that continue "the harness".</param>
    /// <param name="Half">The beginning of a line that it left unfinished, for a message; null when none.</param>
    public sealed record Ended(string How, string? Half) : Reply;

    /// <summary>The process lives, but has closed a pipe.</summary>
    /// <param name="Stream">Which: standard input or output.</param>
    /// <param name="Half">The beginning of a line that it left unfinished, for a message; null when none.</param>
    public sealed record Closed(string Stream, string? Half) : Reply;

    /// <summary>No line within the time.</summary>
    /// <param name="Half">The beginning of a line that it left unfinished, for a message; null when none.</param>
    public sealed record Silent(string? Half) : Reply;

    /// <summary>A line that exceeds the limit.</summary>
    /// <param name="Beginning">Its beginning, for a message.</param>
    public sealed record TooLong(string Beginning) : Reply;
}
