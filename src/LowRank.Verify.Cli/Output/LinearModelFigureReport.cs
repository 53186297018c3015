using System.Globalization;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Plots;
using LowRank.Verify.Experiments;
using LowRank.Verify.Gate.Drawing;

namespace LowRank.Verify.Cli.Output;

/// <summary>The report of <c>experiment linear-model</c>.</summary>
internal static class LinearModelFigureReport
{
    public static ExperimentReport Report(LinearModelOptions options, IReadOnlyList<LinearModelPoint> points)
    {
        IReadOnlyList<PublishedComparison> published = options.IsPublished && options.Draws > 1 ? PublishedComparison.All(points) : [];
        return new ExperimentReport(
            "linear-model",
            options.Seed,
            new LinearModelParameters(
                options.Samples, options.Dimension, options.Rank, options.InputNoise, options.LabelNoise, options.SquaredNorm,
                options.StepSize, options.Steps, options.Draws),
            [.. points.Select(Line)],
            new LinearModelFindings(NotCompared(options), [.. published.Select(Finding)]),
            Plot(options, points),
            invocation => Write(invocation, options, points, published));
    }

    private static LinearModelLine Line(LinearModelPoint p) => new(
        p.Step,
        DocumentContext.Finite(p.Total.Mean),
        DocumentContext.Finite(p.Total.Deviation),
        DocumentContext.Finite(p.Information.Mean),
        DocumentContext.Finite(p.Information.Deviation),
        DocumentContext.Finite(p.Nuisance.Mean),
        DocumentContext.Finite(p.Nuisance.Deviation));

    private static PublishedFinding Finding(PublishedComparison c) => new(
        c.Part,
        c.Step,
        c.Value,
        DocumentContext.Finite(c.Spread.Mean),
        DocumentContext.Finite(c.Spread.Deviation),
        DocumentContext.Finite(c.Spread.Least),
        DocumentContext.Finite(c.Spread.Most),
        c.IsInRange,
        c.IsWithinTwoDeviations);

    private static void Write(Invocation invocation, LinearModelOptions options, IReadOnlyList<LinearModelPoint> points,
        IReadOnlyList<PublishedComparison> published)
    {
        invocation.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"linear model, n = {options.Samples}, d = {options.Dimension}, r = {options.Rank}, sigma_x = {options.InputNoise}, "
            + $"sigma_y = {options.LabelNoise}, ||w*||^2 = {options.SquaredNorm}, step size {options.StepSize}, "
            + $"{options.Draws} draws, seed {options.Seed}"));
        bool isSpread = options.Draws > 1;
        string Text(SampleSpread spread) =>
            ShortNumber.Text(spread.Mean) + (isSpread ? FormattableString.Invariant($" ({spread.Deviation:G2})") : string.Empty);
        invocation.Line("expected loss on fresh noise: " + (isSpread ? "mean over the draws (standard deviation)" : "of the one draw"));
        TextTable table = new("step", "total", "information", "nuisance");
        int[] shown = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 200];
        foreach (LinearModelPoint p in points.Where(p => shown.Contains(p.Step) || p.Step == options.Steps
            || (p.Step > 200 && p.Step % 1000 == 0)))
        {
            table.Row(ShortNumber.Text(p.Step), Text(p.Total), Text(p.Information), Text(p.Nuisance));
        }

        table.WriteTo(invocation);
        if (options.IsPublished && NotCompared(options) is { } reason)
        {
            invocation.Line($"published values are not compared: {reason}; take --draws 2 or more");
        }

        if (published.Count > 0)
        {
            invocation.Line($"published values (one draw): {published.Count(c => c.IsInRange)} of {published.Count} in the range of the "
                + $"draws, {published.Count(c => c.IsWithinTwoDeviations)} within two deviations of the mean");
            foreach (PublishedComparison c in published.Where(c => !c.IsInRange || !c.IsWithinTwoDeviations))
            {
                string place = c.IsInRange ? "beyond two deviations" : "out of range";
                invocation.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {place}: {c.Part} at step {c.Step}, published {c.Value}, here {Text(c.Spread)}, "
                    + $"from {ShortNumber.Text(c.Spread.Least)} to {ShortNumber.Text(c.Spread.Most)}"));
            }
        }
    }

    /// <summary>Why published values are not compared with the draws; null where they are.</summary>
    private static string? NotCompared(LinearModelOptions options) =>
        !options.IsPublished ? "the published values are for other options"
        : options.Draws < 2 ? "one draw has no spread to compare them with"
        : null;

    private static string Plot(LinearModelOptions options, IReadOnlyList<LinearModelPoint> points)
    {
        List<PlotSeries> series = [];
        bool isSpread = options.Draws > 1;
        void Add(string label, string colour, Func<LinearModelPoint, SampleSpread> part, IReadOnlyList<(int Step, double Value)> published)
        {
            series.Add(new PlotSeries(isSpread ? $"{label}, mean" : label, colour,
                [.. points.Select(p => ((double)p.Step, part(p).Mean))]));
            foreach (int side in isSpread ? new[] { -2, 2 } : [])
            {
                series.Add(new PlotSeries(string.Empty, colour + " thin",
                    [.. points.Select(p => ((double)p.Step, part(p).Mean + (side * part(p).Deviation)))]));
            }

            if (options.IsPublished)
            {
                series.Add(new PlotSeries($"{label}, published", colour + " dots",
                    [.. published.Where(v => v.Step <= options.Steps).Select(v => ((double)v.Step, v.Value))]));
            }
        }

        Add("total", "c5", p => p.Total, LinearModelFigure.Total);
        Add("information", "c0", p => p.Information, LinearModelFigure.Information);
        Add("nuisance", "c1", p => p.Nuisance, LinearModelFigure.Nuisance);
        if (isSpread)
        {
            series.Add(new PlotSeries("thin: mean ± two deviations", "c5 thin", []));
        }

        double top = Math.Ceiling(points.Max(p => p.Total.Mean + (2 * p.Total.Deviation)));
        return ExperimentPlot.Draw("Expected loss of the linear model and its parts by steps of gradient descent"
            + (isSpread ? ", with two standard deviations over the draws" : string.Empty),
            [new PlotPanel(isSpread ? "Expected loss, mean ± two deviations" : "Expected loss of one draw",
                PlotScale.OfSteps(Math.Max(1, options.Steps)), "steps", PlotScale.Linear(0, top), "loss", series, [])]);
    }
}
