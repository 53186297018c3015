using System.Diagnostics;
using LowRank.Verify.Codes.Decoded;
using LowRank.Verify.Codes.Execution;

namespace LowRank.Verify.Codes.Search;

/// <summary>
/// Which samples to keep, by annealing: one is exchanged, added or dropped a step. Votes are d_i^(−p) up to a factor of each sample, so
/// that they add up; the exact rule is applied afterwards.
/// </summary>
internal static class SampleSearch
{
    private const double Hot = 2, Cold = 0.2;

    // Votes at the median distance are 1; those at distance 0 stay finite in single precision.
    private const double LargestVote = 1e20;

    /// <summary>More samples would need a table of distances too large to hold.</summary>
    private const int MostSamples = 12_000;

    private static readonly int[] Powers = [3, 6, 9, 14];

    /// <summary>The kept samples with the least limit found.</summary>
    public static KeptSamples Run(LabelledData data, int classes, int seed, double seconds)
    {
        if (data.Samples is < 3 or > MostSamples)
        {
            throw new InputException($"{data.Source}: samples are chosen among 3 to {MostSamples}, it holds {data.Samples}.");
        }

        double[] squares = Distances(data);
        double median = squares.Where((_, i) => i % 97 == 0).Order().ElementAt(squares.Length / 97 / 2);
        KeptSamples? best = null;
        double least = double.PositiveInfinity;
        List<int> powers = [.. Powers];
        for (int round = 0; round < 2; round++)
        {
            List<(int Power, double Limit)> found = [];
            foreach (int power in powers)
            {
                (int[] kept, double limit) = One(data, classes, squares, Math.Max(median, 1e-300), power, seed + round,
                    seconds / 2 / powers.Count);
                found.Add((power, limit));
                if (limit < least)
                {
                    (best, least) = (new KeptSamples(data.Width, classes, [], SampleRule.Inverse, power, data.Samples, kept), limit);
                }
            }

            powers = [.. found.OrderBy(pair => pair.Limit).Take(1).Select(pair => pair.Power)];
        }

        return best!;
    }

    private static (int[] Kept, double Limit) One(
        LabelledData data, int classes, double[] squares, double median, int power, int seed, double seconds)
    {
        int n = data.Samples;
        float[][] votes = new float[n][];
        for (int i = 0; i < n; i++)
        {
            votes[i] = new float[ScoreTable.Padded(n)];
            for (int j = 0; j < n; j++)
            {
                votes[i][j] = (float)Math.Min(LargestVote, Math.Pow(median / Math.Max(squares[(i * n) + j], 1e-300), power));
            }

            votes[i][i] = 1e25F; // its own class wins where it is kept, which takes it from the errors
        }

        Random random = new(seed);
        ScoreTable table = new(data.Classes, classes);
        List<int> kept = [];
        HashSet<int> isKept = [];
        for (int k = 0; k < classes; k++)
        {
            int[] own = [.. Enumerable.Range(0, n).Where(i => data.Classes[i] == k)];
            for (int c = 0; c < 2 && own.Length > c; c++)
            {
                int one = own[random.Next(own.Length)];
                if (isKept.Add(one))
                {
                    kept.Add(one);
                    table.Add(data.Classes[one], 1, votes[one]);
                }
            }
        }

        int errors = table.Settle();
        double lambda = 0.3, temperature = Hot, leastLimit = 1;
        int[] best = [.. kept];
        Stopwatch watch = Stopwatch.StartNew();
        for (int step = 0; ; step++)
        {
            if (step % 256 == 0)
            {
                double share = watch.Elapsed.TotalSeconds / seconds;
                if (share >= 1)
                {
                    break;
                }

                temperature = Hot * Math.Pow(Cold / Hot, share);
                lambda = Math.Clamp(RoughLimit.ErrorsPerBit(errors, n, Bits(n, kept.Count)), 0.1, 0.5);
            }

            int move = random.Next(10), place = random.Next(kept.Count), fresh = random.Next(n);
            int removed = move == 1 ? -1 : kept[place], added = move == 0 ? -1 : fresh;
            if (move > 4 && data.Classes[added] != data.Classes[removed])
            {
                continue; // half of the exchanges stay in a class
            }

            if ((added >= 0 && isKept.Contains(added)) || (added < 0 && kept.Count <= 2))
            {
                continue;
            }

            Change(removed, added);
            int after = table.Settle();
            int count = kept.Count + (removed < 0 ? 1 : 0) - (added < 0 ? 1 : 0);
            double cost = after - errors + (lambda * (Bits(n, count) - Bits(n, kept.Count)));
            if (cost > -temperature * Math.Log(1 - random.NextDouble()))
            {
                Change(added, removed);
                continue;
            }

            errors = after;
            if (removed >= 0)
            {
                isKept.Remove(removed);
                kept[place] = kept[^1];
                kept.RemoveAt(kept.Count - 1);
            }

            if (added >= 0)
            {
                isKept.Add(added);
                kept.Add(added);
            }

            double limit = cost < 0 || temperature < 1 ? RoughLimit.Of(errors, n - kept.Count, Bits(n, kept.Count)) : 1;
            if (limit < leastLimit)
            {
                (best, leastLimit) = ([.. kept], limit);
            }
        }

        return ([.. best.Order()], leastLimit);

        // Sums of huge votes are not undone exactly, so a class is summed anew.
        void Change(int from, int to)
        {
            int? first = from < 0 ? null : data.Classes[from], second = to < 0 ? null : data.Classes[to];
            foreach (int row in new[] { first, second }.OfType<int>().Distinct())
            {
                table.Clear(row);
                foreach (int i in kept)
                {
                    if (data.Classes[i] == row && i != from)
                    {
                        table.Add(row, 1, votes[i]);
                    }
                }

                bool isBack = to >= 0 && kept.Contains(to);
                if (second == row && !isBack)
                {
                    table.Add(row, 1, votes[to]);
                }
            }
        }
    }

    // log2 of n choose d, and some bits for the rule and d.
    private static double Bits(int n, int d)
    {
        double bits = 14;
        for (int i = 1; i <= d; i++)
        {
            bits += Math.Log2((double)(n - d + i) / i);
        }

        return bits;
    }

    private static double[] Distances(LabelledData data)
    {
        int n = data.Samples;
        double[] squares = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double sum = 0;
                for (int k = 0; k < data.Width; k++)
                {
                    double difference = data.Values[(i * data.Width) + k] - data.Values[(j * data.Width) + k];
                    sum += difference * difference;
                }

                squares[(i * n) + j] = squares[(j * n) + i] = sum;
            }
        }

        return squares;
    }
}
