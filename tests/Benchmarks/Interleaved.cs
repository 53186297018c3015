using System.Diagnostics;

namespace LowRank.Verify.Benchmarks;

/// <summary>
/// Times several actions in turn, so that a slow moment of the machine hits all of them.
/// </summary>
internal static class Interleaved
{
    /// <summary>Seconds of each action in each round, after one round that is not counted.</summary>
    public static double[][] Time(int rounds, params Action[] actions)
    {
        double[][] seconds = [.. actions.Select(_ => new double[rounds])];
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                actions[i]();
                if (round >= 0)
                {
                    seconds[i][round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                }
            }
        }

        return seconds;
    }

    /// <summary>The median over the rounds of one action's time over another's: what a busy machine disturbs least.</summary>
    public static double MedianRatio(double[] seconds, double[] unit) => Median([.. seconds.Zip(unit, (x, y) => x / y)]);

    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    public static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// <summary>The slope of ln(seconds) over ln(size) by least squares: the exponent of growth.</summary>
    public static double GrowthExponent(IReadOnlyList<int> sizes, IReadOnlyList<double> seconds)
    {
        double[] x = [.. sizes.Select(n => Math.Log(n))];
        double[] y = [.. seconds.Select(t => Math.Log(t))];
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
