namespace LowRank.Verify.Networks.Files;

/// <summary>
/// Numbers of 8 and 4 bits (OCP 8-bit Floating Point Specification 1.0; OCP Microscaling Formats 1.0), exactly as doubles: sign, exponent
/// e of bias b, fraction m of k bits; (1 + m/2^k)·2^(e−b), and m/2^k·2^(1−b) for e = 0.
/// </summary>
internal static class SmallFloat
{
    /// <summary>Four exponent bits of bias 7, three of fraction, no infinity; all ones is NaN.</summary>
    public static double E4M3(byte bits) => (bits & 0x7F) == 0x7F ? double.NaN : Value(bits, 4, 3, 7);

    /// <summary>Five exponent bits of bias 15, two of fraction; infinities and NaN as in IEEE formats.</summary>
    public static double E5M2(byte bits) => (bits & 0x7F) switch
    {
        0x7C => bits > 0x7F ? double.NegativeInfinity : double.PositiveInfinity,
        > 0x7C => double.NaN,
        _ => Value(bits, 5, 2, 15),
    };

    /// <summary>Powers of two 2^(bits − 127); all ones is NaN.</summary>
    public static double E8M0(byte bits) => bits == 0xFF ? double.NaN : Math.ScaleB(1, bits - 127);

    /// <summary>0, ½, 1, 1½, 2, 3, 4, 6 and their negatives: two exponent bits of bias 1, one of fraction.</summary>
    public static double E2M1(int nibble) => Value(nibble, 2, 1, 1);

    private static double Value(int bits, int exponentBits, int fractionBits, int bias)
    {
        int exponent = (bits >> fractionBits) & ((1 << exponentBits) - 1), fraction = bits & ((1 << fractionBits) - 1);
        double size = exponent == 0 ? Math.ScaleB(fraction, 1 - bias - fractionBits)
            : Math.ScaleB((1 << fractionBits) + fraction, exponent - bias - fractionBits);
        return ((bits >> (exponentBits + fractionBits)) & 1) == 0 ? size : -size;
    }
}
