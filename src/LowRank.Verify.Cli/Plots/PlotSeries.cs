namespace LowRank.Verify.Cli.Plots;

/// <summary>Points that belong together.</summary>
/// <param name="Label">What they are, for the legend; empty for none.</param>
/// <param name="Style">Classes of the style sheet: a colour c0, …, c5, and dash, thin or dots.</param>
/// <param name="Points">The points in order.</param>
internal sealed record PlotSeries(string Label, string Style, IReadOnlyList<(double X, double Y)> Points)
{
    public bool IsDots => Style.Contains("dots", StringComparison.Ordinal);
}
