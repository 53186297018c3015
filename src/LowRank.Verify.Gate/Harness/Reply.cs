namespace LowRank.Verify.Gate.Harness;

/// <summary>What came back over the pipe.</summary>
internal abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>A whole line.</summary>
    /// <param name="Text">Its bytes without the line feed, valid until the next exchange.</param>
    public sealed record Line(ReadOnlyMemory<byte> Text) : Reply;

    /// <summary>The process ended.</summary>
    /// <param name="Exit">How.</param>
    /// <param name="Half">The beginning of a line that it left unfinished, for a message; null when none.</param>
    public sealed record Ended(ChildExit Exit, string? Half) : Reply;

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
