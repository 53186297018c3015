using System.Globalization;
using System.Numerics;

namespace LowRank.Samples;

/// <summary>m·2^e with a mantissa of the working precision and an exponent that never overflows.</summary>
internal readonly record struct Wide : IComparable<Wide>
{
    private readonly double m;
    private readonly long e;

    public Wide(double mantissa, long exponent = 0)
    {
        if (mantissa == 0)
        {
            return;
        }

        int shift = Math.ILogB(mantissa) + 1;
        m = Math.ScaleB(mantissa, -shift);
        if (Single)
        {
            m = (float)m;
        }

        e = exponent + shift;
        if (Math.Abs(m) == 1)
        {
            m /= 2;
            e++;
        }
    }

    /// <summary>Whether everything is rounded to float32; set once, before the first number.</summary>
    public static bool Single { get; set; }

    public static Wide Zero => default;

    public static Wide One { get; } = new(1);

    public bool IsZero => m == 0;

    /// <summary>As a double; 0 or infinity beyond its range.</summary>
    public double Value => Math.ScaleB(m, (int)Math.Clamp(e, -5000, 5000));

    public double Log2 => Math.Abs(e) < 1000 ? Math.Log2(Value) : Math.Log2(m) + e;

    public double Log10 => IsZero ? double.NegativeInfinity : new Wide(Log2 * Math.Log10(2)).Value;

    public static implicit operator Wide(double x) => new(x);

    public static implicit operator Wide(int x) => new(x);

    public static Wide operator +(Wide x, Wide y)
    {
        (Wide big, Wide small) = y.IsZero || (!x.IsZero && x.e >= y.e) ? (x, y) : (y, x);
        return new Wide(big.m + Math.ScaleB(small.m, (int)Math.Max(small.e - big.e, -200)), big.e);
    }

    public static Wide operator -(Wide x) => new(-x.m, x.e);

    public static Wide operator -(Wide x, Wide y) => x + -y;

    public static Wide operator *(Wide x, Wide y) => new(x.m * y.m, x.e + y.e);

    public static Wide operator /(Wide x, Wide y) => y.IsZero ? throw new DivideByZeroException() : new Wide(x.m / y.m, x.e - y.e);

    public static bool operator <(Wide x, Wide y) => (x - y).m < 0;

    public static bool operator >(Wide x, Wide y) => (x - y).m > 0;

    public static bool operator <=(Wide x, Wide y) => (x - y).m <= 0;

    public static bool operator >=(Wide x, Wide y) => (x - y).m >= 0;

    public static Wide Min(Wide x, Wide y) => x < y ? x : y;

    public static Wide Max(Wide x, Wide y) => x > y ? x : y;

    /// <summary>x^p for x ≥ 0; 0^0 is 1.</summary>
    public static Wide Pow(Wide x, Wide p)
    {
        if (p.IsZero || x == One)
        {
            return One;
        }

        if (x.IsZero)
        {
            return Zero;
        }

        double power = (new Wide(x.Log2) * p).Value, whole = Math.Floor(power);
        return Math.Abs(whole) < 1e18 ? new Wide(Math.Pow(2, power - whole), (long)whole)
            : throw new OverflowException("the exponent of a power exceeds 64 bits");
    }

    public static Wide Sqrt(Wide x)
    {
        int odd = (int)(x.e & 1);
        return new Wide(Math.Sqrt(Math.ScaleB(x.m, odd)), (x.e - odd) / 2);
    }

    public static Wide Log(Wide x) => Math.Abs(x.e) < 1000 ? Math.Log(x.Value) : Math.Log(x.m) + (x.e * Math.Log(2));

    /// <summary>ln(1 + x), accurate for small x.</summary>
    public static Wide LogPlusOne(Wide x)
    {
        double v = x.Value, sum = 1 + v;
        return x.e > 100 ? Log(x) : x.e < -60 || sum == 1 ? x : Math.Log(sum) * (v / (sum - 1));
    }

    public static Wide Sum(IEnumerable<Wide> items) => items.Aggregate(Zero, (a, b) => a + b);

    public static Wide Product(IEnumerable<Wide> items) => items.Aggregate(One, (a, b) => a * b);

    /// <summary>The exact rational that a text spells ("1/3", "0.1", "1e-400"), rounded once.</summary>
    public static Wide Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 1 ? ParseDecimal(parts[0]) : ParseDecimal(parts[0]) / ParseDecimal(parts[1]);
    }

    public int CompareTo(Wide other) => this < other ? -1 : this > other ? 1 : 0;

    private static Wide ParseDecimal(string text)
    {
        double near = double.Parse(text, CultureInfo.InvariantCulture);
        if (near != 0 && double.IsNormal(near))
        {
            return near;
        }

        string[] parts = text.ToUpperInvariant().Split('E');
        int point = parts[0].IndexOf('.', StringComparison.Ordinal), decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        BigInteger digits = BigInteger.Parse(parts[0].Replace(".", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);
        int exponent = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - decimals;
        return exponent >= 0 ? Of(digits * BigInteger.Pow(10, exponent), BigInteger.One) : Of(digits, BigInteger.Pow(10, -exponent));
    }

    private static Wide Of(BigInteger numerator, BigInteger denominator)
    {
        if (numerator.IsZero)
        {
            return Zero;
        }

        int shift = (int)(BigInteger.Abs(numerator).GetBitLength() - denominator.GetBitLength()) - 80;
        BigInteger quotient = shift >= 0 ? numerator / (denominator << shift) : (numerator << -shift) / denominator;
        return new Wide((double)quotient, shift);
    }
}
