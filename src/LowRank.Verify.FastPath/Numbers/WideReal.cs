using System.Globalization;
using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.FastPath.Numbers;

/// <summary>
/// A nonnegative number significand·2^exponent with a significand in [1, 2) (or 0) and an exponent far beyond that of double: the
/// logarithmic domain without the loss of digits that exp(Σ log) has. Each operation has the relative error of the double operation
/// (½ ulp for ·, /, +, √; about 2 ulp for powers); nothing is certified. Exponents saturate at ±<see cref="LargestExponent"/>,
/// which is beyond every product of inputs that can be written down.
/// </summary>
public readonly record struct WideReal : IComparable<WideReal>
{
    /// <summary>Where exponents saturate.</summary>
    public const long LargestExponent = 1L << 58;

    // Beyond this many binary places the smaller summand does not change a 53-bit sum.
    private const int IrrelevantShift = 120;

    // Powers of the significand in [1, 2) stay below 2^512 up to this exponent, so Math.Pow cannot overflow.
    private const double LargestDirectPower = 512;

    // ln 2 = Ln2 + Ln2Tail to about 107 bits, so that e^x keeps its digits for large x.
    private const double Ln2 = 0.6931471805599453;
    private const double Ln2Tail = 2.3190468138462996e-17;

    private WideReal(double significand, long exponent)
    {
        Significand = significand;
        Exponent = Math.Clamp(exponent, -LargestExponent, LargestExponent);
    }

    /// <summary>0.</summary>
    public static WideReal Zero => default;

    /// <summary>1.</summary>
    public static WideReal One { get; } = new(1, 0);

    /// <summary>In [1, 2), or 0.</summary>
    public double Significand { get; }

    /// <summary>The power of two; 0 for the number 0.</summary>
    public long Exponent { get; }

    /// <summary>True for 0.</summary>
    public bool IsZero => Significand == 0;

    /// <summary>The finite nonnegative double times 2^shift, exactly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The double is negative, infinite or NaN.</exception>
    public static WideReal Of(double value, long shift = 0)
    {
        if (!(value >= 0) || double.IsInfinity(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), "A finite nonnegative number is needed.");
        }

        if (value == 0)
        {
            return Zero;
        }

        int exponent = Math.ILogB(value);
        return new WideReal(Math.ScaleB(value, -exponent), exponent + Math.Clamp(shift, -2 * LargestExponent, 2 * LargestExponent));
    }

    /// <summary>The nonnegative rational, rounded to the nearest 53-bit significand.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rational is negative.</exception>
    public static WideReal Of(Rational value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value.Sign, nameof(value));
        if (value.Sign == 0)
        {
            return Zero;
        }

        // The quotient has 64 or 65 bits below its leading one; a sticky bit keeps a tie from being invented.
        long shift = 65 - (value.Numerator.GetBitLength() - value.Denominator.GetBitLength());
        BigInteger numerator = shift > 0 ? value.Numerator << (int)shift : value.Numerator;
        BigInteger denominator = shift < 0 ? value.Denominator << (int)-shift : value.Denominator;
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        int excess = (int)quotient.GetBitLength() - 63;
        ulong leading = (ulong)(quotient >> excess);
        bool sticky = !remainder.IsZero || (quotient & ((BigInteger.One << excess) - 1)) != 0;
        return Of((double)(long)(leading | (sticky ? 1UL : 0UL)), excess - shift);
    }

    /// <summary>e^x.</summary>
    public static WideReal Exp(double x)
    {
        double whole = Math.Round(x / Ln2);
        return whole is > -LargestExponent and < LargestExponent
            ? Of(Math.Exp(Math.FusedMultiplyAdd(-whole, Ln2, x) - (whole * Ln2Tail)), (long)whole)
            : new WideReal(1, x > 0 ? LargestExponent : -LargestExponent);
    }

    /// <summary>x · y.</summary>
    public static WideReal operator *(WideReal x, WideReal y) => x.IsZero
        || y.IsZero ? Zero : Of(x.Significand * y.Significand, x.Exponent + y.Exponent);

    /// <summary>x / y.</summary>
    /// <exception cref="DivideByZeroException">y is 0.</exception>
    public static WideReal operator /(WideReal x, WideReal y) => y.IsZero ? throw new DivideByZeroException("A number is divided by 0.")
        : x.IsZero ? Zero : Of(x.Significand / y.Significand, x.Exponent - y.Exponent);

    /// <summary>x + y.</summary>
    public static WideReal operator +(WideReal x, WideReal y) => Sum([x, y]);

    /// <summary>x &lt; y.</summary>
    public static bool operator <(WideReal x, WideReal y) => x.CompareTo(y) < 0;

    /// <summary>x &gt; y.</summary>
    public static bool operator >(WideReal x, WideReal y) => x.CompareTo(y) > 0;

    /// <summary>x ≤ y.</summary>
    public static bool operator <=(WideReal x, WideReal y) => x.CompareTo(y) <= 0;

    /// <summary>x ≥ y.</summary>
    public static bool operator >=(WideReal x, WideReal y) => x.CompareTo(y) >= 0;

    /// <summary>Σ x_i by compensated summation on the scale of the largest.</summary>
    public static WideReal Sum(ReadOnlySpan<WideReal> values)
    {
        WideReal largest = Zero;
        foreach (WideReal value in values)
        {
            largest = value > largest ? value : largest;
        }

        CompensatedSum sum = default;
        foreach (WideReal value in values)
        {
            long shift = value.Exponent - largest.Exponent;
            if (!value.IsZero && shift > -IrrelevantShift)
            {
                sum.Add(Math.ScaleB(value.Significand, (int)shift));
            }
        }

        return Of(sum.Total, largest.Exponent);
    }

    /// <summary>Π x_i; 1 for none.</summary>
    public static WideReal Product(ReadOnlySpan<WideReal> values)
    {
        WideReal product = One;
        foreach (WideReal value in values)
        {
            product *= value;
        }

        return product;
    }

    /// <summary>√x.</summary>
    public static WideReal Sqrt(WideReal x) => x.IsZero ? Zero
        : Of(Math.Sqrt((x.Exponent & 1) == 0 ? x.Significand : 2 * x.Significand), x.Exponent >> 1);

    /// <summary>x^q for a finite q; 0^0 = 1.</summary>
    /// <exception cref="DivideByZeroException">x = 0 and q is negative.</exception>
    public static WideReal Pow(WideReal x, double q)
    {
        if (x.IsZero)
        {
            return q < 0 ? throw new DivideByZeroException("0 has no negative power.") : q == 0 ? One : Zero;
        }

        if (Math.Abs(q) > LargestDirectPower)
        {
            // Squaring doubles the exponent, which saturates; the depth is log2(|q|/512).
            WideReal half = Pow(x, q / 2);
            return half * half;
        }

        double high = ErrorFree.TwoProduct(q, x.Exponent, out double low);
        double whole = Math.Round(high);
        return Of(Math.Pow(x.Significand, q) * Math.Pow(2, high - whole + low), (long)whole);
    }

    /// <summary>The nearest double (for subnormal results nearly so), ∞ above the range and 0 below it.</summary>
    public double ToDouble() => Math.ScaleB(Significand, (int)Math.Clamp(Exponent, -4000, 4000));

    /// <summary>Natural logarithm; −∞ for 0.</summary>
    public double Log() => IsZero ? double.NegativeInfinity
        : Math.Abs(Exponent) < 1000 ? Math.Log(ToDouble()) : Math.Log(Significand) + (Exponent * Ln2);

    /// <summary>Decimal logarithm; −∞ for 0.</summary>
    public double Log10() => IsZero ? double.NegativeInfinity
        : Math.Abs(Exponent) < 1000 ? Math.Log10(ToDouble()) : Math.Log10(Significand) + (Exponent * Math.Log10(2));

    /// <inheritdoc/>
    public int CompareTo(WideReal other) => IsZero || other.IsZero || Exponent == other.Exponent
        ? Significand.CompareTo(other.Significand)
        : Exponent.CompareTo(other.Exponent);

    /// <summary>"significand·2^exponent".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Significand:R}·2^{Exponent}");
}
