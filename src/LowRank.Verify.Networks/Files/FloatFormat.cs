namespace LowRank.Verify.Networks.Files;

/// <summary>
/// A binary floating-point format of at most 32 bits: a sign, an exponent e of <paramref name="exponentBits"/> bits and a fraction f
/// of <paramref name="fractionBits"/> bits stand for ±(1 + f/2^m)·2^(e − bias), and for ±f/2^m·2^(1 − bias) where e = 0. Sources:
/// IEEE 754-2019 for the formats with infinities; Micikevicius et al. 2022 (E4M3FN, E5M2); the page "Float stored in 8 bits" of ONNX
/// for the formats without a negative zero (FNUZ), whose pattern is their only NaN; OCP Microscaling 1.0 for E2M1, which has neither
/// NaN nor infinity.
/// </summary>
internal sealed class FloatFormat(int exponentBits, int fractionBits, int bias, FloatSpecials specials)
{
    /// <summary>Four exponent bits, three of fraction, no infinity; all ones is NaN.</summary>
    public static readonly FloatFormat E4M3 = new(4, 3, 7, FloatSpecials.OnlyNaN);

    /// <summary>Five exponent bits, two of fraction.</summary>
    public static readonly FloatFormat E5M2 = new(5, 2, 15, FloatSpecials.Ieee);

    /// <summary>0, ½, 1, 1½, 2, 3, 4, 6 and their negatives.</summary>
    public static readonly FloatFormat E2M1 = new(2, 1, 1, FloatSpecials.None);

    private readonly uint signBit = 1u << (exponentBits + fractionBits);

    /// <summary>The largest finite number.</summary>
    public double Largest { get; } = specials switch
    {
        FloatSpecials.Ieee => Magnitude(fractionBits, bias, (1u << exponentBits) - 2, (1u << fractionBits) - 1),
        FloatSpecials.OnlyNaN => Magnitude(fractionBits, bias, (1u << exponentBits) - 1, (1u << fractionBits) - 2),
        _ => Magnitude(fractionBits, bias, (1u << exponentBits) - 1, (1u << fractionBits) - 1),
    };

    /// <summary>E8M0, which has neither sign nor fraction: 2^(bits − 127); all ones is NaN.</summary>
    public static double PowerOfTwo(byte bits) => bits == 0xFF ? double.NaN : Math.ScaleB(1, bits - 127);

    /// <summary>The number that the bits stand for, exactly; NaN and infinities as such.</summary>
    public double Decode(uint bits)
    {
        if (specials == FloatSpecials.NoNegativeZero && bits == signBit)
        {
            return double.NaN;
        }

        uint exponent = bits >> fractionBits & ((1u << exponentBits) - 1), fraction = bits & ((1u << fractionBits) - 1);
        bool allOnes = exponent == (1u << exponentBits) - 1;
        if (allOnes && specials == FloatSpecials.Ieee)
        {
            return fraction != 0 ? double.NaN : (bits & signBit) != 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        if (allOnes && specials == FloatSpecials.OnlyNaN && fraction == (1u << fractionBits) - 1)
        {
            return double.NaN;
        }

        double size = Magnitude(fractionBits, bias, exponent, fraction);
        return (bits & signBit) != 0 ? -size : size;
    }

    /// <summary>
    /// The nearest number of the format, ties to the even fraction. Beyond the largest one: the largest one where
    /// <paramref name="saturates"/> (always for E2M1), else infinity, or NaN where the format has none.
    /// </summary>
    public double Round(double value, bool saturates)
    {
        if (double.IsNaN(value) || value == 0)
        {
            return value;
        }

        double rounded = value;
        if (double.IsFinite(value))
        {
            // The distance of neighbours is a power of two; the quotient is exact and below 2^53 wherever it is rounded at all.
            int step = Math.Max(Math.ILogB(value), 1 - bias) - fractionBits;
            rounded = Math.ScaleB(Math.Round(Math.ScaleB(value, -step), MidpointRounding.ToEven), step);
        }

        if (Math.Abs(rounded) <= Largest)
        {
            return rounded;
        }

        double limit = saturates || specials == FloatSpecials.None ? Largest
            : specials == FloatSpecials.Ieee ? double.PositiveInfinity : double.NaN;
        return Math.CopySign(limit, value);
    }

    private static double Magnitude(int fractionBits, int bias, uint exponent, uint fraction) => exponent == 0
        ? Math.ScaleB(fraction, 1 - bias - fractionBits)
        : Math.ScaleB((double)(fraction + (1u << fractionBits)), (int)exponent - bias - fractionBits);
}
