using System.Globalization;
using LowRank.Verify.Gate.Reports;

namespace LowRank.Verify.Cli.Plots;

/// <summary>Numbers to places along an axis, straight or by logarithm, with its labelled numbers.</summary>
/// <param name="From">The number at the start.</param>
/// <param name="To">The number at the end.</param>
/// <param name="Transform">Increasing; the place is straight in it.</param>
/// <param name="Ticks">Labelled numbers.</param>
internal sealed record PlotScale(double From, double To, Func<double, double> Transform, IReadOnlyList<(double Number, string Label)> Ticks)
{
    private const int MostTicks = 7;
    private static readonly int[] Leading = [1, 2, 5];

    public static PlotScale Linear(double from, double to)
    {
        double[] steps = [.. Enumerable.Range(-6, 16).SelectMany(k => Leading.Select(m => m * Math.Pow(10, k)))];
        double step = steps.First(s => (to - from) / s <= MostTicks);
        int first = (int)Math.Ceiling(from / step), last = (int)Math.Floor((to / step) + 1e-9);
        return new PlotScale(from, to, x => x, [.. Enumerable.Range(first, last - first + 1).Select(i => (i * step, Label(i * step)))]);
    }

    /// <summary>Logarithmic, from and to positive; the labels are powers of ten.</summary>
    public static PlotScale Logarithmic(double from, double to)
    {
        PlotAxis axis = new(Math.Log10(from), Math.Log10(to), 0, 300);
        return new PlotScale(from, to, x => Math.Log10(Math.Max(x, from)), [.. axis.Decades(30).Select(k => (Math.Pow(10, k), SvgCanvas.Power(k)))]);
    }

    /// <summary>Steps 0, …, last by the logarithm of 1 + step.</summary>
    public static PlotScale Steps(int last)
    {
        int[] marks = [0, .. Enumerable.Range(0, 9).SelectMany(k => Leading.Where(m => m == 1 || last <= 1000).Select(m => m * Math.Pow(10, k))).Where(s => s <= last).Select(s => (int)s)];
        return new PlotScale(0, last, x => Math.Log10(1 + x), [.. marks.Select(s => ((double)s, s.ToString(CultureInfo.InvariantCulture)))]);
    }

    public PlotAxis Along(double start, double end) => new(Transform(From), Transform(To), start, end);

    private static string Label(double number) => Math.Round(number, 6).ToString("0.######", CultureInfo.InvariantCulture);
}
