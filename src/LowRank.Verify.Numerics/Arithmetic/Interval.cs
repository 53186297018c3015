using System.Numerics;

namespace LowRank.Verify.Arithmetic;

/// <summary>
/// A closed interval [lower, upper] of real numbers; an end may be infinite. It encloses a real number: every operation of
/// <see cref="IntervalContext"/> returns an interval that contains the exact result for every choice of points in its arguments.
/// </summary>
public sealed record Interval
{
    /// <summary>The interval [lower, upper].</summary>
    /// <exception cref="ArgumentException">lower &gt; upper.</exception>
    public Interval(BigFloat lower, BigFloat upper)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        if (lower > upper)
        {
            throw new ArgumentException("The lower end of an interval must not exceed its upper end.", nameof(lower));
        }

        Lower = lower;
        Upper = upper;
    }

    /// <summary>The interval [0, 0].</summary>
    public static Interval Zero { get; } = new(BigFloat.Zero, BigFloat.Zero);

    /// <summary>The interval [1, 1].</summary>
    public static Interval One { get; } = new(BigFloat.One, BigFloat.One);

    /// <summary>The lower end.</summary>
    public BigFloat Lower { get; }

    /// <summary>The upper end.</summary>
    public BigFloat Upper { get; }

    /// <summary>True when both ends are the same number.</summary>
    public bool IsPoint => Lower == Upper;

    /// <summary>True when neither end is infinite.</summary>
    public bool IsBounded => Lower.IsFinite && Upper.IsFinite;

    /// <summary>The double as a point interval.</summary>
    public static Interval Of(double value)
    {
        BigFloat point = BigFloat.Of(value);
        return new Interval(point, point);
    }

    /// <summary>The integer as a point interval.</summary>
    public static Interval Of(long value)
    {
        BigFloat point = BigFloat.Of(value);
        return new Interval(point, point);
    }

    /// <summary>The integer as a point interval, exactly.</summary>
    public static Interval Of(BigInteger value)
    {
        BigFloat point = BigFloat.Of(value);
        return new Interval(point, point);
    }

    /// <summary>The interval between two doubles.</summary>
    public static Interval Of(double lower, double upper) => new(BigFloat.Of(lower), BigFloat.Of(upper));

    /// <summary>x·2^k, exact.</summary>
    /// <exception cref="OverflowException">An end leaves the range of exponents.</exception>
    public static Interval Scale(Interval x, long k)
    {
        ArgumentNullException.ThrowIfNull(x);
        return k == 0 ? x : new(BigFloat.Scale(x.Lower, k), BigFloat.Scale(x.Upper, k));
    }

    /// <summary>True when 0 lies in the interval.</summary>
    public bool ContainsZero => Lower.Sign <= 0 && Upper.Sign >= 0;

    /// <summary>True when the number lies in the interval.</summary>
    public bool Contains(BigFloat value) => Lower <= value && value <= Upper;

    /// <summary>True when the rational lies in the interval; decided exactly.</summary>
    public bool Contains(Rational value) =>
        (Lower.IsInfinite ? Lower.Sign < 0 : Lower.ToRational() <= value)
            && (Upper.IsInfinite ? Upper.Sign > 0 : value <= Upper.ToRational());

    /// <summary>True when the other interval lies inside this one.</summary>
    public bool Contains(Interval other) => Lower <= other.Lower && other.Upper <= Upper;

    /// <summary>True when the two intervals share a point.</summary>
    public bool Overlaps(Interval other) => Lower <= other.Upper && other.Lower <= Upper;

    /// <summary>The smallest interval that contains both.</summary>
    public Interval Hull(Interval other) => new(BigFloat.Min(Lower, other.Lower), BigFloat.Max(Upper, other.Upper));

    /// <summary>The points common to both, or null when there is none.</summary>
    public Interval? Intersect(Interval other)
    {
        BigFloat lower = BigFloat.Max(Lower, other.Lower), upper = BigFloat.Min(Upper, other.Upper);
        return lower <= upper ? new Interval(lower, upper) : null;
    }

    /// <summary>The largest double at most the lower end.</summary>
    public double LowerDouble => Lower.ToDouble(Rounding.Down);

    /// <summary>The smallest double at least the upper end.</summary>
    public double UpperDouble => Upper.ToDouble(Rounding.Up);

    /// <summary>A double near the middle; not certified.</summary>
    public double Midpoint
    {
        get
        {
            double low = Lower.ToDouble(Rounding.Nearest), high = Upper.ToDouble(Rounding.Nearest);
            return low == high ? low : (0.5 * low) + (0.5 * high);
        }
    }

    /// <summary>
    /// The largest d ≤ <paramref name="cap"/> such that the width is at most 10^−d · max(|lower|, |upper|), i.e. the number of
    /// significant digits that the interval determines; <paramref name="cap"/> for a point, 0 when not even one is determined.
    /// </summary>
    public int Digits(int cap)
    {
        if (IsPoint)
        {
            return cap;
        }

        if (!IsBounded)
        {
            return 0;
        }

        BigFloat size = BigFloat.Max(BigFloat.Abs(Lower), BigFloat.Abs(Upper));
        BigFloat relative = BigFloat.Divide(BigFloat.Subtract(Upper, Lower, Bits.Size, Rounding.Up), size, Bits.Size, Rounding.Up);
        double digits = -BigFloat.Log10(relative, Bits.Size, Rounding.Up).ToDouble(Rounding.Up);
        return (int)Math.Clamp(Math.Floor(digits), 0, cap);
    }

    /// <summary>"[lower, upper]" with seventeen digits, rounded outward.</summary>
    public override string ToString() => $"[{LowerDecimal(17)}, {UpperDecimal(17)}]";

    /// <summary>The lower end as a decimal string of at most <paramref name="digits"/> significant digits, rounded down.</summary>
    public string LowerDecimal(int digits) => Lower.ToDecimal(digits, Rounding.Down);

    /// <summary>The upper end as a decimal string of at most <paramref name="digits"/> significant digits, rounded up.</summary>
    public string UpperDecimal(int digits) => Upper.ToDecimal(digits, Rounding.Up);
}
