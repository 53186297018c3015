using System.Numerics;
using LowRank.Verify.Codes.Decoded;

namespace LowRank.Verify.Codes.Execution;

/// <summary>Maps of the registry applied to rows of integers; exact as long as the integers hold the results.</summary>
internal static class MappedInputs
{
    /// <summary>One row.</summary>
    public static T[] Row<T>(T[] row, IReadOnlyList<InputMap> maps)
        where T : IBinaryInteger<T>
    {
        foreach (InputMap map in maps)
        {
            row = map switch
            {
                InputMap.Cosine cosine => Transform(row, cosine),
                InputMap.Pooling pooling => Pool(row, pooling),
                InputMap.Features features => Draw(row, features),
                _ => throw new ArgumentOutOfRangeException(nameof(maps)),
            };
        }

        return row;
    }

    /// <summary>No entry of a mapped row is larger, where the entries of the row are at most <paramref name="largest"/>.</summary>
    public static BigInteger Limit(BigInteger largest, int width, IReadOnlyList<InputMap> maps)
    {
        foreach (InputMap map in maps)
        {
            (BigInteger factor, width) = map switch
            {
                InputMap.Cosine cosine => ((BigInteger)width * CosineTable.One * CosineTable.One, cosine.Kept),
                InputMap.Pooling pooling => ((BigInteger)pooling.Side * pooling.Side, width / (pooling.Side * pooling.Side)),
                InputMap.Features features => ((BigInteger)width, features.Count),
                _ => throw new ArgumentOutOfRangeException(nameof(maps)),
            };
            largest *= factor;
        }

        return largest;
    }

    private static T[] Transform<T>(T[] row, InputMap.Cosine map)
        where T : IBinaryInteger<T>
    {
        int height = map.Height, width = row.Length / height;
        int[,] down = CosineTable.Of(height), across = CosineTable.Of(width);
        T[] half = new T[row.Length], kept = new T[map.Kept];
        for (int y = 0; y < height; y++)
        {
            for (int v = 0; v < width; v++)
            {
                T sum = T.Zero;
                for (int x = 0; x < width; x++)
                {
                    sum += row[(y * width) + x] * T.CreateChecked(across[v, x]);
                }

                half[(y * width) + v] = sum;
            }
        }

        int at = 0;
        for (int order = 0; at < kept.Length; order++)
        {
            for (int u = Math.Max(0, order - width + 1); u <= Math.Min(order, height - 1) && at < kept.Length; u++)
            {
                T sum = T.Zero;
                for (int y = 0; y < height; y++)
                {
                    sum += half[(y * width) + order - u] * T.CreateChecked(down[u, y]);
                }

                kept[at++] = sum;
            }
        }

        return kept;
    }

    private static T[] Pool<T>(T[] row, InputMap.Pooling map)
        where T : IBinaryInteger<T>
    {
        int width = row.Length / map.Height, across = width / map.Side;
        T[] sums = new T[row.Length / (map.Side * map.Side)];
        for (int i = 0; i < row.Length; i++)
        {
            sums[(i / width / map.Side * across) + (i % width / map.Side)] += row[i];
        }

        return sums;
    }

    private static T[] Draw<T>(T[] row, InputMap.Features map)
        where T : IBinaryInteger<T>
    {
        T[] features = new T[map.Count];
        for (int j = 0; j < features.Length; j++)
        {
            T sum = T.Zero;
            for (int i = 0; i < row.Length; i++)
            {
                sum = SeededSigns.IsPositive(map.Seed, ((long)j * row.Length) + i) ? sum + row[i] : sum - row[i];
            }

            features[j] = T.Max(sum, T.Zero);
        }

        return features;
    }
}

/// <summary>Signs by a counter: the bits of SplitMix64 at the states (2^32·seed + counter/64 + 1)·golden.</summary>
internal static class SeededSigns
{
    public static bool IsPositive(int seed, long counter)
    {
        ulong z = unchecked((((ulong)seed << 32) + (ulong)(counter >> 6) + 1) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return (((z ^ (z >> 31)) >> (int)(counter & 63)) & 1) == 1;
    }
}

/// <summary>floor(4096·cos(π(2x + 1)u/(2N)) + 1/2), the row u and the column x. No such number is near a tie for N up to 1024.</summary>
internal static class CosineTable
{
    public const int One = 4096;

    public static int[,] Of(int count)
    {
        int[,] table = new int[count, count];
        for (int u = 0; u < count; u++)
        {
            for (int x = 0; x < count; x++)
            {
                // The angle is reduced to [0, 4N) quarter steps first, so that the cosine sees a small argument.
                long step = ((2L * x) + 1) * u % (4L * count);
                table[u, x] = (int)Math.Floor((One * Math.Cos(Math.PI * step / (2.0 * count))) + 0.5);
            }
        }

        return table;
    }
}
