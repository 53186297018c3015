using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Drawing;
using LowRank.Verify.Gate.Running;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;

namespace LowRank.Verify.Gate.Reports;

/// <summary>The value of an oracle over a grid of p: the enclosures as a curve, the answers as rings on it.</summary>
internal static class ExponentPlot
{
    private const int Width = 360, Height = 220;
    private const int MostCurves = 6, MostDecades = 8, MostNumbers = 5;

    private static readonly double[] Ends = [0.1, 0.9], RoundFactors = [1, 2, 5, 10];

    private static readonly double[] GridLines = [0, 0.5, 1, 1.5, 2];

    /// <summary>The drawing and what to say below it; null when there is nothing to draw.</summary>
    public static (string Drawing, string Caption)? Of(string oracle, IReadOnlyList<RunCase> sweep, RunFindings findings)
    {
        // A failure that was shrunk is another case than the rest of the grid.
        RunCase[] shrunk = [.. sweep.Where(c => c.Shrinks > 0)];
        List<Point> points = [.. sweep.Where(c => c.Shrinks == 0).SelectMany(Points)];
        string[] curves = [.. points.Where(p => p.Low is not null).Select(p => p.Curve).Distinct()];
        if (curves.Length == 0)
        {
            return null;
        }

        HashSet<string> shown = [.. curves.Take(MostCurves)];
        points = [.. points.Where(p => shown.Contains(p.Curve))];
        double[] sizes = [.. points.SelectMany(p => new[] { p.Low, p.High, p.Answer, p.AnswerHigh }).Where(x => x is { Sign: > 0 })
            .Select(x => x!.Value.Log10)];
        double least = sizes.DefaultIfEmpty(0).Min(), most = sizes.DefaultIfEmpty(1).Max();
        double spare = Math.Max(0.05, (most - least) * 0.06);
        bool hasFloor = points.Any(p => p.Low is { Sign: <= 0 } || p.Answer is { Sign: <= 0 });
        PlotScale across = new(-0.05, Math.Max(2, points.Max(p => p.P)) + 0.05, x => x,
            [.. GridLines.Select(p => (p, p.ToString(CultureInfo.InvariantCulture)))]);

        // Values of zero and below lie on a line of their own, below the others.
        double floor = least - (1.6 * spare);
        (double, string)[] ticks = [.. Ticks(least - spare, most + spare), .. hasFloor ? new[] { (floor, "≤ 0") } : []];
        PlotScale up = new(hasFloor ? floor - (0.6 * spare) : least - spare, most + spare, x => x, ticks);
        double At(DecimalLogarithm x) => x.Sign > 0 ? up.At(x.Log10) : floor;

        SvgFigure figure = new(Width, Height, $"Enclosure and answers against p, {oracle}");
        PlotModel model = figure.Model(new OxyThickness(62, 10, 10, 44), across, "p", up, "value");
        if (hasFloor)
        {
            model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = least - spare, Color = figure.Ink("edge"),
                LineStyle = LineStyle.Solid });
        }

        void Line(string style, IEnumerable<(double X, double Y)> places)
        {
            LineSeries line = new() { Color = figure.Ink(style), MinimumSegmentLength = 0 };
            line.Points.AddRange(places.Select(place => new DataPoint(place.X, place.Y)));
            model.Series.Add(line);
        }

        foreach (string curve in shown)
        {
            Point[] own = [.. points.Where(p => p.Curve == curve && p.Low is not null).OrderBy(p => p.P)];
            Line("curve", own.Select(p => (p.P, (At(p.Low!.Value) + At(p.High ?? p.Low.Value)) / 2)));
            foreach (Point p in own.Where(p => p.High is { } high && At(high) - At(p.Low!.Value) > 0.01 * (most - least)))
            {
                Line("curve", [(p.P, At(p.Low!.Value)), (p.P, At(p.High!.Value))]);
            }
        }

        foreach (Point p in points.Where(p => p.AnswerHigh is not null && p.Answer is not null))
        {
            Line("span", [(p.P, At(p.Answer!.Value)), (p.P, At(p.AnswerHigh!.Value))]);
        }

        // A ring is a dot with a hole.
        foreach (string style in new[] { "ring ok", "hole" })
        {
            ScatterSeries answered = new() { MarkerType = MarkerType.Circle, MarkerFill = figure.Ink(style) };
            answered.Points.AddRange(points.Where(p => p.Answer is not null && !p.Case.Verdict.IsFailure())
                .Select(p => new ScatterPoint(p.P, At(p.Answer!.Value))));
            model.Series.Add(answered);
        }

        foreach ((RunCase c, double x, double y) in points.Where(p => p.Answer is not null && p.Case.Verdict.IsFailure())
            .Select(p => (p.Case, p.P, At(p.Answer!.Value)))
            .Concat(shrunk.Select(c => (c, ExponentSweep.P(c.Part), up.At(up.To)))))
        {
            model.Annotations.Add(ConditionPlot.Mark(figure, x, y, findings.IsKnown(c) ? "mark known" : "mark bad",
                $"{c.Verdict.Name()}: {c.Id}"));
        }

        figure.Draw(model, new OxyRect(0, 0, Width, Height));
        string caption = "One case at every p of the grid: the certified value is the line, the answers are the marks on it."
            + (curves.Length > shown.Count
                ? $" {RunText.Count(shown.Count)} of {RunText.Count(curves.Length)} parts of the result are drawn." : string.Empty)
            + (hasFloor ? " Values that are not positive lie on the lowest line." : string.Empty);
        caption += shrunk.Length > 0 ? " Crosses on the upper edge: failures that were shrunk to another case, shown above." : string.Empty;
        int silent = sweep.Except(shrunk).Count(c => c.Verdict.IsFailure() && !points.Any(p => p.Case == c && p.Answer is not null));
        return (figure.ToString(),
            caption + (silent > 0 ? $" {RunText.Count(silent)} {(silent == 1 ? "failure has" : "failures have")} no answer to draw."
            : string.Empty));
    }

    // Powers of ten; where fewer than two of them fit, round numbers between.
    private static IEnumerable<(double Place, string Label)> Ticks(double from, double to)
    {
        int[] decades = [.. PlotScale.Decades(from, to, MostDecades)];
        if (decades.Length >= 2)
        {
            return decades.Select(decade => ((double)decade, PlotScale.Power(decade)));
        }

        // Too far from 1 for plain numbers.
        if (Math.Abs(from) > 6 || Math.Abs(to) > 6)
        {
            return Ends.Select(share => from + ((to - from) * share)).Select(place => (
                place,
                string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, place - Math.Floor(place)):0.##}e{Math.Floor(place)}")));
        }

        double low = Math.Pow(10, from), high = Math.Pow(10, to);
        double raw = (high - low) / MostNumbers, size = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = RoundFactors.Select(factor => factor * size).First(candidate => candidate >= raw);
        return Enumerable.Range((int)Math.Ceiling(low / step), (int)(Math.Floor(high / step) - Math.Ceiling(low / step)) + 1)
            .Select(k => (Math.Log10(k * step), (k * step).ToString("G4", CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<Point> Points(RunCase found)
    {
        if (Exponent(found.Inputs["p"]) is not { } p)
        {
            return [];
        }

        List<Point> points = [];
        Collect(found, p, string.Empty, found.Enclosure, found.Answer, points);
        return points;
    }

    private static void Collect(RunCase found, double p, string curve, JsonNode? enclosure, JsonNode? answer, List<Point> points)
    {
        switch (enclosure)
        {
            case JsonArray list:
                for (int i = 0; i < list.Count; i++)
                {
                    Collect(found, p, $"{curve}[{i}]", list[i], answer is JsonArray answers && i < answers.Count ? answers[i] : null,
                        points);
                }

                break;
            case JsonObject ends when ends["lower"] is JsonValue lower && ends["upper"] is JsonValue upper:
                (DecimalLogarithm? low, DecimalLogarithm? high) = Numbers(answer);
                points.Add(new Point(found, p, curve, DecimalLogarithm.Of(lower), DecimalLogarithm.Of(upper), low, high));
                break;
            case JsonObject parts:
                foreach ((string name, JsonNode? part) in parts)
                {
                    Collect(found, p, $"{curve}.{name}", part, (answer as JsonObject)?[name], points);
                }

                break;
            default:
                (low, high) = Numbers(answer);
                points.Add(new Point(found, p, curve, null, null, low, high));
                break;
        }
    }

    private static (DecimalLogarithm? Low, DecimalLogarithm? High) Numbers(JsonNode? answer) => answer switch
    {
        JsonObject { Count: 1 } value when value["value"] is { } number => (DecimalLogarithm.Of(number), null),
        JsonObject { Count: 1 } value when value["log10"] is { } exponent => (Logarithm(exponent), null),
        JsonObject ends when ends["lower"] is JsonValue lower && ends["upper"] is JsonValue upper =>
            (DecimalLogarithm.Of(lower), DecimalLogarithm.Of(upper)),
        _ => (null, null),
    };

    private static DecimalLogarithm? Logarithm(JsonNode exponent) => exponent.GetValueKind() switch
    {
        JsonValueKind.Number => new DecimalLogarithm(1, exponent.GetValue<double>()),
        JsonValueKind.String when exponent.GetValue<string>() == "-inf" => new DecimalLogarithm(0, double.NegativeInfinity),
        _ => null,
    };

    // A list holds one p per layer, all the same in a sweep.
    private static double? Exponent(JsonNode? p)
    {
        JsonNode? value = p is JsonArray { Count: > 0 } list ? list[0] : p;
        if (value is not JsonValue)
        {
            return null;
        }

        string text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        string[] parts = text.Split('/');
        return double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double top)
            ? parts.Length == 1 ? top : double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double bottom)
                && bottom != 0 ? top / bottom : null
            : null;
    }

    private sealed record Point(RunCase Case, double P, string Curve, DecimalLogarithm? Low, DecimalLogarithm? High,
        DecimalLogarithm? Answer, DecimalLogarithm? AnswerHigh);
}
