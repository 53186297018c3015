using LowRank.Verify.Codes.Decoded;
using LowRank.Verify.Codes.Execution;
using LowRank.Verify.Codes.Words;

namespace LowRank.Verify.Codes.Search;

/// <summary>What is tried: maps, weights, whether the last class has a row.</summary>
internal sealed record Attempt(IReadOnlyList<InputMap> Maps, int[] Alphabet, bool IsLastZero, bool HasBias);

/// <summary>One layer on mapped inputs: short runs of all attempts, longer ones of the better half, until one is left.</summary>
internal static class NetworkSearch
{
    private static readonly bool[] BothWays = [true, false];

    private static readonly int[] Coefficients = [16, 20, 24, 28, 34, 40];

    private static readonly int[][] Alphabets = [[-1, 0, 1], [-2, -1, 0, 1, 2]];

    /// <summary>The best network found.</summary>
    /// <param name="data">Samples and classes.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="map">identity, dct, pool, features, or auto for all but features.</param>
    /// <param name="hidden">Number of features; 0 for some.</param>
    /// <param name="seed">Of the search.</param>
    /// <param name="seconds">How long it may take.</param>
    public static CodedNetwork Run(LabelledData data, int classes, string map, int hidden, int seed, double seconds)
    {
        List<Attempt> attempts = [.. Maps(data.Width, map, hidden, seed)
            .SelectMany(maps => Alphabets, (maps, alphabet) => (maps, alphabet))
            .SelectMany(_ => BothWays, (pair, isZero) => new Attempt(pair.maps, pair.alphabet, isZero, HasBias: isZero))];
        int rounds = int.Log2(attempts.Count) + 1;
        CodedNetwork? best = null;
        double least = double.PositiveInfinity;
        for (int round = 0; round < rounds; round++)
        {
            double each = seconds / rounds / attempts.Count;
            List<(Attempt Attempt, double Limit)> found = [];
            foreach (Attempt attempt in attempts)
            {
                (CodedNetwork network, int errors) = Try(attempt, data, classes, unchecked((seed * 1000) + round), each);
                double limit = RoughLimit.Of(errors, data.Samples, LrzFile.CountedBits(network));
                found.Add((attempt, limit));
                if (limit < least)
                {
                    (best, least) = (network, limit);
                }
            }

            attempts = [.. found.OrderBy(pair => pair.Limit).Take(Math.Max(1, found.Count / 2)).Select(pair => pair.Attempt)];
        }

        return best!;
    }

    private static IEnumerable<IReadOnlyList<InputMap>> Maps(int width, string map, int hidden, int seed)
    {
        int side = (int)Math.Sqrt(width), height = side * side == width ? side : 1;
        int[] kept = [.. Coefficients.Where(k => k <= width)];
        if (map is "identity" or "auto")
        {
            yield return [];
        }

        if (map is "dct" or "auto")
        {
            foreach (int k in kept)
            {
                yield return [new InputMap.Cosine(height, k)];
            }
        }

        if ((map is "pool" or "auto") && height > 1 && height % 2 == 0)
        {
            yield return [new InputMap.Pooling(height, 2)];
        }

        for (int i = 0; map == "features" && i < 12; i++)
        {
            yield return [new InputMap.Features(hidden > 0 ? hidden : 48, (seed * 100) + i)];
        }
    }

    private static (CodedNetwork Network, int Errors) Try(Attempt attempt, LabelledData data, int classes, int seed, double seconds)
    {
        (float[][] columns, double unit) = Columns(data, attempt.Maps);
        int? exponent = null;
        if (attempt.HasBias)
        {
            // The power of two near the size of a mapped entry, in the units of the data.
            double size = columns.Average(column => column.Average(Math.Abs)) * unit;
            exponent = Math.Clamp(
                (int)Math.Round(Math.Log2(Math.Max(size, 1e-9))), -MessageFormat.LargestExponent, MessageFormat.LargestExponent);
            float[] constant = new float[columns[0].Length];
            constant.AsSpan(0, data.Samples).Fill((float)(Math.ScaleB(1, exponent.Value) / unit));
            columns = [.. columns, constant];
        }

        (int[] weights, int errors, _) = new ReadoutSearch(columns, data.Classes, classes, attempt.IsLastZero, attempt.Alphabet)
            .Run(seed, seconds);
        return (Shortest(attempt, data.Width, classes, weights, columns.Length, exponent), errors);
    }

    // The layout with the fewest bits.
    private static CodedNetwork Shortest(Attempt attempt, int inputs, int classes, int[] weights, int columns, int? exponent)
    {
        int rows = weights.Length / columns, limit = Math.Max(1, weights.Max(Math.Abs));
        int[] book = [.. weights.Distinct().Order()];
        return new[]
            {
                (Layout.Range, limit, Array.Empty<int>()), (Layout.Codebook, 1, book), (Layout.Mask, limit, []), (Layout.Raw, limit, []),
            }
            .Select(way => new CodedNetwork(inputs, classes, attempt.Maps,
                [new CodedLayer([new IntegerMatrix(rows, columns, weights, way.Item1, way.Item2, way.Item3)], exponent)],
                attempt.IsLastZero))
            .MinBy(LrzFile.CountedBits)!;
    }

    /// <summary>Mapped inputs, a column an entry, in units of about their size.</summary>
    public static (float[][] Columns, double Unit) Columns(LabelledData data, IReadOnlyList<InputMap> maps)
    {
        System.Numerics.BigInteger[] all = data.Integers<System.Numerics.BigInteger>();
        bool isSmall = MappedInputs.Limit(Predictions.Largest(data), data.Width, maps) < long.MaxValue;
        double[][] rows = [.. Enumerable.Range(0, data.Samples).Select(i => isSmall
            ? MappedInputs.Row([.. all.AsSpan(i * data.Width, data.Width).ToArray().Select(x => (long)x)], maps)
                .Select(x => (double)x).ToArray()
            : [.. MappedInputs.Row(all.AsSpan(i * data.Width, data.Width).ToArray(), maps).Select(x => (double)x)])];
        double scale = maps.Count == 0 ? 1 : Math.Max(1, rows.Average(row => row.Average(Math.Abs)));
        float[][] columns = [.. Enumerable.Range(0, rows[0].Length).Select(j =>
        {
            float[] column = new float[ScoreTable.Padded(rows.Length)];
            for (int i = 0; i < rows.Length; i++)
            {
                column[i] = (float)(rows[i][j] / scale);
            }

            return column;
        })];
        return (columns, scale * Math.ScaleB(1, -data.Exponent));
    }
}
