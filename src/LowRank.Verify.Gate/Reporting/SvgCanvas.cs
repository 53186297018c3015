using System.Globalization;
using System.Text;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>A drawing that keeps its size in letters on a phone and on a desk: one unit is about one pixel.</summary>
/// <param name="width">Width.</param>
/// <param name="height">Height.</param>
/// <param name="description">What it shows, for those who do not see it.</param>
internal sealed class SvgCanvas(int width, int height, string description)
{
    private readonly StringBuilder body = new();

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        body.Append($"<path class=\"{style}\" d=\"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}\"/>");

    public void Rectangle(double x, double y, double w, double h, string style) =>
        body.Append($"<rect class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(w)}\" height=\"{Number(h)}\"/>");

    public void Text(double x, double y, string text, string style) =>
        body.Append($"<text class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\">{XmlText.Html(text)}</text>");

    /// <summary>Text along a vertical axis.</summary>
    public void Upright(double x, double y, string text, string style) =>
        body.Append($"<text class=\"{style}\" transform=\"translate({Number(x)} {Number(y)})rotate(-90)\">{XmlText.Html(text)}</text>");

    public void Curve(IEnumerable<(double X, double Y)> points, string style) =>
        body.Append($"<path class=\"{style}\" d=\"M{string.Join('L', points.Select(p => $"{Number(p.X)} {Number(p.Y)}"))}\"/>");

    /// <summary>Points that are drawn as one path; the style gives each its round shape.</summary>
    public void Dots(IEnumerable<(double X, double Y)> points, string style)
    {
        string path = string.Concat(points.Select(p => $"M{Number(p.X)} {Number(p.Y)}h0"));
        if (path.Length > 0)
        {
            body.Append($"<path class=\"{style}\" d=\"{path}\"/>");
        }
    }

    /// <summary>A cross, with what it stands for.</summary>
    public void Cross(double x, double y, string style, string? title) =>
        body.Append($"<path class=\"{style}\" d=\"M{Number(x - 3.5)} {Number(y - 3.5)}l7 7m0-7l-7 7\">{(title is null ? string.Empty : $"<title>{XmlText.Html(title)}</title>")}</path>");

    /// <summary>A diamond, with what it stands for.</summary>
    public void Diamond(double x, double y, string style, string? title) =>
        body.Append($"<path class=\"{style}\" d=\"M{Number(x)} {Number(y - 4)}l4 4l-4 4l-4-4z\">{(title is null ? string.Empty : $"<title>{XmlText.Html(title)}</title>")}</path>");

    public override string ToString() =>
        $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{XmlText.Html(description)}\">{body}</svg>";

    /// <summary>The drawing as a file of its own, with its style sheet.</summary>
    public string ToFile(string style) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{XmlText.Html(description)}\"><style>{style}</style>{body.ToString().Replace("><", ">\n<", StringComparison.Ordinal)}</svg>\n";

    /// <summary>10ᵏ.</summary>
    public static string Power(int exponent) => exponent switch
    {
        0 => "1",
        1 => "10",
        _ => "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0'])),
    };

    private static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
