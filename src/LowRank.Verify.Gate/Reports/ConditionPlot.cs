using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Reports;

/// <summary>
/// The signed errors of an oracle's cases, in tolerances, against the condition of the case. The vertical axis is logarithmic on both
/// sides of zero, linear below a thousandth of a tolerance.
/// </summary>
internal static class ConditionPlot
{
    private const int Width = 360, Height = 236;
    private const double Left = 56, Right = 346, Strip = 22, Gap = 8, Top = 10, Bottom = 192;
    private const double LabelHeight = 15;
    private const double Linear = 1e-3;
    private const int DecadesBelowOne = 3;
    private const int MostDots = 1500;
    private const int MostTitles = 40;

    // Beyond, the strip at the right edge takes them: a case of condition 1e20 is as hopeless as one of 1e300.
    private const double MostCondition = 20, MostDistance = 16;

    /// <summary>The drawing and what to say below it; null when there is nothing to draw.</summary>
    public static (string Drawing, string Caption)? Of(string oracle, IReadOnlyList<RunCase> cases, RunFindings findings)
    {
        RunCase[] measured = [.. cases.Where(c => c.Distance is { } d && !double.IsNaN(d) && (IsMarked(c) || c.Condition is not null))];
        if (measured.Length == 0)
        {
            return null;
        }

        double[] conditions = [.. measured.Where(c => c.Condition is > 0 and < 1e20).Select(c => Math.Log10(c.Condition!.Value))];
        double least = Math.Floor(Math.Min(0, conditions.DefaultIfEmpty(0).Min())), most = Math.Max(least + 2, Math.Ceiling(Math.Min(MostCondition, conditions.DefaultIfEmpty(2).Max() + 0.05)));
        double reach = Math.Max(0.35, measured.Where(c => double.IsFinite(c.Distance!.Value)).Select(c => Math.Log10(Math.Max(1, Math.Abs(c.Distance!.Value)))).DefaultIfEmpty(0).Max());
        bool hasInfinite = measured.Any(c => double.IsInfinity(c.Distance!.Value) || Math.Abs(c.Distance.Value) > Math.Pow(10, MostDistance));
        reach = Math.Min(MostDistance, hasInfinite ? reach * 1.1 + 1 : reach * 1.05);
        bool hasStrip = measured.Any(c => c.Condition is null or <= 0), hasBeyond = measured.Any(c => c.Condition is { } x && !(x < 1e20));
        PlotAxis across = new(least, most, Left + (hasStrip ? Strip + Gap : 0), Right - (hasBeyond ? Strip + Gap : 0));
        PlotAxis up = new(-(DecadesBelowOne + reach), DecadesBelowOne + reach, Bottom, Top);
        SvgCanvas canvas = new(Width, Height, $"Signed error in tolerances against condition, {oracle}");
        Frame(canvas, across, up, reach, hasStrip, hasBeyond);

        (double X, double Y) Place(RunCase c) => (
            c.Condition is null or <= 0 ? Left + (Strip / 2) : c.Condition < 1e20 ? across.At(Math.Log10(c.Condition.Value)) : Right - (Strip / 2),
            up.At(Symmetric(c.Distance!.Value)));

        RunCase[] plain = [.. measured.Where(c => !IsMarked(c))];
        (double X, double Y)[] dots = [.. plain.Select(Place).Select(p => (Math.Round(p.X), Math.Round(p.Y))).Distinct()];
        int every = (dots.Length + MostDots - 1) / MostDots;
        (double X, double Y)[] drawn = [.. dots.Where((_, i) => every <= 1 || i % every == 0)];
        canvas.Dots(drawn, "dot ok");
        int titles = 0;
        foreach (RunCase c in measured.Where(IsMarked).OrderByDescending(c => c.Verdict))
        {
            (double x, double y) = Place(c);
            string? title = titles++ < MostTitles ? $"{c.Verdict.Name()}, {RunText.Number(c.Distance!.Value)} tolerances: {c.Id}" : null;
            if (c.Verdict.IsFailure())
            {
                canvas.Cross(x, y, findings.IsKnown(c) ? "mark known" : "mark bad", title);
            }
            else
            {
                canvas.Diamond(x, y, "mark doubt", title);
            }
        }

        return (canvas.ToString(), Caption(cases, measured, plain.Length, drawn.Length, hasStrip, hasBeyond));
    }

    private static bool IsMarked(RunCase c) => c.Verdict != Verdict.Conforms;

    private static double Symmetric(double distance) => double.IsInfinity(distance) ? distance : Math.Sign(distance) * Math.Log10(1 + (Math.Abs(distance) / Linear));

    private static void Frame(SvgCanvas canvas, PlotAxis across, PlotAxis up, double reach, bool hasStrip, bool hasBeyond)
    {
        canvas.Rectangle(Left, up.At(Symmetric(1)), Right - Left, up.At(Symmetric(-1)) - up.At(Symmetric(1)), "band");
        foreach (int decade in across.Decades(34))
        {
            canvas.Line(across.At(decade), Top, across.At(decade), Bottom, "grid");
            canvas.Text(across.At(decade), Bottom + 14, SvgCanvas.Power(decade), "label mid");
        }

        // 0, ±1, and powers between as far as the letters allow.
        PlotAxis upper = new(-DecadesBelowOne, reach, up.At(0), Top);
        foreach (int exponent in upper.Decades(19).Where(exponent => exponent > -DecadesBelowOne).Append(0).Distinct())
        {
            double size = Math.Pow(10, exponent);
            if (exponent != 0 && (Math.Abs(upper.At(exponent) - upper.At(0)) < LabelHeight || Math.Abs(up.At(Symmetric(size)) - up.At(0)) < LabelHeight))
            {
                continue;
            }

            string label = SvgCanvas.Power(exponent);
            foreach (int sign in new[] { 1, -1 })
            {
                double y = up.At(Symmetric(sign * size));
                canvas.Line(Left, y, Right, y, exponent == 0 ? "edge" : "grid");
                canvas.Text(Left - 5, y + 3.5, (sign > 0 ? "+" : "−") + label, "label end");
            }
        }

        canvas.Line(Left, up.At(0), Right, up.At(0), "axis");
        canvas.Text(Left - 5, up.At(0) + 3.5, "0", "label end");
        canvas.Line(Left, Top, Left, Bottom, "axis");
        canvas.Line(Left, Bottom, Right, Bottom, "axis");
        if (hasStrip)
        {
            canvas.Line(Left + Strip, Top, Left + Strip, Bottom, "edge");
            canvas.Text(Left + (Strip / 2), Bottom + 14, "—", "label mid");
        }

        if (hasBeyond)
        {
            canvas.Line(Right - Strip, Top, Right - Strip, Bottom, "edge");
            canvas.Text(Right - (Strip / 2), Bottom + 14, "∞", "label mid");
        }

        canvas.Text((Left + Right) / 2, Height - 10, "condition", "title mid");
        canvas.Upright(11, (Top + Bottom) / 2, "error in tolerances", "title mid");
    }

    private static string Caption(IReadOnlyList<RunCase> cases, RunCase[] measured, int plain, int drawn, bool hasStrip, bool hasBeyond)
    {
        List<string> parts = ["Inside the band an answer is within its tolerance."];
        if (drawn < plain)
        {
            parts.Add($"{RunText.Count(drawn)} dots stand for {RunText.Count(plain)} conforming cases, those at one place drawn once; nothing else is left out.");
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
            parts.Add($"Right strip: conditions above {SvgCanvas.Power((int)MostCondition)}.");
        }

        return string.Join(' ', parts);
    }
}
