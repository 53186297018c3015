using System.Diagnostics;

namespace LowRank.Verify.Codes.Search;

/// <summary>
/// Annealing of the weights of one layer on its own errors plus λ·bits, one weight a step; the bits that a change costs under the adaptive
/// model of the format depend on the numbers of the two symbols only: log2((2c_old − 1)/(2c_new + 1)).
/// </summary>
internal sealed class ReadoutSearch(float[][] columns, int[] labels, int classes, bool isLastZero, int[] alphabet)
{
    private const double Hot = 2, Cold = 0.15;

    /// <summary>Weights row after row, with their errors, in so many seconds.</summary>
    public (int[] Weights, int Errors, double Bits) Run(int seed, double seconds)
    {
        Random random = new(seed);
        int rows = classes - (isLastZero ? 1 : 0), zero = Array.IndexOf(alphabet, 0);
        int[] symbols = [.. Enumerable.Repeat(zero, rows * columns.Length)], counts = new int[alphabet.Length], best = symbols;
        counts[zero] = symbols.Length;
        ScoreTable table = new(labels, classes);
        int errors = table.Settle(), bestErrors = errors;
        double bits = Bits(counts), bestBits = bits, bestLimit = 1, lambda = 0.3;
        Stopwatch watch = Stopwatch.StartNew();
        double temperature = Hot;
        for (int step = 0; ; step++)
        {
            if (step % 512 == 0)
            {
                double share = watch.Elapsed.TotalSeconds / seconds;
                if (share >= 1)
                {
                    break;
                }

                temperature = Hot * Math.Pow(Cold / Hot, share);
                lambda = Math.Clamp(RoughLimit.ErrorsPerBit(Math.Min(errors, labels.Length / 4), labels.Length, bits), 0.3, 0.6);
            }

            int place = random.Next(symbols.Length), old = symbols[place], symbol = random.Next(alphabet.Length - 1);
            symbol += symbol >= old ? 1 : 0;
            float change = alphabet[symbol] - alphabet[old];
            float[] column = columns[place % columns.Length];
            int row = place / columns.Length, after = table.ErrorsAfter(row, change, column);
            double more = Math.Log2(((2.0 * counts[old]) - 1) / ((2.0 * counts[symbol]) + 1));
            if (after - errors + (lambda * more) > -temperature * Math.Log(1 - random.NextDouble()))
            {
                continue;
            }

            table.Add(row, change, column);
            errors = table.Settle();
            symbols[place] = symbol;
            counts[old]--;
            counts[symbol]++;
            bits += more;
            double limit = RoughLimitSoon(errors, bits, lambda, bestErrors, bestBits) ? RoughLimit.Of(errors, labels.Length, bits) : 1;
            if (limit < bestLimit)
            {
                (best, bestErrors, bestBits, bestLimit) = ([.. symbols], errors, bits, limit);
            }
        }

        return ([.. best.Select(symbol => alphabet[symbol])], bestErrors, bestBits);
    }

    private static bool RoughLimitSoon(int errors, double bits, double lambda, int bestErrors, double bestBits) =>
        errors + (lambda * bits) < bestErrors + (lambda * bestBits);

    // -log2 of the adaptive model's probability of these counts.
    private static double Bits(int[] counts)
    {
        double bits = 0;
        int seen = 0;
        foreach (int count in counts)
        {
            for (int c = 0; c < count; c++, seen++)
            {
                bits -= Math.Log2(((2.0 * c) + 1) / ((2.0 * seen) + counts.Length));
            }
        }

        return bits;
    }
}
