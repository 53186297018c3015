using LowRank.Verify.Gate.Reports;

namespace LowRank.Verify.Cli.Plots;

/// <summary>Panels side by side as an SVG file that needs nothing else.</summary>
internal static class ExperimentPlot
{
    private const int PanelWidth = 460, Height = 400, Left = 56, Right = 14, Top = 34, Bottom = 44, LegendRow = 16, LegendColumns = 2;

    private const string Style =
        "rect.page{fill:#fff}text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',sans-serif;fill:#4a535c}.title{fill:#14181c}.head{font-weight:600;fill:#14181c}"
        + ".sub{font-size:9px}.mid{text-anchor:middle}.end{text-anchor:end}path{fill:none}.axis{stroke:#6b747d}.grid{stroke:#e4e8eb}.mark{stroke-dasharray:2 3;stroke-width:1}"
        + ".line{stroke-width:1.7;stroke-linejoin:round}.dash{stroke-dasharray:6 4}.thin{stroke-width:.8;opacity:.6}.dots{stroke-width:6;stroke-linecap:round}"
        + ".c0{stroke:#0f6e8c}.c1{stroke:#b3261e}.c2{stroke:#8a5a00}.c3{stroke:#6b3fa0}.c4{stroke:#2e7d32}.c5{stroke:#4a535c}";

    public static string Draw(string description, IReadOnlyList<PlotPanel> panels)
    {
        int rows = panels.Max(panel => (panel.Series.Count(s => s.Label.Length > 0) + LegendColumns - 1) / LegendColumns);
        int width = panels.Count * PanelWidth, height = Height + (rows * LegendRow);
        SvgCanvas canvas = new(width, height, description) { HasSubscripts = true };
        canvas.Rectangle(0, 0, width, height, "page");
        for (int i = 0; i < panels.Count; i++)
        {
            Draw(canvas, panels[i], i * PanelWidth);
        }

        return canvas.ToFile(Style);
    }

    private static void Draw(SvgCanvas canvas, PlotPanel panel, int offset)
    {
        double left = offset + Left, right = offset + PanelWidth - Right, bottom = Height - Bottom;
        PlotAxis across = panel.Across.Along(left, right), up = panel.Up.Along(bottom, Top);
        foreach ((double number, string label) in panel.Across.Ticks)
        {
            double x = across.At(panel.Across.Transform(number));
            canvas.Line(x, Top, x, bottom, "grid");
            canvas.Text(x, bottom + 16, label, "mid");
        }

        foreach ((double number, string label) in panel.Up.Ticks)
        {
            double y = up.At(panel.Up.Transform(number));
            canvas.Line(left, y, right, y, "grid");
            canvas.Text(left - 6, y + 4, label, "end");
        }

        for (int i = 0; i < panel.Marks.Count; i++)
        {
            (double number, string label, string style) = panel.Marks[i];
            double x = across.At(panel.Across.Transform(number));
            canvas.Line(x, Top, x, bottom, $"mark {style}");
            canvas.Text(x + 3, Top + 11 + (i * 13), label, "label");
        }

        canvas.Line(left, Top, left, bottom, "axis");
        canvas.Line(left, bottom, right, bottom, "axis");
        foreach (PlotSeries series in panel.Series)
        {
            IEnumerable<(double, double)> places = series.Points.Select(p => (across.At(panel.Across.Transform(p.X)), up.At(panel.Up.Transform(p.Y))));
            if (series.IsDots)
            {
                canvas.Dots(places, series.Style);
            }
            else if (series.Points.Count > 0)
            {
                canvas.Curve(places, $"line {series.Style}");
            }
        }

        canvas.Text((left + right) / 2, Top - 14, panel.Title, "head mid");
        canvas.Text((left + right) / 2, Height - 10, panel.AcrossName, "title mid");
        canvas.Upright(offset + 13, (Top + bottom) / 2, panel.UpName, "title mid");
        Legend(canvas, panel, left, right);
    }

    private static void Legend(SvgCanvas canvas, PlotPanel panel, double left, double right)
    {
        int place = 0;
        foreach (PlotSeries series in panel.Series.Where(s => s.Label.Length > 0))
        {
            double x = left + (place % LegendColumns * (right - left) / LegendColumns), y = Height + (place / LegendColumns * LegendRow);
            if (series.IsDots)
            {
                canvas.Dots([(x + 12, y)], series.Style);
            }
            else
            {
                canvas.Line(x, y, x + 24, y, $"line {series.Style}");
            }

            canvas.Text(x + 30, y + 4, series.Label, "label");
            place++;
        }
    }
}
