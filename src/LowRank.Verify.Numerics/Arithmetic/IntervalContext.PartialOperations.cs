namespace LowRank.Verify.Arithmetic;

/// <content>The operations that are not defined for every argument.</content>
public sealed partial class IntervalContext
{
    /// <summary>x / y. Undecided when y contains 0 and other numbers; outside the domain when y is 0.</summary>
    public Outcome<Interval> Divide(Interval x, Interval y)
    {
        if (y.ContainsZero)
        {
            return y.IsPoint
                ? Outcome<Interval>.OutsideDomain("division by 0")
                : Outcome<Interval>.Undecided("division by an enclosure that contains 0");
        }

        // y has one sign: the ends of the quotient are quotients of the ends that the signs single out.
        (BigFloat least, BigFloat greatest) = y.Lower.Sign > 0 ? (x.Lower, x.Upper) : (x.Upper, x.Lower);
        return Outcome<Interval>.Of(new Interval(
            Quotient(least, least.Sign >= 0 ? y.Upper : y.Lower, Rounding.Down),
            Quotient(greatest, greatest.Sign >= 0 ? y.Lower : y.Upper, Rounding.Up)));
    }

    /// <summary>√x. Outside the domain when x &lt; 0; when x reaches below 0, the root of its non-negative part is undecided.</summary>
    public Outcome<Interval> Sqrt(Interval x) =>
        x.Upper.Sign < 0 ? Outcome<Interval>.OutsideDomain("square root of a negative number")
        : x.Lower.Sign < 0 ? Outcome<Interval>.Undecided("square root of an enclosure that reaches below 0")
        : Outcome<Interval>.Of(new Interval(
            BigFloat.Sqrt(x.Lower, Precision, Rounding.Down),
            BigFloat.Sqrt(x.Upper, Precision, Rounding.Up)));

    /// <summary>ln x. Outside the domain when x ≤ 0; undecided when x reaches down to 0 or below.</summary>
    public Outcome<Interval> Log(Interval x) =>
        Logarithm(x, BigFloat.Log);

    /// <summary>log₁₀ x, with the domain of <see cref="Log"/>.</summary>
    public Outcome<Interval> Log10(Interval x) =>
        Logarithm(x, BigFloat.Log10);

    /// <summary>arccos x. Outside the domain when |x| &gt; 1; undecided when x reaches beyond [−1, 1].</summary>
    public Outcome<Interval> Arccos(Interval x) => WithinOne(x, "arccosine") ?? Outcome<Interval>.Of(new Interval(
        BigFloat.Arccos(x.Upper, Precision, Rounding.Down),
        BigFloat.Arccos(x.Lower, Precision, Rounding.Up)));

    /// <summary>arcsin x, with the domain of <see cref="Arccos"/>.</summary>
    public Outcome<Interval> Arcsin(Interval x) => WithinOne(x, "arcsine") ?? Outcome<Interval>.Of(new Interval(
        BigFloat.Arcsin(x.Lower, Precision, Rounding.Down),
        BigFloat.Arcsin(x.Upper, Precision, Rounding.Up)));

    /// <summary>
    /// x^y for x ≥ 0: the hull over the box, by its corners (x^y is monotone in each variable on either side of x = 1 and y = 0).
    /// 0^0 = 1 only for the point exponent 0. For a point integer exponent the base may be negative.
    /// Outside the domain: negative base with a non-integer exponent; 0 to a negative power. Undecided where the box straddles these.
    /// </summary>
    public Outcome<Interval> Pow(Interval x, Interval y)
    {
        if (y.IsPoint && y.IsBounded && BigFloat.RoundToInteger(y.Lower, Rounding.Down) == y.Lower)
        {
            if (BigFloat.Abs(y.Lower) < BigFloat.Of(1L << 62))
            {
                return Pow(x, (long)y.Lower.ToRational().Numerator);
            }

            if (x.Lower.Sign < 0)
            {
                return Outcome<Interval>.Undecided("a negative number to an integer power of 2^62 or more");
            }
        }

        if (x.Upper.Sign < 0)
        {
            return Outcome<Interval>.OutsideDomain("a negative number to a power that is not an integer");
        }

        if (x.Lower.Sign < 0)
        {
            return Outcome<Interval>.Undecided("a power of an enclosure that reaches below 0");
        }

        if (x.Lower.IsZero && y.Lower.Sign < 0)
        {
            return x.IsPoint && y.Upper.Sign < 0
                ? Outcome<Interval>.OutsideDomain("0 to a negative power")
                : Outcome<Interval>.Undecided("a negative power of an enclosure that contains 0");
        }

        // 0^y is 0 for y > 0 and 1 at y = 0: the corners see both when y reaches 0. x^y for x < 1 near y = 0 stays below 1.
        if (y.Lower.Sign < 0 && y.Upper.Sign > 0)
        {
            Span<(BigFloat A, BigFloat B)> corners = [(x.Lower, y.Lower), (x.Lower, y.Upper), (x.Upper, y.Lower), (x.Upper, y.Upper)];
            return Outcome<Interval>.Of(Extremes(corners, (a, b, rounding) => BigFloat.Pow(a, b, Precision, rounding)));
        }

        // An exponent of one sign singles out the base; that the exponent, by the side of 1 on which it lies.
        (BigFloat least, BigFloat greatest) = y.Lower.Sign >= 0 ? (x.Lower, x.Upper) : (x.Upper, x.Lower);
        return Outcome<Interval>.Of(new Interval(
            BigFloat.Pow(least, least >= BigFloat.One ? y.Lower : y.Upper, Precision, Rounding.Down),
            BigFloat.Pow(greatest, greatest >= BigFloat.One ? y.Upper : y.Lower, Precision, Rounding.Up)));
    }

    /// <summary>xⁿ for an integer n, |n| &lt; 2^62; 0⁰ = 1. Outside the domain: 0 to a negative power.</summary>
    public Outcome<Interval> Pow(Interval x, long n)
    {
        if (n == 0)
        {
            return Outcome<Interval>.Of(Interval.One);
        }

        if (n < 0 && x.ContainsZero)
        {
            return x.IsPoint
                ? Outcome<Interval>.OutsideDomain("0 to a negative power")
                : Outcome<Interval>.Undecided("a negative power of an enclosure that contains 0");
        }

        if (n % 2 == 0)
        {
            x = Abs(x);
        }

        // xⁿ rises with x for n > 0 and falls for n < 0, on either side of 0.
        (BigFloat least, BigFloat greatest) = n > 0 ? (x.Lower, x.Upper) : (x.Upper, x.Lower);
        return Outcome<Interval>.Of(new Interval(
            BigFloat.Pow(least, n, Precision, Rounding.Down),
            BigFloat.Pow(greatest, n, Precision, Rounding.Up)));
    }

    private static Outcome<Interval>? WithinOne(Interval x, string function)
    {
        BigFloat one = BigFloat.One, minusOne = BigFloat.Negate(one);
        return x.Upper < minusOne || x.Lower > one ? Outcome<Interval>.OutsideDomain($"{function} of a number outside [-1, 1]")
            : x.Lower < minusOne || x.Upper > one ? Outcome<Interval>.Undecided($"{function} of an enclosure that reaches beyond [-1, 1]")
            : null;
    }

    private Outcome<Interval> Logarithm(Interval x, Func<BigFloat, int, Rounding, BigFloat> logarithm) =>
        x.Upper.Sign <= 0 ? Outcome<Interval>.OutsideDomain("logarithm of a number that is not positive")
        : x.Lower.Sign <= 0 ? Outcome<Interval>.Undecided("logarithm of an enclosure that reaches down to 0")
        : Outcome<Interval>.Of(new Interval(
            logarithm(x.Lower, Precision, Rounding.Down),
            logarithm(x.Upper, Precision, Rounding.Up)));

    // An infinite end stands for arbitrarily large finite numbers: the quotient of two of them may be anything of that sign.
    private BigFloat Quotient(BigFloat a, BigFloat b, Rounding rounding)
    {
        if (!a.IsInfinite || !b.IsInfinite)
        {
            return BigFloat.Divide(a, b, Precision, rounding);
        }

        bool positive = a.Sign == b.Sign;
        return rounding == Rounding.Up
            ? positive ? BigFloat.PositiveInfinity : BigFloat.Zero
            : positive ? BigFloat.Zero : BigFloat.NegativeInfinity;
    }
}
