using System.Globalization;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Plots;
using LowRank.Verify.Experiments;
using LowRank.Verify.Gate.Drawing;

namespace LowRank.Verify.Cli.Output;

/// <summary>The report of <c>experiment dynamics</c>.</summary>
internal static class DynamicsFigure
{
    public static ExperimentReport Report(TrainingOptions options, IReadOnlyList<DynamicsPoint> points)
    {
        DynamicsPoint best = points.MinBy(p => p.TestError)!, last = points[^1];
        return new ExperimentReport(
            "dynamics",
            options.Seed,
            TrainingParameters.Values(options),
            [
                .. points.Select(p => new DynamicsLine(
                    p.Step, p.Information, p.Nuisance, p.LinearInformation, p.LinearNuisance, p.FinalInformation, p.FinalNuisance,
                        p.TrainingError, p.TrueTrainingError, p.TestError)),
            ],
            new DynamicsFindings(best.Step, best.TestError, last.TestError, last.TrainingError),
            Plot(options, points),
            invocation => Write(invocation, options, points, best));
    }

    private static void Write(Invocation invocation, TrainingOptions options, IReadOnlyList<DynamicsPoint> points, DynamicsPoint best)
    {
        invocation.Line(TrainingParameters.Text(options));
        invocation.Line($"{ShortNumber.Percent(options.Corruptions[0])} of the labels corrupted; squared norms of the residual over that "
            + $"of the first one");
        TextTable table = new("step", "information", "nuisance", "linearised I", "linearised N", "training error [%]",
            "error on true labels [%]", "test error [%]");
        foreach (DynamicsPoint p in points.Where((p, i) => i % 10 == 0 || p == best || i == points.Count - 1))
        {
            table.Row(
                ShortNumber.Text(p.Step),
                ShortNumber.Text(p.Information),
                ShortNumber.Text(p.Nuisance),
                ShortNumber.Text(p.LinearInformation),
                ShortNumber.Text(p.LinearNuisance),
                ShortNumber.Hundredths(p.TrainingError),
                ShortNumber.Hundredths(p.TrueTrainingError),
                ShortNumber.Hundredths(p.TestError));
        }

        table.WriteTo(invocation);
        invocation.Line(TrainingParameters.Corruption);
        invocation.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"least test error {ShortNumber.Percent(best.TestError)} at step {best.Step}, "
            + $"{ShortNumber.Percent(points[^1].TestError)} at the end"));
    }

    private static string Plot(TrainingOptions options, IReadOnlyList<DynamicsPoint> points)
    {
        const double Floor = 1e-7;
        PlotScale steps = PlotScale.OfSteps(Math.Max(1, options.Steps));
        PlotSeries Series(string label, string style, Func<DynamicsPoint, double> value) =>
            new(label, style, [.. points.Select(p => ((double)p.Step, value(p)))]);
        PlotSeries Energy(string label, string style, Func<DynamicsPoint, double> value) =>
            new(label, style, [.. points.TakeWhile(p => value(p) >= Floor).Select(p => ((double)p.Step, value(p)))]);
        return ExperimentPlot.Draw("Residual on information and nuisance space, and errors, during training under corrupted labels",
        [
            new PlotPanel(
                "Residual on the two spaces",
                steps,
                "steps",
                PlotScale.Logarithmic(Floor, 1),
                "squared norm over ‖r₀‖²",
                [
                    Energy("information space", "c0", p => p.Information),
                    Energy("information space, linearised", "c0 dash", p => p.LinearInformation),
                    Energy("nuisance space", "c1", p => p.Nuisance),
                    Energy("nuisance space, linearised", "c1 dash", p => p.LinearNuisance),
                ],
                []),
            new PlotPanel(
                FormattableString.Invariant($"Errors, {options.Corruptions[0] * 100:0.#} % of the labels corrupted"),
                steps,
                "steps",
                PlotScale.Linear(0, 1),
                "share misclassified",
                [
                    Series("training, corrupted labels", "c2", p => p.TrainingError),
                    Series("test, true labels", "c3", p => p.TestError),
                    Series("training, true labels", "c3 dash", p => p.TrueTrainingError),
                ],
                []),
        ]);
    }
}
