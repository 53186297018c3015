using System.Text;
using LowRank.Verify.Cli.Output;

namespace LowRank.Verify.Cli;

/// <summary>
/// One run of one command. What a command writes by <see cref="Line"/> reaches standard output only when the command has
/// succeeded, so that nothing is half-written; a streaming command writes whole lines by <see cref="WriteLineNow"/>.
/// </summary>
internal sealed class Invocation(Streams streams, IReadOnlyList<string> arguments, IReadOnlyList<string>? harness)
{
    private readonly StringBuilder page = new();

    public Streams Streams { get; } = streams;

    // The error number of a pipe that nobody reads any more, on Linux and macOS.
    private const int BrokenPipe = 32;

    public Rooms Rooms { get; } = new();

    /// <summary>The words of the command line as they were typed, up to the first <c>--</c>.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;

    /// <summary>The words after the first <c>--</c>, or null when there is none.</summary>
    public IReadOnlyList<string>? Harness { get; } = harness;

    /// <summary>
    /// One line, wrapped at the width of the window. A name from a file may hold any character: what would move the cursor or end the
    /// line becomes a question mark.
    /// </summary>
    public void Line(string text = "")
    {
        foreach (string line in TextLayout.Wrap(PlainText.Of(text), Streams.Width))
        {
            Page(line);
        }
    }

    /// <summary>Text that is ready, such as an indented document; a line feed is added.</summary>
    public void Page(string text) => page.Append(text).Append('\n');

    /// <summary>Writes a whole line at once. False when nobody reads standard output any more.</summary>
    public bool WriteLineNow(string line)
    {
        Page(PlainText.Of(line));
        return Flush();
    }

    /// <summary>Writes what was collected. False when nobody reads standard output any more, which is no error of ours.</summary>
    public bool Flush()
    {
        try
        {
            Streams.Output.Write(page.ToString());
            Streams.Output.Flush();
            return true;
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw new OutputException(e); // a closed descriptor is reported as one that may not be written
        }
        finally
        {
            page.Clear();
        }
    }
}
