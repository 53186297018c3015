using System.Numerics;

namespace LowRank.Verify.Codes.Words;

/// <summary>
/// Exact arithmetic coding: an interval [A/D, (A + F)/D), cut by every field. The word is the shortest dyadic interval inside it, the
/// leftmost of these. Different messages have disjoint intervals, so no word is the beginning of another, and Σ 2^(−bits) ≤ 1.
/// </summary>
internal sealed class WordWriter : FieldCoder
{
    private BigInteger start = BigInteger.Zero, width = BigInteger.One, denominator = BigInteger.One;

    public override bool IsReader => false;

    public override int Symbol(int symbol, ReadOnlySpan<int> frequencies, int total)
    {
        int before = 0;
        for (int i = 0; i < symbol; i++)
        {
            before += frequencies[i];
        }

        return Cut(symbol, before, frequencies[symbol], total);
    }

    public override int Uniform(int value, int radix) => value >= 0 && value < radix ? Cut(value, value, 1, radix)
        : throw new ArgumentOutOfRangeException(nameof(value));

    /// <summary>The word, its first bit first.</summary>
    public Word End()
    {
        // 2^-bits <= F/D is necessary, and one bit more is sometimes, two bits more always enough.
        int bits = Math.Max(0, (int)(denominator.GetBitLength() - width.GetBitLength()) - 1);
        while (true)
        {
            BigInteger scaled = start << bits;
            BigInteger number = (scaled + denominator - BigInteger.One) / denominator;
            if ((number + BigInteger.One) * denominator <= (start + width) << bits)
            {
                return new Word(number, bits);
            }

            bits++;
        }
    }

    private int Cut(int symbol, int before, int frequency, int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequency);
        start = (start * total) + (before * width);
        width *= frequency;
        denominator *= total;
        return symbol;
    }
}
