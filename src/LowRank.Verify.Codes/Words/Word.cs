using System.Numerics;

namespace LowRank.Verify.Codes.Words;

/// <summary>A word of the code: the binary digits of a number, with zeros in front up to the length.</summary>
/// <param name="Number">The number, below 2^Bits.</param>
/// <param name="Bits">The length, which is what counts.</param>
internal readonly record struct Word(BigInteger Number, int Bits)
{
    /// <summary>The bits in bytes, the first bit the highest of the first byte, with fewer than eight zeros at the end.</summary>
    public byte[] ToBytes()
    {
        int length = (Bits + 7) / 8;
        byte[] bytes = new byte[length];
        byte[] digits = (Number << ((8 * length) - Bits)).ToByteArray(isUnsigned: true, isBigEndian: true);
        if (length > 0)
        {
            digits.CopyTo(bytes, length - digits.Length);
        }

        return bytes;
    }
}
