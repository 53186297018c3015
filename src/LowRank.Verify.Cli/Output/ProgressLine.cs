using LowRank.Verify.Gate.Reporting;

namespace LowRank.Verify.Cli.Output;

/// <summary>Progress of the gate as one line of a terminal that is written over.</summary>
internal sealed class ProgressLine(TextWriter terminal) : IProgress<GateProgress>
{
    private int width;

    public void Report(GateProgress value)
    {
        bool isLast = value.Finished == value.Total;
        string text = isLast ? string.Empty : $"{value.Finished}/{value.Total} {value.Oracle}";
        terminal.Write('\r' + text.PadRight(width) + (isLast ? "\r" : string.Empty));
        terminal.Flush();
        width = text.Length;
    }
}
