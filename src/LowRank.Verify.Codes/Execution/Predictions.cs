using System.Numerics;
using LowRank.Verify.Codes.Decoded;

namespace LowRank.Verify.Codes.Execution;

/// <summary>
/// The class of the largest score of each sample, by exact integers of 64 or 128 bits where a limit of all numbers shows that they are
/// enough, else of any length. −1 where the largest score is not alone: that counts as an error.
/// </summary>
internal static class Predictions
{
    public const int Tie = -1;

    /// <summary>The classes that a coded network gives.</summary>
    public static int[] Of(CodedNetwork network, LabelledData data)
    {
        int shift = Math.Max(data.Exponent, -network.Layers.Min(layer => Math.Min(0, layer.BiasExponent ?? 0)));
        LabelledData scaled = data with { Exponent = shift };
        BigInteger limit = MappedInputs.Limit(Largest(scaled), scaled.Width, network.Maps);
        foreach (CodedLayer layer in network.Layers)
        {
            limit = BigInteger.Max(limit, layer.BiasExponent is { } e ? BigInteger.One << (shift + e) : 0);
            foreach (IntegerMatrix matrix in layer.Matrices)
            {
                limit *= matrix.Columns * (BigInteger)matrix.Entries.Max(Math.Abs);
            }
        }

        return limit < long.MaxValue ? Run<long>(network, scaled) : limit < (BigInteger)Int128.MaxValue ? Run<Int128>(network, scaled)
            : Run<BigInteger>(network, scaled);
    }

    /// <summary>Of all samples but those that are kept, whether the rule gives another class than theirs.</summary>
    /// <param name="kept">The samples and the rule.</param>
    /// <param name="data">The data that they are kept of.</param>
    /// <param name="fresh">Samples to classify.</param>
    public static int[] Of(KeptSamples kept, LabelledData data, LabelledData fresh)
    {
        int shift = Math.Max(data.Exponent, fresh.Exponent);
        LabelledData own = data.Of(kept.Kept) with { Exponent = shift }, other = fresh with { Exponent = shift };
        return SampleVotes.Of(kept, own, other);
    }

    public static BigInteger Largest(LabelledData data) => (BigInteger)Math.ScaleB(data.Values.Max(Math.Abs), data.Exponent);

    /// <summary>The place of the largest, or a tie.</summary>
    public static int Best<T>(ReadOnlySpan<T> scores)
        where T : IBinaryInteger<T>
    {
        int best = 0;
        bool isTie = false;
        for (int k = 1; k < scores.Length; k++)
        {
            if (scores[k] >= scores[best])
            {
                isTie = scores[k] == scores[best];
                best = isTie ? best : k;
            }
        }

        return isTie ? Tie : best;
    }

    private static int[] Run<T>(CodedNetwork network, LabelledData data)
        where T : IBinaryInteger<T>
    {
        T[] all = data.Integers<T>(), scores = new T[network.Classes];
        int[] classes = new int[data.Samples];
        for (int i = 0; i < classes.Length; i++)
        {
            T[] row = MappedInputs.Row(all.AsSpan(i * data.Width, data.Width).ToArray(), network.Maps);
            for (int l = 0; l < network.Layers.Count; l++)
            {
                CodedLayer layer = network.Layers[l];
                row = layer.BiasExponent is { } e ? [.. row, T.One << (data.Exponent + e)] : row;
                row = layer.Matrices.Aggregate(row, Times);
                for (int j = 0; l < network.Layers.Count - 1 && j < row.Length; j++)
                {
                    row[j] = T.Max(row[j], T.Zero);
                }
            }

            row.CopyTo(scores, 0);
            classes[i] = Best<T>(scores);
        }

        return classes;
    }

    private static T[] Times<T>(T[] row, IntegerMatrix matrix)
        where T : IBinaryInteger<T>
    {
        T[] result = new T[matrix.Rows];
        for (int k = 0; k < result.Length; k++)
        {
            T sum = T.Zero;
            ReadOnlySpan<int> weights = matrix.Entries.AsSpan(k * matrix.Columns, matrix.Columns);
            for (int i = 0; i < weights.Length; i++)
            {
                sum += T.CreateChecked(weights[i]) * row[i];
            }

            result[k] = sum;
        }

        return result;
    }
}
