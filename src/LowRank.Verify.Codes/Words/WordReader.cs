using System.Numerics;

namespace LowRank.Verify.Codes.Words;

/// <summary>The fields of the word that some bits begin with. The bits are one binary fraction; nothing is rounded.</summary>
internal sealed class WordReader : FieldCoder
{
    // The fraction lies at rest/width of the interval of the fields so far; 0 <= rest < width.
    private BigInteger rest, width;

    // Bits that the word of the fields so far needs at least; one that needs more than there are is refused before it costs time.
    private readonly int available;
    private double needed;

    public WordReader(ReadOnlySpan<byte> bytes)
        : this(new Word(new BigInteger(bytes, isUnsigned: true, isBigEndian: true), 8 * bytes.Length))
    {
    }

    public WordReader(Word bits)
    {
        available = bits.Bits;
        rest = bits.Number;
        width = BigInteger.One << bits.Bits;
    }

    public override bool IsReader => true;

    public override int Symbol(int symbol, ReadOnlySpan<int> frequencies, int total)
    {
        rest *= total;
        int at = (int)(rest / width), found = 0, before = 0;
        while (before + frequencies[found] <= at)
        {
            before += frequencies[found++];
        }

        rest -= before * width;
        width *= frequencies[found];
        Need(Math.Log2((double)total / frequencies[found]));
        return found;
    }

    public override int Uniform(int value, int radix)
    {
        rest *= radix;
        int at = (int)(rest / width);
        rest -= at * width;
        Need(Math.Log2(radix));
        return at;
    }

    private void Need(double bits)
    {
        needed += bits;
        if (needed > available + 1)
        {
            throw new WordException("it is damaged or cut off: what it begins to tell needs more bits than it has");
        }
    }
}
