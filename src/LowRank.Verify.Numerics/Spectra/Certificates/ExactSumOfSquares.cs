using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// Σ x² of doubles, exactly: x = m·2^e with a 53-bit integer m, so the squares m² are summed as integers per exponent e and the
/// sums are combined once at the end.
/// </summary>
internal sealed class ExactSumOfSquares
{
    private const int FirstExponent = -1074;
    private const int FlushAt = 1 << 20; // 2^20 squares below 2^106 stay below 2^126

    private readonly UInt128[] sums = new UInt128[2046];
    private readonly int[] counts = new int[2046];
    private readonly Dictionary<int, BigInteger> flushed = [];
    private int least = int.MaxValue;
    private int greatest = int.MinValue;

    /// <summary>Adds x²; x must be finite.</summary>
    public void Add(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int biased = (int)((bits >> 52) & 0x7FF);
        ulong mantissa = (ulong)(bits & 0xFFFFFFFFFFFFFL) | (biased == 0 ? 0UL : 1UL << 52);
        if (mantissa == 0)
        {
            return;
        }

        int slot = Math.Max(biased, 1) - 1;
        ulong high = Math.BigMul(mantissa, mantissa, out ulong low);
        sums[slot] += new UInt128(high, low);
        least = Math.Min(least, slot);
        greatest = Math.Max(greatest, slot);
        if (++counts[slot] == FlushAt)
        {
            Flush(slot);
        }
    }

    /// <summary>The sum as (integer, exponent): the value is integer · 2^exponent. Resets the accumulator.</summary>
    public (BigInteger Integer, int Exponent) Take()
    {
        if (greatest < 0)
        {
            return (BigInteger.Zero, 0);
        }

        BigInteger total = BigInteger.Zero;
        for (int slot = greatest; slot >= least; slot--)
        {
            total <<= 2;
            Flush(slot);
            if (flushed.Remove(slot, out BigInteger part))
            {
                total += part;
            }
        }

        int exponent = 2 * (least + FirstExponent);
        least = int.MaxValue;
        greatest = int.MinValue;
        return (total, exponent);
    }

    /// <summary>The sum rounded outward to the context's precision. Resets the accumulator.</summary>
    public Interval TakeInterval(IntervalContext context)
    {
        (BigInteger integer, int exponent) = Take();
        BigFloat exact = BigFloat.Scale(BigFloat.Of(integer), exponent);
        return context.Round(new Interval(exact, exact));
    }

    private void Flush(int slot)
    {
        if (counts[slot] > 0)
        {
            flushed[slot] = flushed.GetValueOrDefault(slot) + (BigInteger)sums[slot];
            sums[slot] = UInt128.Zero;
            counts[slot] = 0;
        }
    }
}
