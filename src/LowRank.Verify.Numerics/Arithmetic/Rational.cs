using System.Globalization;
using System.Numerics;

namespace LowRank.Verify.Arithmetic;

/// <summary>An exact rational number in lowest terms with a positive denominator.</summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    /// <summary>Largest decimal exponent, in size, that <see cref="Parse"/> accepts.</summary>
    public const int MaximumDecimalExponent = 1_000_000;

    private readonly BigInteger denominator;

    /// <summary>numerator / denominator, reduced.</summary>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException("A rational needs a denominator other than 0.");
        }

        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0)
        {
            divisor = -divisor;
        }

        Numerator = numerator / divisor;
        this.denominator = denominator / divisor;
    }

    /// <summary>0.</summary>
    public static Rational Zero { get; } = new(BigInteger.Zero, BigInteger.One);

    /// <summary>1.</summary>
    public static Rational One { get; } = new(BigInteger.One, BigInteger.One);

    /// <summary>The numerator, coprime to the denominator.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The denominator, positive.</summary>
    public BigInteger Denominator => denominator.IsZero ? BigInteger.One : denominator;

    /// <summary>True when the denominator is 1.</summary>
    public bool IsInteger => Denominator.IsOne;

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>The integer, exactly.</summary>
    public static Rational Of(BigInteger value) => new(value, BigInteger.One);

    /// <summary>The finite double, exactly.</summary>
    /// <exception cref="ArgumentException">The double is NaN or infinite.</exception>
    public static Rational Of(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("Only a finite double is a rational.", nameof(value));
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long fraction = bits & 0xFFFFFFFFFFFFFL;
        long mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        int shift = Math.Max(exponent, 1) - 1075;
        BigInteger signed = bits < 0 ? -new BigInteger(mantissa) : mantissa;
        return shift >= 0 ? Of(signed << shift) : new Rational(signed, BigInteger.One << -shift);
    }

    /// <summary>Parses an integer, a decimal ("0.1", "1e-400") or a fraction of two of these ("1/3"), exactly.</summary>
    /// <exception cref="FormatException">The text is none of these, or its exponent is beyond 10^±1000000.</exception>
    public static Rational Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return ParseDecimal(text.AsSpan().Trim(), text);
        }

        Rational bottom = ParseDecimal(text.AsSpan(slash + 1).Trim(), text);
        return bottom.Sign == 0
            ? throw new FormatException($"'{text}' divides by 0.")
            : ParseDecimal(text.AsSpan(0, slash).Trim(), text) / bottom;
    }

    /// <summary>x + y.</summary>
    public static Rational operator +(Rational x, Rational y) =>
        new((x.Numerator * y.Denominator) + (y.Numerator * x.Denominator), x.Denominator * y.Denominator);

    /// <summary>x − y.</summary>
    public static Rational operator -(Rational x, Rational y) =>
        new((x.Numerator * y.Denominator) - (y.Numerator * x.Denominator), x.Denominator * y.Denominator);

    /// <summary>−x.</summary>
    public static Rational operator -(Rational x) => new(-x.Numerator, x.Denominator);

    /// <summary>x · y.</summary>
    public static Rational operator *(Rational x, Rational y) => new(x.Numerator * y.Numerator, x.Denominator * y.Denominator);

    /// <summary>x / y.</summary>
    /// <exception cref="DivideByZeroException">y is 0.</exception>
    public static Rational operator /(Rational x, Rational y) => new(x.Numerator * y.Denominator, x.Denominator * y.Numerator);

    /// <summary>x &lt; y.</summary>
    public static bool operator <(Rational x, Rational y) => x.CompareTo(y) < 0;

    /// <summary>x &gt; y.</summary>
    public static bool operator >(Rational x, Rational y) => x.CompareTo(y) > 0;

    /// <summary>x ≤ y.</summary>
    public static bool operator <=(Rational x, Rational y) => x.CompareTo(y) <= 0;

    /// <summary>x ≥ y.</summary>
    public static bool operator >=(Rational x, Rational y) => x.CompareTo(y) >= 0;

    /// <summary>Equality of values.</summary>
    public static bool operator ==(Rational x, Rational y) => x.Equals(y);

    /// <summary>Inequality of values.</summary>
    public static bool operator !=(Rational x, Rational y) => !x.Equals(y);

    /// <summary>|x|.</summary>
    public static Rational Abs(Rational x) => x.Sign < 0 ? -x : x;

    /// <summary>xⁿ for an integer n; x ≠ 0 if n is negative.</summary>
    public static Rational Pow(Rational x, int n) => n >= 0
        ? new Rational(BigInteger.Pow(x.Numerator, n), BigInteger.Pow(x.Denominator, n))
        : new Rational(BigInteger.Pow(x.Denominator, -n), BigInteger.Pow(x.Numerator, -n));

    /// <summary>The largest integer at most x.</summary>
    public BigInteger Floor()
    {
        BigInteger quotient = BigInteger.DivRem(Numerator, Denominator, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The smallest integer at least x.</summary>
    public BigInteger Ceiling() => -(-this).Floor();

    /// <summary>The nearest double, ties to even; ±∞ beyond the range.</summary>
    public double ToDouble() => BigFloat.Of(this, 53 + Bits.Guard, Rounding.TowardZero) is { } wide && !IsInteger
        ? NearestDouble(wide)
        : BigFloat.Of(Numerator).ToDouble(Rounding.Nearest);

    /// <inheritdoc/>
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <summary>"n" or "n/d".</summary>
    public override string ToString() => IsInteger
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    // Truncation to 117 bits keeps a tie recognisable: the true value is a tie only if the truncated one is and nothing was cut.
    private double NearestDouble(BigFloat truncated)
    {
        double nearest = truncated.ToDouble(Rounding.Nearest);
        double up = Sign > 0 ? truncated.ToDouble(Rounding.Up) : truncated.ToDouble(Rounding.Down);
        double down = truncated.ToDouble(Rounding.TowardZero);
        if (!double.IsFinite(up) || up == down)
        {
            return nearest;
        }

        Rational middle = (Of(up) + Of(down)) / Of(new BigInteger(2));
        int side = Abs(this).CompareTo(Abs(middle));
        return side > 0 ? up : side < 0 ? down : nearest;
    }

    private static Rational ParseDecimal(ReadOnlySpan<char> text, string whole)
    {
        int mark = text.IndexOfAny('e', 'E');
        ReadOnlySpan<char> digits = mark < 0 ? text : text[..mark];
        int exponent = 0;
        if (mark >= 0 && (!int.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            || Math.Abs((long)exponent) > MaximumDecimalExponent))
        {
            throw new FormatException(BigInteger.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out _)
                ? $"'{whole}' is not a decimal number with an exponent within ±{MaximumDecimalExponent}."
                : $"'{whole}' is not a number: write an integer, a decimal or a fraction.");
        }

        int point = digits.IndexOf('.');
        if (point >= 0 && digits[(point + 1)..].IndexOfAny('+', '-') >= 0)
        {
            throw new FormatException($"'{whole}' is not a number: a sign stands after the decimal point.");
        }

        string plain = point < 0 ? digits.ToString() : string.Concat(digits[..point], digits[(point + 1)..]);
        int decimals = point < 0 ? 0 : digits.Length - point - 1;
        if (!BigInteger.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger mantissa))
        {
            throw new FormatException($"'{whole}' is not a number: write an integer, a decimal or a fraction.");
        }

        int power = exponent - decimals;
        return power >= 0
            ? Of(mantissa * BigInteger.Pow(10, power))
            : new Rational(mantissa, BigInteger.Pow(10, -power));
    }
}
