using LowRank.Verify.Gate.Drawing;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace LowRank.Verify.Cli.Plots;

/// <summary>Panels side by side as an SVG file that needs nothing else.</summary>
internal static class ExperimentPlot
{
    private const int PanelWidth = 460, Height = 400, LegendRow = 16, LegendColumns = 2;

    private const string Style =
        "rect.page{fill:#fff}text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',sans-serif;fill:#4a535c}"
        + ".title{fill:#14181c}.head{font-weight:600;fill:#14181c}"
        + ".sub{font-size:9px}.mid{text-anchor:middle}.end{text-anchor:end}path{fill:none}"
        + ".axis{stroke:#6b747d}.grid{stroke:#e4e8eb}.mark{stroke-dasharray:2 3;stroke-width:1}"
        + ".line{stroke-width:1.7;stroke-linejoin:round}.dash{stroke-dasharray:6 4}"
        + ".thin{stroke-width:.8;opacity:.6}.dots{stroke-width:6;stroke-linecap:round}"
        + ".c0{stroke:#0f6e8c}.c1{stroke:#b3261e}.c2{stroke:#8a5a00}.c3{stroke:#6b3fa0}.c4{stroke:#2e7d32}.c5{stroke:#4a535c}";

    public static string Draw(string description, IReadOnlyList<PlotPanel> panels)
    {
        int rows = panels.Max(panel => (panel.Series.Count(s => s.Label.Length > 0) + LegendColumns - 1) / LegendColumns);
        int width = panels.Count * PanelWidth, height = Height + (rows * LegendRow);
        SvgFigure figure = new(width, height, description);
        figure.Rectangle(new OxyRect(0, 0, width, height), "page");
        for (int i = 0; i < panels.Count; i++)
        {
            figure.Draw(Model(figure, panels[i]), new OxyRect(i * PanelWidth, 0, PanelWidth, height));
        }

        return figure.ToFile(Style);
    }

    private static PlotModel Model(SvgFigure figure, PlotPanel panel)
    {
        PlotModel model = figure.Model(new OxyThickness(62, 8, 14, 44), panel.Across, panel.AcrossName, panel.Up, panel.UpName);
        model.Padding = new OxyThickness(0, 8, 0, 0);
        model.Title = panel.Title;
        model.TitleColor = figure.Ink("head");
        model.TitleFontSize = 12;
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.BottomLeft,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendTextColor = figure.Ink("label"),
            LegendFontSize = 12,
            LegendSymbolLength = 24,
            LegendItemSpacing = 16,
            LegendPadding = 2,
            LegendMargin = 2,
        });
        foreach (((double number, string label, string style), int row) in panel.Marks.Select((mark, row) => (mark, row)))
        {
            model.Annotations.Add(new LineAnnotation
            {
                Type = LineAnnotationType.Vertical,
                X = panel.Across.At(number),
                Color = figure.Ink($"mark {style}"),
                LineStyle = LineStyle.Solid,
            });
            model.Annotations.Add(new TextAnnotation
            {
                Text = label,
                TextPosition = new DataPoint(panel.Across.At(number), panel.Up.At(panel.Up.To)),
                Offset = new ScreenVector(3, 3 + (row * 13)),
                TextHorizontalAlignment = HorizontalAlignment.Left,
                TextVerticalAlignment = VerticalAlignment.Top,
                TextColor = figure.Ink("label"),
                FontSize = 12,
                Stroke = OxyColors.Undefined,
                Padding = new OxyThickness(0),
            });
        }

        foreach (PlotSeries series in panel.Series)
        {
            IEnumerable<DataPoint> places = series.Points.Select(p => new DataPoint(panel.Across.At(p.X), panel.Up.At(p.Y)));
            if (series.IsDots)
            {
                ScatterSeries dots = new() { Title = Title(series), MarkerType = MarkerType.Circle, MarkerFill = figure.Ink(series.Style) };
                dots.Points.AddRange(places.Select(p => new ScatterPoint(p.X, p.Y)));
                model.Series.Add(dots);
            }
            else
            {
                LineSeries line = new() { Title = Title(series), Color = figure.Ink($"line {series.Style}"), MinimumSegmentLength = 0 };
                line.Points.AddRange(places);
                model.Series.Add(line);
            }
        }

        return model;
    }

    private static string? Title(PlotSeries series) => series.Label.Length > 0 ? series.Label : null;
}
