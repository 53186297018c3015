namespace LowRank.Verify.Cli.Output;

/// <summary>
/// The step that long work is at, as one line of a terminal that is written over; nothing where standard error is no terminal.
/// </summary>
internal sealed class StepLine(TextWriter? terminal, string subject) : IProgress<string>, IDisposable
{
    private int width;

    public void Report(string value) => Write($"{subject}: {value}");

    public void Dispose() => Write(string.Empty);

    private void Write(string text)
    {
        if (terminal is null || (text.Length == 0 && width == 0))
        {
            return;
        }

        string line = PlainText.Of(text);
        terminal.Write('\r' + line.PadRight(width) + (line.Length == 0 ? "\r" : string.Empty));
        terminal.Flush();
        width = line.Length;
    }
}
