using System.Numerics;
using LowRank.Verify.Codes.Decoded;

namespace LowRank.Verify.Codes.Execution;

/// <summary>Votes of kept samples, in exact integers. A power of two in front of all samples changes no vote.</summary>
internal static class SampleVotes
{
    /// <summary>Bits of the largest vote of the rule <see cref="SampleRule.Inverse"/>.</summary>
    public const int VoteBits = 40;

    /// <summary>The classes of samples.</summary>
    public static int[] Of(KeptSamples kept, LabelledData own, LabelledData fresh)
    {
        BigInteger largest = MappedInputs.Limit(
            BigInteger.Max(Predictions.Largest(own), Predictions.Largest(fresh)), own.Width, kept.Maps);
        int width = MappedInputs.Row(new BigInteger[own.Width], kept.Maps).Length;
        BigInteger distance = 4 * width * largest * largest;
        BigInteger limit = BigInteger.Pow(distance, kept.Power) * Math.Max(1, own.Samples) << VoteBits;
        return limit < long.MaxValue ? Run<long>(kept, own, fresh) : limit < (BigInteger)Int128.MaxValue ? Run<Int128>(kept, own, fresh)
            : Run<BigInteger>(kept, own, fresh);
    }

    private static int[] Run<T>(KeptSamples kept, LabelledData own, LabelledData fresh)
        where T : IBinaryInteger<T>
    {
        T[][] centres = Rows<T>(own, kept.Maps), rows = Rows<T>(fresh, kept.Maps);
        return [.. rows.Select(row => Class(kept, centres, own.Classes, row))];
    }

    private static int Class<T>(KeptSamples kept, T[][] centres, int[] classes, T[] row)
        where T : IBinaryInteger<T>
    {
        T[] measures = [.. centres.Select(centre => kept.Rule == SampleRule.Power ? Inner(centre, row) : Distance(centre, row))];
        T[] scores = new T[kept.Classes];
        T least = measures.Min()!;
        for (int i = 0; i < measures.Length; i++)
        {
            scores[classes[i]] += kept.Rule switch
            {
                SampleRule.Power => Power(measures[i], kept.Power),
                SampleRule.Nearest => measures[i] == least ? T.One : T.Zero,
                _ => measures[i] == least ? T.One << VoteBits
                    : (Power(least, kept.Power) << VoteBits) / Power(measures[i], kept.Power),
            };
        }

        // Of the nearest rule two classes at one distance are a tie, however many are there.
        for (int k = 0; kept.Rule == SampleRule.Nearest && k < scores.Length; k++)
        {
            scores[k] = T.Min(scores[k], T.One);
        }

        return Predictions.Best<T>(scores);
    }

    private static T[][] Rows<T>(LabelledData data, IReadOnlyList<InputMap> maps)
        where T : IBinaryInteger<T>
    {
        T[] all = data.Integers<T>();
        return [.. Enumerable.Range(0, data.Samples).Select(i => MappedInputs.Row(all.AsSpan(i * data.Width, data.Width).ToArray(), maps))];
    }

    private static T Inner<T>(T[] left, T[] right)
        where T : IBinaryInteger<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private static T Distance<T>(T[] left, T[] right)
        where T : IBinaryInteger<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < left.Length; i++)
        {
            T difference = left[i] - right[i];
            sum += difference * difference;
        }

        return sum;
    }

    private static T Power<T>(T value, int power)
        where T : IBinaryInteger<T>
    {
        T result = T.One;
        for (int i = 0; i < power; i++)
        {
            result *= value;
        }

        return result;
    }
}
