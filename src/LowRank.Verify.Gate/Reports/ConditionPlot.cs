using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Drawing;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;

namespace LowRank.Verify.Gate.Reports;

/// <summary>
/// The signed errors of an oracle's cases, in tolerances, against the condition of the case. The vertical axis is logarithmic on both
/// sides of zero, linear below a thousandth of a tolerance.
/// </summary>
internal static class ConditionPlot
{
    private const int Width = 360, Height = 236;
    private const double Linear = 1e-3;
    private const int DecadesBelowOne = 3, MostDecades = 8, MostErrorDecades = 4;
    private const int MostDots = 1500;
    private const int MostTitles = 40;

    // A strip at either edge takes this share of the width. Beyond the largest condition the right one takes the cases: a case of
    // condition 1e20 is as hopeless as one of 1e300.
    private const double Strip = 0.1, MostCondition = 20, MostDistance = 16;

    /// <summary>The drawing and what to say below it; null when there is nothing to draw.</summary>
    public static (string Drawing, string Caption)? Of(string oracle, IReadOnlyList<RunCase> cases, RunFindings findings)
    {
        RunCase[] measured = [.. cases.Where(c => c.Distance is { } d && !double.IsNaN(d) && (IsMarked(c) || c.Condition is not null))];
        if (measured.Length == 0)
        {
            return null;
        }

        bool hasStrip = measured.Any(c => c.Condition is null or <= 0), hasBeyond = measured.Any(c => c.Condition is { } x && !(x < 1e20));
        double[] conditions = [.. measured.Where(c => c.Condition is > 0 and < 1e20).Select(c => Math.Log10(c.Condition!.Value))];
        double least = Math.Floor(Math.Min(0, conditions.DefaultIfEmpty(0).Min()));
        double most = Math.Max(least + 2, Math.Ceiling(Math.Min(MostCondition, conditions.DefaultIfEmpty(2).Max() + 0.05)));
        double strip = (most - least) * Strip;
        PlotScale across = new(
            hasStrip ? least - strip : least,
            hasBeyond ? most + strip : most,
            x => x,
            [
                .. PlotScale.Decades(least, most, MostDecades).Select(decade => ((double)decade, PlotScale.Power(decade))),
                .. hasStrip ? new[] { (least - (0.6 * strip), "—") } : [],
                .. hasBeyond ? new[] { (most + (0.6 * strip), "∞") } : [],
            ]);
        double Across(RunCase c) =>
            c.Condition is null or <= 0 ? least - (0.6 * strip) : c.Condition < 1e20 ? Math.Log10(c.Condition.Value) : most + (0.6 * strip);

        PlotScale up = Errors(measured);
        SvgFigure figure = new(Width, Height, $"Signed error in tolerances against condition, {oracle}");
        PlotModel model = figure.Model(new OxyThickness(62, 10, 14, 44), across, "condition", up, "error in tolerances");
        model.Annotations.Add(new RectangleAnnotation { MinimumY = up.At(-1), MaximumY = up.At(1), Fill = figure.Ink("band"),
            Layer = AnnotationLayer.BelowAxes });
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = 0, Color = figure.Ink("axis"),
            LineStyle = LineStyle.Solid });
        foreach (double edge in new[] { hasStrip ? least - (0.2 * strip) : double.NaN,
            hasBeyond ? most + (0.2 * strip) : double.NaN }.Where(double.IsFinite))
        {
            model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = edge, Color = figure.Ink("edge"),
                LineStyle = LineStyle.Solid });
        }

        RunCase[] plain = [.. measured.Where(c => !IsMarked(c))];
        (double X, double Y)[] dots = [.. plain.Select(c => (X: Across(c), Y: up.At(c.Distance!.Value)))
            .DistinctBy(dot => (Share(dot.X, across, Width), Share(dot.Y, up, Height)))];
        int every = (dots.Length + MostDots - 1) / MostDots;
        (double X, double Y)[] drawn = [.. dots.Where((_, i) => every <= 1 || i % every == 0)];
        ScatterSeries conforming = new() { MarkerType = MarkerType.Circle, MarkerFill = figure.Ink("dot ok") };
        conforming.Points.AddRange(drawn.Select(dot => new ScatterPoint(dot.X, dot.Y)));
        model.Series.Add(conforming);
        int titles = 0;
        foreach (RunCase c in measured.Where(IsMarked).OrderByDescending(c => c.Verdict))
        {
            string style = !c.Verdict.IsFailure() ? "mark doubt" : findings.IsKnown(c) ? "mark known" : "mark bad";
            model.Annotations.Add(Mark(figure, Across(c), up.At(c.Distance!.Value), style,
                titles++ < MostTitles ? $"{c.Verdict.Name()}, {RunText.Number(c.Distance.Value)} tolerances: {c.Id}" : null));
        }

        figure.Draw(model, new OxyRect(0, 0, Width, Height));
        return (figure.ToString(), Caption(cases, measured, plain.Length, drawn.Length, hasStrip, hasBeyond));
    }

    /// <summary>A cross for a failure, a diamond for a doubt, with what it stands for.</summary>
    internal static PointAnnotation Mark(SvgFigure figure, double x, double y, string style, string? title) => new()
    {
        X = x,
        Y = y,
        Shape = style.EndsWith("doubt", StringComparison.Ordinal) ? MarkerType.Diamond : MarkerType.Cross,
        Size = 3.5,
        Stroke = figure.Ink(style),
        Fill = OxyColors.Undefined,
        StrokeThickness = 1,
        ToolTip = title,
    };

    private static bool IsMarked(RunCase c) => c.Verdict != Verdict.Conforms;

    private static double Symmetric(double distance) =>
        double.IsInfinity(distance) ? distance : Math.Sign(distance) * Math.Log10(1 + (Math.Abs(distance) / Linear));

    private static int Share(double place, PlotScale scale, int size) =>
        (int)Math.Round((place - scale.At(scale.From)) / (scale.At(scale.To) - scale.At(scale.From)) * size);

    // 0, ±1, and as many powers above as the letters allow.
    private static PlotScale Errors(RunCase[] measured)
    {
        double reach = Math.Max(0.35, measured.Where(c => double.IsFinite(c.Distance!.Value))
            .Select(c => Math.Log10(Math.Max(1, Math.Abs(c.Distance!.Value)))).DefaultIfEmpty(0).Max());
        bool hasInfinite = measured.Any(c => double.IsInfinity(c.Distance!.Value)
            || Math.Abs(c.Distance.Value) > Math.Pow(10, MostDistance));
        reach = Math.Min(MostDistance, hasInfinite ? (reach * 1.1) + 1 : reach * 1.05);
        int step = (int)Math.Ceiling((DecadesBelowOne + reach) / MostErrorDecades);
        IEnumerable<int> exponents = Enumerable.Range(1, 30).SelectMany(k => new[] { -k * step, k * step }).Append(0)
            .Where(e => e > -DecadesBelowOne && e <= reach);
        double most = Math.Pow(10, reach);
        return new PlotScale(
            -most,
            most,
            Symmetric,
            [(0, "0"), .. exponents.SelectMany(e => new[] { (Math.Pow(10, e), "+" + PlotScale.Power(e)),
                (-Math.Pow(10, e), "−" + PlotScale.Power(e)) })]);
    }

    private static string Caption(IReadOnlyList<RunCase> cases, RunCase[] measured, int plain, int drawn, bool hasStrip, bool hasBeyond)
    {
        List<string> parts = ["Inside the band an answer is within its tolerance."];
        if (drawn < plain)
        {
            parts.Add($"{RunText.Count(drawn)} dots stand for {RunText.Count(plain)} conforming cases, those at one place drawn once; "
                + $"nothing else is left out.");
        }

        int without = cases.Count(c => c.Verdict.IsFailure() && !measured.Contains(c));
        if (without > 0)
        {
            parts.Add($"{RunText.Count(without)} {(without == 1 ? "failure has" : "failures have")} no distance and no place here.");
        }

        if (hasStrip)
        {
            parts.Add("Left strip: property tests, which have no condition.");
        }

        if (hasBeyond)
        {
            parts.Add($"Right strip: conditions above {PlotScale.Power((int)MostCondition)}.");
        }

        return string.Join(' ', parts);
    }
}
