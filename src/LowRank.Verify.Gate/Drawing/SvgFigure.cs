using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LowRank.Verify.Gate.Files;
using OxyPlot;
using OxyPlot.Axes;

namespace LowRank.Verify.Gate.Drawing;

/// <summary>
/// Draws OxyPlot's models as SVG. The library's own writer sets colours and fonts, gives every dot an element, and has no words for
/// those who do not see the drawing; here a style sheet decides, dots share a path, and marks have titles. One unit is about one pixel.
/// </summary>
/// <param name="width">Width.</param>
/// <param name="height">Height.</param>
/// <param name="description">What it shows, in words.</param>
public sealed partial class SvgFigure(int width, int height, string description) : RenderContextBase
{
    private const double LetterWidth = 0.56, LineHeight = 1.2;

    private readonly StringBuilder body = new();
    private readonly List<string> styles = [];
    private string? title;
    private int clips;

    /// <inheritdoc/>
    public override int ClipCount => clips;

    /// <summary>A colour that stands for classes of the style sheet.</summary>
    public OxyColor Ink(string style)
    {
        if (!styles.Contains(style))
        {
            styles.Add(style);
        }

        return OxyColor.FromUInt32(0xFF000000u + (uint)styles.IndexOf(style) + 1);
    }

    /// <summary>A model with room around it, and with axes below and to the left.</summary>
    public PlotModel Model(OxyThickness margins, PlotScale across, string acrossName, PlotScale up, string upName)
    {
        ArgumentNullException.ThrowIfNull(across);
        ArgumentNullException.ThrowIfNull(up);
        PlotModel model = new()
        {
            PlotMargins = margins,
            Padding = new OxyThickness(0),
            PlotAreaBorderColor = Ink("axis"),
            PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1),
            Culture = CultureInfo.InvariantCulture,
        };
        foreach ((PlotScale scale, string name, AxisPosition place) in new[] { (across, acrossName, AxisPosition.Bottom),
            (up, upName, AxisPosition.Left) })
        {
            Axis axis = scale.Axis();
            axis.Position = place;
            axis.Title = name;
            axis.FontSize = axis.TitleFontSize = 11;
            axis.TextColor = Ink("tick");
            axis.TitleColor = Ink("title");
            axis.MajorGridlineStyle = LineStyle.Solid;
            axis.MajorGridlineColor = Ink("grid");
            axis.TickStyle = TickStyle.None;
            axis.AxisTickToLabelDistance = 5;
            axis.AxisTitleDistance = 8;
            model.Axes.Add(axis);
        }

        return model;
    }

    /// <summary>Draws a model in a part of the figure.</summary>
    public void Draw(PlotModel model, OxyRect place)
    {
        ArgumentNullException.ThrowIfNull(model);
        ((IPlotModel)model).Update(true);
        ((IPlotModel)model).Render(this, place);
        if (model.GetLastPlotException() is { } failure)
        {
            throw new InvalidOperationException("a plot cannot be drawn", failure);
        }
    }

    /// <summary>A rectangle of its own.</summary>
    public void Rectangle(OxyRect place, string style) => body.Append(
        CultureInfo.InvariantCulture,
        $"<rect class=\"{style}\" x=\"{Number(place.Left)}\" y=\"{Number(place.Top)}\" "
            + $"width=\"{Number(place.Width)}\" height=\"{Number(place.Height)}\"/>");

    /// <summary>The drawing for a page that has the style sheet.</summary>
    public override string ToString() =>
        $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{SafeText.Html(description)}\">{body}</svg>";

    /// <summary>The drawing as a file of its own, with its style sheet.</summary>
    public string ToFile(string style) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" "
            + $"aria-label=\"{SafeText.Html(description)}\"><style>{style}</style>"
        + body.ToString().Replace("><", ">\n<", StringComparison.Ordinal).Replace(">\n<tspan", "><tspan", StringComparison.Ordinal)
            + "</svg>\n";

    /// <inheritdoc/>
    public override void DrawLine(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode,
        double[]? dashArray, LineJoin lineJoin)
    {
        ArgumentNullException.ThrowIfNull(points);
        Path(thickness > 0 ? stroke : OxyColors.Undefined, "M" + string.Join('L', points.Select(Place)));
    }

    /// <inheritdoc/>
    public override void DrawLineSegments(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode,
        double[]? dashArray, LineJoin lineJoin)
    {
        ArgumentNullException.ThrowIfNull(points);
        Path(stroke, string.Concat(points.Chunk(2).Select(ends => $"M{Place(ends[0])}L{Place(ends[^1])}")));
    }

    /// <inheritdoc/>
    public override void DrawPolygon(
        IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode,
            double[]? dashArray, LineJoin lineJoin)
    {
        ArgumentNullException.ThrowIfNull(points);
        Path(stroke.IsVisible() ? stroke : fill, $"M{string.Join('L', points.Select(Place))}z");
    }

    /// <inheritdoc/>
    public override void DrawRectangle(OxyRect rect, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        if (StyleOf(fill) is { } style)
        {
            Rectangle(rect, style);
        }
    }

    /// <summary>Dots as one path; the style gives each its round shape.</summary>
    public override void DrawEllipses(IList<OxyRect> rectangles, OxyColor fill, OxyColor stroke, double thickness,
        EdgeRenderingMode edgeRenderingMode)
    {
        ArgumentNullException.ThrowIfNull(rectangles);
        Path(fill, string.Concat(rectangles.Select(dot => $"M{Place(dot.Center)}h0")));
    }

    /// <inheritdoc/>
    public override void DrawEllipse(OxyRect rect, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        DrawEllipses([rect], fill, stroke, thickness, edgeRenderingMode);

    /// <inheritdoc/>
    public override void DrawText(
        ScreenPoint p,
        string? text,
        OxyColor fill,
        string fontFamily,
        double fontSize,
        double fontWeight,
        double rotate,
        HorizontalAlignment halign,
        VerticalAlignment valign,
        OxySize? maxSize)
    {
        if (StyleOf(fill) is not { } style || string.IsNullOrEmpty(text))
        {
            return;
        }

        double drop = valign switch { VerticalAlignment.Top => 0.8 * fontSize, VerticalAlignment.Middle => 0.34 * fontSize,
            _ => -0.24 * fontSize };
        string anchor = halign switch { HorizontalAlignment.Center => " mid", HorizontalAlignment.Right => " end", _ => string.Empty };
        string place = rotate == 0
            ? $"x=\"{Number(p.X)}\" y=\"{Number(p.Y + drop)}\""
            : $"transform=\"translate({Number(p.X + drop)} {Number(p.Y)})rotate({Number(rotate)})\"";
        string shown = Subscript().Replace(SafeText.Html(text), "<tspan class=\"sub\" dy=\"3\">$1</tspan><tspan dy=\"-3\">$2</tspan>");
        body.Append($"<text class=\"{style}{anchor}\" {place}>{shown}</text>");
    }

    /// <summary>About what letters take, the same on every machine.</summary>
    public override OxySize MeasureText(string? text, string fontFamily, double fontSize, double fontWeight) =>
        string.IsNullOrEmpty(text) ? OxySize.Empty : new OxySize(text.Length * LetterWidth * fontSize, LineHeight * fontSize);

    /// <summary>What the marks that follow stand for.</summary>
    public override void SetToolTip(string? text) => title = text;

    /// <summary>Only counted: what is drawn lies inside the axes, so that nothing is cut off.</summary>
    public override void PushClip(OxyRect clippingRectangle) => clips++;

    /// <inheritdoc/>
    public override void PopClip() => clips--;

    private void Path(OxyColor ink, string path)
    {
        if (StyleOf(ink) is { } style && path.Length > 1)
        {
            body.Append($"<path class=\"{style}\" d=\"{path}\"")
                .Append(title is null ? "/>" : $"><title>{SafeText.Html(title)}</title></path>");
        }
    }

    private string? StyleOf(OxyColor ink) => (int)(ink.ToUint() & 0xFFFFFF) - 1 is >= 0 and var place && ink.A == 255
        && place < styles.Count ? styles[place] : null;

    private static string Place(ScreenPoint point) => $"{Number(point.X)} {Number(point.Y)}";

    private static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    // "_N" sets a letter lower; what follows stands on the line again.
    [GeneratedRegex("_(.)([^_]*)")]
    private static partial Regex Subscript();
}
