using LowRank.Verify.Gate.Drawing;

namespace LowRank.Verify.Cli.Plots;

/// <summary>One pair of axes with curves.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Across">The horizontal axis.</param>
/// <param name="AcrossName">What it counts.</param>
/// <param name="Up">The vertical axis.</param>
/// <param name="UpName">What it measures.</param>
/// <param name="Series">The curves.</param>
/// <param name="Marks">Vertical lines: number, label, style.</param>
internal sealed record PlotPanel(
    string Title,
    PlotScale Across,
    string AcrossName,
    PlotScale Up,
    string UpName,
    IReadOnlyList<PlotSeries> Series,
    IReadOnlyList<(double Number, string Label, string Style)> Marks);
