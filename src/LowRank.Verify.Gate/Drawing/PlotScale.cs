using System.Globalization;
using OxyPlot.Axes;

namespace LowRank.Verify.Gate.Drawing;

/// <summary>Numbers to places along an axis, straight or by a logarithm, with its labelled numbers.</summary>
/// <param name="From">The number at the start.</param>
/// <param name="To">The number at the end.</param>
/// <param name="Transform">Increasing; the place is straight in it.</param>
/// <param name="Ticks">Labelled numbers.</param>
public sealed record PlotScale(double From, double To, Func<double, double> Transform, IReadOnlyList<(double Number, string Label)> Ticks)
{
    private const int MostTicks = 7, MostDecades = 10;
    private static readonly int[] Leading = [1, 2, 5];

    /// <summary>A straight scale.</summary>
    public static PlotScale Linear(double from, double to)
    {
        double step = Steps(-6, 9).First(s => (to - from) / s <= MostTicks);
        int first = (int)Math.Ceiling(from / step), last = (int)Math.Floor((to / step) + 1e-9);
        return new PlotScale(from, to, x => x,
            [.. Enumerable.Range(first, last - first + 1)
            .Select(i => (i * step, Math.Round(i * step, 6).ToString("0.######", CultureInfo.InvariantCulture)))]);
    }

    /// <summary>Logarithmic, from and to positive; the labels are powers of ten.</summary>
    public static PlotScale Logarithmic(double from, double to) =>
        new(from, to, x => Math.Log10(Math.Max(x, from)),
            [.. Decades(Math.Log10(from), Math.Log10(to), MostDecades).Select(k => (Math.Pow(10, k), Power(k)))]);

    /// <summary>Steps 0, …, last by the logarithm of 1 + step.</summary>
    public static PlotScale OfSteps(int last)
    {
        int[] marks = [0, .. Steps(0, 8).Where(s => s <= last && (last <= 1000 || Math.Log10(s) % 1 == 0)).Select(s => (int)s)];
        return new PlotScale(0, last, x => Math.Log10(1 + x),
            [.. marks.Select(s => ((double)s, s.ToString(CultureInfo.InvariantCulture)))]);
    }

    /// <summary>Whole numbers from one to the other, at most so many.</summary>
    public static IEnumerable<int> Decades(double from, double to, int most)
    {
        int step = (int)Steps(0, 4).First(size => (to - from) / size <= most);
        for (int decade = (int)Math.Ceiling((from / step) - 1e-9) * step; decade <= to + 1e-9; decade += step)
        {
            yield return decade;
        }
    }

    /// <summary>10ᵏ.</summary>
    public static string Power(int exponent) => exponent switch
    {
        0 => "1",
        1 => "10",
        _ => "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0'])),
    };

    /// <summary>The place of a number on the axis, not beyond its ends.</summary>
    public double At(double number) => Math.Clamp(Transform(number), Transform(From), Transform(To));

    /// <summary>The axis, in places.</summary>
    internal Axis Axis() => new Ticked(this) { Minimum = Transform(From), Maximum = Transform(To), MinimumPadding = 0, MaximumPadding = 0 };

    // 1, 2 and 5 times the powers of ten.
    private static IEnumerable<double> Steps(int first, int last) =>
        Enumerable.Range(first, last - first + 1).SelectMany(k => Leading.Select(m => m * Math.Pow(10, k)));

    private sealed class Ticked(PlotScale scale) : LinearAxis
    {
        public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues,
            out IList<double> minorTickValues)
        {
            majorLabelValues = majorTickValues = [.. scale.Ticks.Select(tick => scale.Transform(tick.Number))];
            minorTickValues = [];
        }

        protected override string FormatValueOverride(double x) =>
            scale.Ticks.MinBy(tick => Math.Abs(scale.Transform(tick.Number) - x)).Label;
    }
}
