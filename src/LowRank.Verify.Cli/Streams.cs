namespace LowRank.Verify.Cli;

/// <summary>Where the tool reads and writes.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsTerminal">True when standard output is a terminal: colours and progress only then.</param>
internal sealed record Streams(TextReader Input, TextWriter Output, TextWriter Error, bool IsTerminal)
{
    /// <summary>Columns of the window; null in a pipe, where lines are as long as they are.</summary>
    public int? Width { get; init; }
}
