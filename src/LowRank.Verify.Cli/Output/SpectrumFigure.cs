using System.Globalization;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Plots;
using LowRank.Verify.Experiments;
using LowRank.Verify.Gate.Drawing;

namespace LowRank.Verify.Cli.Output;

/// <summary>The report of <c>experiment spectrum</c>.</summary>
internal static class SpectrumFigure
{
    public static ExperimentReport Report(SpectrumOptions options, IReadOnlyList<SpectrumCurve> curves) => new(
        "spectrum",
        options.Seed,
        new SpectrumParameters(
            options.Classes, options.Clusters, options.SamplesPerCluster, options.Dimension, options.Width, options.Noise,
            options.Separation, options.Activation.Name, Layer(options)),
        [.. curves.SelectMany(c => c.Values.Select((value, i) => new SpectrumRow(c.Clusters, c.Samples, i + 1,
            DocumentContext.Finite(value))))],
        new SpectrumFindings([.. curves.Select(c => new CurveFinding(c.Clusters, c.Samples, c.Rank, DocumentContext.Finite(c.Drop),
            c.LargestDrop))]),
        Plot(options, curves),
        invocation => Write(invocation, options, curves));

    private static string Layer(SpectrumOptions options) => options.OutputLayer ? "output" : "hidden";

    private static void Write(Invocation invocation, SpectrumOptions options, IReadOnlyList<SpectrumCurve> curves)
    {
        invocation.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"Jacobian of the {Layer(options)} layer at random weights, K = {options.Classes}, d = {options.Dimension}, "
            + $"k = {options.Width}, sigma = {options.Noise}, {options.Activation.Name}, seed {options.Seed}"));
        invocation.Line("singular values over sqrt(n/(KC))");
        TextTable table = new("C", "n", "K^2 C", "largest value", "value number K^2 C", "the next one", "drop (ratio of these two)",
            "largest drop after number");
        foreach (SpectrumCurve c in curves)
        {
            bool isWide = c.Values.Count > c.Rank;
            table.Row(
                ShortNumber.Text(c.Clusters),
                ShortNumber.Text(c.Samples),
                ShortNumber.Text(c.Rank),
                ShortNumber.Text(c.Values[0]),
                c.Values.Count >= c.Rank ? ShortNumber.Text(c.Values[c.Rank - 1]) : "-",
                isWide ? ShortNumber.Text(c.Values[c.Rank]) : "-",
                isWide ? ShortNumber.Text(c.Drop) : "-",
                ShortNumber.Text(c.LargestDrop));
        }

        table.WriteTo(invocation);
    }

    private static string Plot(SpectrumOptions options, IReadOnlyList<SpectrumCurve> curves)
    {
        const double Beyond = 1.6;
        int[] clusters = [.. options.Clusters];
        int last = (int)(Beyond * curves.Max(c => c.Rank));
        double[] shown = [.. curves.SelectMany(c => c.Values.Take(last)).Where(v => v > 0)];
        double top = Math.Pow(10, Math.Ceiling(Math.Log10(shown.Max()) * 2) / 2),
            least = Math.Max(Math.Pow(10, Math.Floor(Math.Log10(shown.Min()) * 2) / 2), top * 1e-6);
        return ExperimentPlot.Draw(
            "Singular values of the Jacobian at random weights by index, for several numbers of clusters and samples",
        [
            new PlotPanel(
                FormattableString.Invariant($"Singular values of the Jacobian, K = {options.Classes}, σ = {options.Noise}"),
                PlotScale.Linear(0, last),
                "index",
                PlotScale.Logarithmic(least, top),
                "singular value over √(n/(KC))",
                [
                    .. curves.Select(c => new PlotSeries(
                        FormattableString.Invariant($"C = {c.Clusters}, n = {c.Samples}"),
                        $"c{Array.IndexOf(clusters, c.Clusters) % 6}"
                            + $"{(c.Samples == options.SamplesPerCluster[0] * c.Clusters ? string.Empty : " dash")}",
                        [.. c.Values.Take(last).Select((value, i) => (i + 1.0, value))])),
                ],
                [.. clusters.Distinct().Select((c, i) => (
                    options.Classes * options.Classes * c + 0.5,
                    FormattableString.Invariant($"K²C = {options.Classes * options.Classes * c}"),
                    $"c{i % 6}"))]),
        ]);
    }
}
