using System.Globalization;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Plots;
using LowRank.Verify.Experiments;
using LowRank.Verify.FastPath;
using LowRank.Verify.Gate.Drawing;
using LowRank.Verify.Spectra.Spaces;

namespace LowRank.Verify.Cli.Output;

/// <summary>The report of <c>experiment alignment</c>.</summary>
internal static class AlignmentFigure
{
    public static ExperimentReport Report(TrainingOptions options, IReadOnlyList<AlignmentRow> rows) => new(
        "alignment",
        options.Seed,
        TrainingParameters.Values(options),
        [
            .. rows.Select(row => new AlignmentLine(
                row.Corruption,
                Stage(row),
                DocumentContext.Finite(row.Labels.Information),
                DocumentContext.Finite(row.Labels.Nuisance),
                DocumentContext.Finite(row.Labels.PseudoInverse),
                DocumentContext.Finite(row.Residual.Information),
                DocumentContext.Finite(row.Residual.Nuisance),
                DocumentContext.Finite(row.Residual.PseudoInverse),
                DocumentContext.Finite(row.TrainingLoss),
                row.TrainingError,
                row.TestError)),
        ],
        new AlignmentFindings(options.InformationRank),
        Plot(options, rows),
        invocation => Write(invocation, options, rows));

    private static string Stage(AlignmentRow row) => row.IsTrained ? "final" : "initial";

    private static void Write(Invocation invocation, TrainingOptions options, IReadOnlyList<AlignmentRow> rows)
    {
        invocation.Line(TrainingParameters.Text(options));
        invocation.Line("norms relative to ||y|| and to ||r0||");
        TextTable table = new("corrupted [%]", "Jacobian", "Pi_I y", "Pi_N y", "J_I^+ y", "Pi_I r0", "Pi_N r0", "J_I^+ r0",
            "training error [%]", "test error [%]");
        foreach (AlignmentRow row in rows)
        {
            table.Row(
            [
                (row.Corruption * 100).ToString("0.#", CultureInfo.InvariantCulture), Stage(row), .. Texts(row.Labels),
                .. Texts(row.Residual),
                ShortNumber.Hundredths(row.TrainingError), ShortNumber.Hundredths(row.TestError),
            ]);
        }

        table.WriteTo(invocation);
        invocation.Line(TrainingParameters.Corruption);
    }

    private static IEnumerable<string> Texts(SpaceSplit<double> parts) =>
        [ShortNumber.Text(parts.Information), ShortNumber.Text(parts.Nuisance), ShortNumber.Text(parts.PseudoInverse)];

    private static string Plot(TrainingOptions options, IReadOnlyList<AlignmentRow> rows)
    {
        AlignmentRow[] before = [.. rows.Where(row => !row.IsTrained).OrderBy(row => row.Corruption)],
            after = [.. rows.Where(row => row.IsTrained).OrderBy(row => row.Corruption)];
        static PlotSeries Series(string label, string style, AlignmentRow[] rows, Func<AlignmentRow, double> value) =>
            new(label, style, [.. rows.Select(row => (row.Corruption * 100, value(row)))]);
        return ExperimentPlot.Draw(
            "Share of the labels in the nuisance space, before and after training, and test error, by share of corrupted labels",
        [
            new PlotPanel(
                FormattableString.Invariant($"Labels and the nuisance space, r = {options.InformationRank}"),
                PlotScale.Linear(0, 100),
                "corrupted labels [%]",
                PlotScale.Linear(0, 1),
                "‖Π_N y‖/‖y‖, test error",
                [
                    Series("‖Π_N y‖/‖y‖ at the start", "c0 dash", before, row => row.Labels.Nuisance),
                    Series("‖Π_N y‖/‖y‖ after training", "c0", after, row => row.Labels.Nuisance),
                    Series("test error after training", "c1", after, row => row.TestError),
                ],
                []),
        ]);
    }
}
