using System.Globalization;
using System.Numerics;
using System.Text;

namespace LowRank.Verify.Arithmetic;

public sealed partial class BigFloat
{
    private const int DoublePrecision = 53;

    /// <summary>The double, exactly.</summary>
    /// <exception cref="ArgumentException">NaN has no value.</exception>
    public static BigFloat Of(double value)
    {
        const int FractionBits = 52, Bias = 1074;
        if (double.IsNaN(value))
        {
            throw new ArgumentException("NaN has no value.", nameof(value));
        }

        int sign = double.IsNegative(value) ? -1 : 1;
        if (double.IsInfinity(value))
        {
            return new BigFloat(DoublePrecision, sign, unchecked((nint)InfiniteExponent), [0]);
        }

        // |x| = significand · 2^(max(field, 1) − 1075), the leading bit not stored where the field is positive.
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        int field = (int)(bits >> FractionBits) & 0x7FF;
        ulong significand = (bits & ((1UL << FractionBits) - 1)) | (field > 0 ? 1UL << FractionBits : 0);
        return Of(DoublePrecision, sign, significand, Math.Max(field, 1) - 1 - Bias);
    }

    /// <summary>The integer, exactly.</summary>
    public static BigFloat Of(long value) => Of(64, value < 0 ? -1 : 1, value < 0 ? 0 - (ulong)value : (ulong)value, 0);

    /// <summary>The integer, exactly, at as many bits as it needs.</summary>
    public static unsafe BigFloat Of(BigInteger value)
    {
        BigInteger size = BigInteger.Abs(value);
        int precision = Math.Max(MinimumPrecision, (int)size.GetBitLength());
        if (precision <= 64)
        {
            return Of(precision, value.Sign < 0 ? -1 : 1, (ulong)size, 0);
        }

        string text = (value.Sign < 0 ? "-" : string.Empty) + BigInteger.Abs(value).ToString("x", CultureInfo.InvariantCulture);
        ulong[] limbs = new ulong[LimbCount(CheckPrecision(precision))];
        fixed (ulong* d = limbs)
        {
            MpfrStruct r = new() { Precision = precision, Limbs = d };
            _ = MpfrNative.mpfr_set_str(&r, text, 16, (int)Rounding.Nearest);
            return Finish(r, limbs);
        }
    }

    // ±n · 2^k for an n that the precision, at most 64 bits, holds.
    private static BigFloat Of(int precision, int sign, ulong n, int k)
    {
        int zeros = BitOperations.LeadingZeroCount(n);
        return n == 0
            ? new BigFloat(precision, sign, unchecked((nint)ZeroExponent), [0])
            : new BigFloat(precision, sign, 64 - zeros + k, [n << zeros]);
    }

    /// <summary>The rational rounded to <paramref name="precision"/> bits.</summary>
    public static BigFloat Of(Rational value, int precision, Rounding rounding) =>
        Divide(Of(value.Numerator), Of(value.Denominator), precision, rounding);

    /// <summary>The nearest double in the direction of rounding; overflow gives ±∞ or the largest double, as the direction says.</summary>
    public unsafe double ToDouble(Rounding rounding)
    {
        fixed (ulong* p = limbs)
        {
            MpfrStruct a = View(p);
            return MpfrNative.mpfr_get_d(&a, (int)rounding);
        }
    }

    /// <summary>The exact value as a rational.</summary>
    /// <exception cref="InvalidOperationException">The number is infinite, or its exponent exceeds 2^24 in size.</exception>
    public Rational ToRational()
    {
        if (IsInfinite)
        {
            throw new InvalidOperationException("Infinity is not a rational.");
        }

        if (IsZero)
        {
            return Rational.Zero;
        }

        if (Math.Abs((long)exponent) > MaximumPrecision)
        {
            throw new InvalidOperationException("The exponent is too large for a rational.");
        }

        BigInteger mantissa = BigInteger.Zero;
        for (int i = limbs.Length - 1; i >= 0; i--)
        {
            mantissa = (mantissa << 64) + limbs[i];
        }

        long shift = exponent - (64L * limbs.Length);
        mantissa = sign < 0 ? -mantissa : mantissa;
        return shift >= 0
            ? new Rational(mantissa << (int)shift, BigInteger.One)
            : new Rational(mantissa, BigInteger.One << (int)-shift);
    }

    /// <summary>
    /// Decimal string with at most <paramref name="digits"/> significant digits, rounded in the direction asked for:
    /// plain notation for exponents −5…20, otherwise d.ddde±x. Trailing zeros are dropped.
    /// </summary>
    public unsafe string ToDecimal(int digits, Rounding rounding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        if (IsInfinite)
        {
            return sign < 0 ? "-inf" : "inf";
        }

        if (IsZero)
        {
            return "0";
        }

        int asked = Math.Max(digits, 2);
        byte[] buffer = new byte[asked + 8];
        nint decimalExponent;
        fixed (ulong* p = limbs)
        fixed (byte* text = buffer)
        {
            MpfrStruct a = View(p);
            _ = MpfrNative.mpfr_get_str(text, &decimalExponent, 10, (nuint)asked, &a, (int)rounding);
        }

        string mantissa = Encoding.ASCII.GetString(buffer, 0, Array.IndexOf(buffer, (byte)0));
        bool negative = mantissa[0] == '-';
        mantissa = (negative ? mantissa[1..] : mantissa).TrimEnd('0');
        return (negative ? "-" : string.Empty) + Layout(mantissa, decimalExponent);
    }

    private static string Layout(string mantissa, long decimalExponent)
    {
        if (decimalExponent is < -4 or > 21)
        {
            string fraction = mantissa.Length > 1 ? "." + mantissa[1..] : string.Empty;
            return mantissa[0] + fraction + "e" + (decimalExponent - 1).ToString(CultureInfo.InvariantCulture);
        }

        if (decimalExponent <= 0)
        {
            return "0." + new string('0', (int)-decimalExponent) + mantissa;
        }

        return mantissa.Length <= decimalExponent
            ? mantissa + new string('0', (int)decimalExponent - mantissa.Length)
            : mantissa[..(int)decimalExponent] + "." + mantissa[(int)decimalExponent..];
    }
}
