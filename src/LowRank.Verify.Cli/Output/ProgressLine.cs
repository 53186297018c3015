using System.Globalization;
using LowRank.Verify.Experiments;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Cli.Output;

/// <summary>Progress of the gate or of an experiment as one line of a terminal that is written over.</summary>
internal sealed class ProgressLine(TextWriter terminal) : IProgress<GateProgress>, IProgress<ExperimentProgress>
{
    private int width;

    public void Report(GateProgress value) => Show(value.Finished, value.Total, value.Oracle);

    public void Report(ExperimentProgress value) => Show(value.Finished, value.Total, value.What);

    private void Show(int finished, int total, string what)
    {
        bool isLast = finished == total;
        string text = isLast ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{finished}/{total} {what}");
        terminal.Write('\r' + text.PadRight(width) + (isLast ? "\r" : string.Empty));
        terminal.Flush();
        width = text.Length;
    }
}
