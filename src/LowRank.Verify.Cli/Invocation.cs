using System.Text;

namespace LowRank.Verify.Cli;

/// <summary>
/// One run of one command. What a command writes by <see cref="Line"/> reaches standard output only when the command has
/// succeeded, so that nothing is half-written; a streaming command writes whole lines by <see cref="WriteLineNow"/>.
/// </summary>
internal sealed class Invocation(Streams streams, IReadOnlyList<string>? harness)
{
    private readonly StringBuilder page = new();

    public Streams Streams { get; } = streams;

    public Rooms Rooms { get; } = new();

    /// <summary>The words after the first <c>--</c>, or null when there is none.</summary>
    public IReadOnlyList<string>? Harness { get; } = harness;

    public void Line(string text = "") => page.Append(text).Append('\n');

    public void WriteLineNow(string line)
    {
        Flush();
        Streams.Output.Write(line);
        Streams.Output.Write('\n');
        Streams.Output.Flush();
    }

    public void Flush()
    {
        Streams.Output.Write(page.ToString());
        Streams.Output.Flush();
        page.Clear();
    }
}
