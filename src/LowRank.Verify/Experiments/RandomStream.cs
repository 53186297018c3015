using System.Numerics;

namespace LowRank.Verify.Experiments;

/// <summary>
/// Random numbers by seed: xoshiro256** (Blackman and Vigna 2018), its state filled by SplitMix64 from the seed and the number of the
/// stream, so that streams of one seed are unrelated and a draw in one does not move the others. Not for secrets.
/// </summary>
public sealed class RandomStream
{
    private ulong a, b, c, d;
    private double spare = double.NaN;

    /// <summary>A stream.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="stream">Number of the stream.</param>
    public RandomStream(ulong seed, ulong stream)
    {
        ulong state = seed ^ (stream * 0xD1342543DE82EF95UL);
        (a, b, c, d) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0, …, count − 1: the high word of a 128-bit product, whose bias is below count/2⁶⁴.</summary>
    /// <exception cref="ArgumentOutOfRangeException">count is not positive.</exception>
    public int Index(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Math.BigMul(Next(), (ulong)count, out _);
    }

    /// <summary>−1 or 1.</summary>
    public int Sign() => (Next() >> 63) == 0 ? 1 : -1;

    /// <summary>Standard normal, by the polar method of Marsaglia.</summary>
    public double Normal()
    {
        if (!double.IsNaN(spare))
        {
            double kept = spare;
            spare = double.NaN;
            return kept;
        }

        double x, y, square;
        do
        {
            x = (2 * Uniform()) - 1;
            y = (2 * Uniform()) - 1;
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);

        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        spare = y * factor;
        return x * factor;
    }

    /// <summary>Independent standard normal numbers.</summary>
    public double[] Normals(int count)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Normal();
        }

        return values;
    }

    private static ulong Split(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private ulong Next()
    {
        ulong result = BitOperations.RotateLeft(b * 5, 7) * 9, shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }
}
