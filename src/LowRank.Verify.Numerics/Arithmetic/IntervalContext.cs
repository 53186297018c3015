using System.Numerics;

namespace LowRank.Verify.Arithmetic;

/// <summary>
/// Interval arithmetic at a chosen precision: lower ends are rounded down, upper ends up, by MPFR. The promise of every
/// operation: the returned interval contains the exact result for every choice of points in the arguments.
/// Operations that are not defined everywhere return an <see cref="Outcome{T}"/>.
/// </summary>
public sealed partial class IntervalContext
{
    /// <summary>A context whose results carry <paramref name="precision"/> bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The precision is not in [2, 2^24].</exception>
    public IntervalContext(int precision)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, BigFloat.MinimumPrecision);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, BigFloat.MaximumPrecision);
        Precision = precision;
    }

    /// <summary>Bits carried by results.</summary>
    public int Precision { get; }

    /// <summary>The enclosure of a rational: a point when it is representable.</summary>
    public Interval Of(Rational value) => new(
        BigFloat.Of(value, Precision, Rounding.Down),
        BigFloat.Of(value, Precision, Rounding.Up));

    /// <summary>The enclosure of a decimal or fraction such as "0.1" or "1/3".</summary>
    /// <exception cref="FormatException">The text is not a number.</exception>
    public Interval Parse(string text) => Of(Rational.Parse(text));

    /// <summary>π.</summary>
    public Interval Pi() => new(BigFloat.Pi(Precision, Rounding.Down), BigFloat.Pi(Precision, Rounding.Up));

    /// <summary>x + y.</summary>
    public Interval Add(Interval x, Interval y) => new(
        BigFloat.Add(x.Lower, y.Lower, Precision, Rounding.Down),
        BigFloat.Add(x.Upper, y.Upper, Precision, Rounding.Up));

    /// <summary>x − y.</summary>
    public Interval Subtract(Interval x, Interval y) => Add(x, Negate(y));

    /// <summary>−x.</summary>
    public static Interval Negate(Interval x) => new(BigFloat.Negate(x.Upper), BigFloat.Negate(x.Lower));

    /// <summary>|x|.</summary>
    public static Interval Abs(Interval x) => x.Lower.Sign >= 0 ? x
        : x.Upper.Sign <= 0 ? Negate(x)
        : new Interval(BigFloat.Zero, BigFloat.Max(BigFloat.Negate(x.Lower), x.Upper));

    /// <summary>min(x, y).</summary>
    public static Interval Min(Interval x, Interval y) => new(BigFloat.Min(x.Lower, y.Lower), BigFloat.Min(x.Upper, y.Upper));

    /// <summary>max(x, y).</summary>
    public static Interval Max(Interval x, Interval y) => new(BigFloat.Max(x.Lower, y.Lower), BigFloat.Max(x.Upper, y.Upper));

    /// <summary>⌊x⌋: the hull of the possible values, exact ends.</summary>
    public static Interval Floor(Interval x) => new(
        BigFloat.RoundToInteger(x.Lower, Rounding.Down), BigFloat.RoundToInteger(x.Upper, Rounding.Down));

    /// <summary>⌈x⌉: the hull of the possible values, exact ends.</summary>
    public static Interval Ceiling(Interval x) => new(
        BigFloat.RoundToInteger(x.Lower, Rounding.Up), BigFloat.RoundToInteger(x.Upper, Rounding.Up));

    /// <summary>x · y; 0 · ∞ is 0, since an infinite end stands for arbitrarily large finite numbers.</summary>
    public Interval Multiply(Interval x, Interval y)
    {
        if (x.Lower.Sign >= 0 && y.Lower.Sign >= 0)
        {
            return new Interval(Product(x.Lower, y.Lower, Rounding.Down), Product(x.Upper, y.Upper, Rounding.Up));
        }

        // One factor of one sign: the ends of the product are products of the ends that the signs single out.
        bool isSigned = x.Lower.Sign >= 0 || x.Upper.Sign <= 0;
        if (!isSigned && (y.Lower.Sign >= 0 || y.Upper.Sign <= 0))
        {
            (x, y, isSigned) = (y, x, true);
        }

        if (!isSigned)
        {
            return new Interval(
                BigFloat.Min(Product(x.Lower, y.Upper, Rounding.Down), Product(x.Upper, y.Lower, Rounding.Down)),
                BigFloat.Max(Product(x.Lower, y.Lower, Rounding.Up), Product(x.Upper, y.Upper, Rounding.Up)));
        }

        (BigFloat least, BigFloat greatest) = x.Lower.Sign >= 0 ? (y.Lower, y.Upper) : (y.Upper, y.Lower);
        return new Interval(
            Product(least.Sign >= 0 ? x.Lower : x.Upper, least, Rounding.Down),
            Product(greatest.Sign >= 0 ? x.Upper : x.Lower, greatest, Rounding.Up));
    }

    /// <summary>x², never negative.</summary>
    public Interval Square(Interval x)
    {
        Interval size = Abs(x);
        return Multiply(size, size);
    }

    /// <summary>The sum of all terms, each addition rounded outward; 0 for none.</summary>
    public Interval Sum(IEnumerable<Interval> terms) => terms.Aggregate(Interval.Zero, Add);

    /// <summary>[x − r, x + r], r ≥ 0.</summary>
    public Interval Widen(Interval x, BigFloat radius)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new Interval(
            BigFloat.Subtract(x.Lower, radius, Precision, Rounding.Down),
            BigFloat.Add(x.Upper, radius, Precision, Rounding.Up));
    }

    /// <summary>eˣ.</summary>
    public Interval Exp(Interval x) => new(
        BigFloat.Exp(x.Lower, Precision, Rounding.Down),
        BigFloat.Exp(x.Upper, Precision, Rounding.Up));

    /// <summary>cosh x.</summary>
    public Interval Cosh(Interval x)
    {
        Interval size = Abs(x);
        return new Interval(
            BigFloat.Cosh(size.Lower, Precision, Rounding.Down),
            BigFloat.Cosh(size.Upper, Precision, Rounding.Up));
    }

    /// <summary>sinh x.</summary>
    public Interval Sinh(Interval x) => new(
        BigFloat.Sinh(x.Lower, Precision, Rounding.Down),
        BigFloat.Sinh(x.Upper, Precision, Rounding.Up));

    /// <summary>x rounded outward to this context's precision.</summary>
    public Interval Round(Interval x) => new(
        BigFloat.Round(x.Lower, Precision, Rounding.Down),
        BigFloat.Round(x.Upper, Precision, Rounding.Up));

    private BigFloat Product(BigFloat a, BigFloat b, Rounding rounding) =>
        a.IsZero || b.IsZero ? BigFloat.Zero : BigFloat.Multiply(a, b, Precision, rounding);

    private static Interval Extremes(ReadOnlySpan<(BigFloat A, BigFloat B)> corners, Func<BigFloat, BigFloat, Rounding, BigFloat> operation)
    {
        BigFloat? lower = null, upper = null;
        foreach ((BigFloat a, BigFloat b) in corners)
        {
            BigFloat down = operation(a, b, Rounding.Down), up = operation(a, b, Rounding.Up);
            lower = lower is null ? down : BigFloat.Min(lower, down);
            upper = upper is null ? up : BigFloat.Max(upper, up);
        }

        return new Interval(lower!, upper!);
    }
}
