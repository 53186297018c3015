using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LowRank.Verify.Gate.Reports;

/// <summary>A drawing that keeps its size in letters on a phone and on a desk: one unit is about one pixel.</summary>
/// <param name="width">Width.</param>
/// <param name="height">Height.</param>
/// <param name="description">What it shows, for those who do not see it.</param>
internal sealed partial class SvgCanvas(int width, int height, string description)
{
    private readonly StringBuilder body = new();

    /// <summary>True to set the letter after an underscore as a subscript.</summary>
    public bool HasSubscripts { get; init; }

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        body.Append($"<path class=\"{style}\" d=\"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}\"/>");

    public void Rectangle(double x, double y, double w, double h, string style) =>
        body.Append($"<rect class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(w)}\" height=\"{Number(h)}\"/>");

    public void Text(double x, double y, string text, string style) =>
        body.Append($"<text class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\">{Set(text)}</text>");

    /// <summary>Text along a vertical axis.</summary>
    public void Upright(double x, double y, string text, string style) =>
        body.Append($"<text class=\"{style}\" transform=\"translate({Number(x)} {Number(y)})rotate(-90)\">{Set(text)}</text>");

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
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{XmlText.Html(description)}\"><style>{style}</style>{body.ToString().Replace("><", ">\n<", StringComparison.Ordinal).Replace(">\n<tspan", "><tspan", StringComparison.Ordinal)}</svg>\n";

    /// <summary>10ᵏ.</summary>
    public static string Power(int exponent) => exponent switch
    {
        0 => "1",
        1 => "10",
        _ => "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0'])),
    };

    // What follows the subscript stands on the line again.
    private string Set(string text) => HasSubscripts
        ? Subscript().Replace(XmlText.Html(text), "<tspan class=\"sub\" dy=\"3\">$1</tspan><tspan dy=\"-3\">$2</tspan>")
        : XmlText.Html(text);

    [GeneratedRegex("_(.)([^_]*)")]
    private static partial Regex Subscript();

    private static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
