using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Evaluation;

/// <summary>
/// Arithmetic on quantities: exact while the numbers are rational and short, otherwise in intervals that contain the exact result.
/// </summary>
/// <param name="precision">Bits of the interval arithmetic.</param>
/// <param name="rounding">
/// Widens each result to what rounding may make of it; null for the exact value. Integers of up to 24 bits are never widened: every
/// floating-point format of interest computes them exactly, and indices are made of them.
/// </param>
internal sealed class QuantityArithmetic(int precision, Func<Interval, Interval>? rounding = null)
{
    private const int UnroundedBits = 24;

    /// <summary>Rationals longer than this (numerator and denominator together, in bits) are no longer carried exactly.</summary>
    private const long ExactBits = 2048;

    private const int MostPowers = 1024;

    private readonly Dictionary<(Rational Base, Rational Exponent), Quantity> powers = [];

    /// <summary>The interval arithmetic.</summary>
    public IntervalContext Context { get; } = new(precision);

    /// <summary>True when results are widened to what rounding may make of them.</summary>
    public bool IsRounding => rounding is not null;

    private SeriesArithmetic Taylor { get; } = new(new IntervalContext(precision));

    /// <summary>What rounding may make of a result; functions of the variable of an integral are left to the integral.</summary>
    public Quantity Rounded(Quantity x) => rounding is null || x.Series is not null || x.Exact is { IsInteger: true } integer
        && integer.Numerator.GetBitLength() <= UnroundedBits
        ? x
        : Quantity.Of(rounding(x.Enclosure(Context)));

    /// <summary>x + y.</summary>
    public Quantity Add(Quantity x, Quantity y) => (x.Series, y.Series) switch
    {
        ({ } u, { } v) => Quantity.Of(Taylor.Add(u, v)),
        ({ } u, null) => Quantity.Of(Taylor.Add(u, y.Enclosure(Context))),
        (null, { } v) => Quantity.Of(Taylor.Add(v, x.Enclosure(Context))),
        _ => PlainSum(x, y),
    };

    private Quantity PlainSum(Quantity x, Quantity y) => Rounded(BothShort(x, y, out Rational a, out Rational b)
        ? Quantity.Of(a + b)
        : Quantity.Of(Context.Add(x.Enclosure(Context), y.Enclosure(Context))));

    /// <summary>x − y.</summary>
    public Quantity Subtract(Quantity x, Quantity y) => x.Series is not null || y.Series is not null
        ? Add(x, Negate(y))
        : Rounded(BothShort(x, y, out Rational a, out Rational b)
        ? Quantity.Of(a - b)
        : Quantity.Of(Context.Subtract(x.Enclosure(Context), y.Enclosure(Context))));

    /// <summary>x · y.</summary>
    public Quantity Multiply(Quantity x, Quantity y) => (x.Series, y.Series) switch
    {
        ({ } u, { } v) => Quantity.Of(Taylor.Multiply(u, v)),
        ({ } u, null) => Quantity.Of(Taylor.Multiply(u, y.Enclosure(Context))),
        (null, { } v) => Quantity.Of(Taylor.Multiply(v, x.Enclosure(Context))),
        _ => PlainProduct(x, y),
    };

    private Quantity PlainProduct(Quantity x, Quantity y) => Rounded(BothShort(x, y, out Rational a, out Rational b)
        ? Quantity.Of(a * b)
        : Quantity.Of(Context.Multiply(x.Enclosure(Context), y.Enclosure(Context))));

    /// <summary>x / y.</summary>
    public Quantity Divide(Quantity x, Quantity y)
    {
        if (y.Exact is { Sign: 0 })
        {
            throw FormulaFailure.Outside("division by 0");
        }

        if (y.Series is { } v)
        {
            return Quantity.Of(x.Series is { } u ? Taylor.Divide(u, v) : Taylor.Divide(x.Enclosure(Context), v));
        }

        if (x.Series is { } w)
        {
            return Quantity.Of(Taylor.Multiply(w, Need(Context.Divide(Interval.One, y.Enclosure(Context))).Enclosure(Context)));
        }

        return Rounded(BothShort(x, y, out Rational a, out Rational b)
            ? Quantity.Of(a / b)
            : Need(Context.Divide(x.Enclosure(Context), y.Enclosure(Context))));
    }

    /// <summary>x^y; 0^0 is 1.</summary>
    public Quantity Power(Quantity x, Quantity y) => Rounded(ExactPower(x, y));

    private Quantity ExactPower(Quantity x, Quantity y)
    {
        if (x.Series is not null || y.Series is not null)
        {
            return Power(x, y.Series, y);
        }

        if (y.Exact is { IsInteger: true } exponent)
        {
            if (exponent.Sign == 0)
            {
                return Quantity.Of(1);
            }

            if (exponent.Numerator.GetBitLength() > 61)
            {
                return Need(Context.Pow(x.Enclosure(Context), y.Enclosure(Context)));
            }

            long n = (long)exponent.Numerator;
            if (x.Exact is { } basis && BigInteger.Abs(n) * Length(basis) <= ExactBits)
            {
                return n < 0 && basis.Sign == 0 ? throw FormulaFailure.Outside("0 to a negative power")
                    : Quantity.Of(Rational.Pow(basis, (int)n));
            }

            return Need(Context.Pow(x.Enclosure(Context), n));
        }

        if (x.Exact is { Sign: 0 } && y.Exact is { Sign: > 0 })
        {
            return Quantity.Of(0);
        }

        if (x.Exact is { Sign: > 0 } perfect && y.Exact is { } fraction && ExactFraction(perfect, fraction) is { } power)
        {
            return Quantity.Of(power);
        }

        return x.Exact is { } one && one == Rational.One ? x
            : x.Exact is { } a && y.Exact is { } b ? Remembered((a, b), x, y)
            : Need(Context.Pow(x.Enclosure(Context), y.Enclosure(Context)));
    }

    // The constants of an integrand are asked for at every panel.
    private Quantity Remembered((Rational Base, Rational Exponent) key, Quantity x, Quantity y)
    {
        if (powers.TryGetValue(key, out Quantity? known))
        {
            return known;
        }

        Quantity power = Need(Context.Pow(x.Enclosure(Context), y.Enclosure(Context)));
        return powers.Count < MostPowers ? powers[key] = power : power;
    }

    private Quantity Power(Quantity x, Series? exponent, Quantity y) => (x.Series, exponent) switch
    {
        ({ } u, null) when y.Exact is { IsInteger: true } n && n.Numerator.GetBitLength() < 61 =>
            n.Sign == 0 ? Quantity.Of(1) : Quantity.Of(Taylor.Power(u, (long)n.Numerator)),
        ({ } u, null) => Quantity.Of(Taylor.Power(u, y.Enclosure(Context))),
        ({ } u, { } v) => Quantity.Of(Taylor.Power(u, v)),
        _ => Quantity.Of(Taylor.Exp(Taylor.Multiply(exponent!, Need(Context.Log(x.Enclosure(Context))).Enclosure(Context)))),
    };

    /// <summary>−x.</summary>
    public Quantity Negate(Quantity x) => x.Series is { } u ? Quantity.Of(SeriesArithmetic.Negate(u)) : x.Exact is { } value
        ? Quantity.Of(-value) : Quantity.Of(IntervalContext.Negate(x.Enclosure(Context)));

    /// <summary>|x|.</summary>
    public Quantity Abs(Quantity x) => x.Series is { } u ? Quantity.Of(SeriesArithmetic.Abs(u)) : x.Exact is { } value
        ? Quantity.Of(Rational.Abs(value)) : Quantity.Of(IntervalContext.Abs(x.Enclosure(Context)));

    /// <summary>√x; exact for squares of short rationals.</summary>
    public Quantity Sqrt(Quantity x) => x.Series is { } u ? Quantity.Of(Taylor.Sqrt(u))
        : Rounded(x.Exact is { Sign: >= 0 } value && Length(value) <= ExactBits && ExactRoot(value) is { } root
        ? Quantity.Of(root)
        : Need(Context.Sqrt(x.Enclosure(Context))));

    /// <summary>eˣ.</summary>
    public Quantity Exp(Quantity x) => x.Series is { } u ? Quantity.Of(Taylor.Exp(u))
        : Rounded(x.Exact is { Sign: 0 } ? Quantity.Of(1) : Quantity.Of(Context.Exp(x.Enclosure(Context))));

    /// <summary>ln x.</summary>
    public Quantity Log(Quantity x) => x.Series is { } u ? Quantity.Of(Taylor.Log(u))
        : Rounded(x.Exact is { } value && value == Rational.One ? Quantity.Of(0) : Need(Context.Log(x.Enclosure(Context))));

    /// <summary>log₁₀ x.</summary>
    public Quantity Log10(Quantity x) =>
        Rounded(x.Exact is { } value && value == Rational.One ? Quantity.Of(0) : Need(Context.Log10(x.Enclosure(Context))));

    /// <summary>arccos x.</summary>
    public Quantity Arccos(Quantity x) =>
        Rounded(x.Exact is { } value && value == Rational.One ? Quantity.Of(0) : Need(Context.Arccos(Correlation(x))));

    /// <summary>arcsin x.</summary>
    public Quantity Arcsin(Quantity x) => Rounded(x.Exact is { Sign: 0 } ? x : Need(Context.Arcsin(Correlation(x))));

    /// <summary>cosh x.</summary>
    public Quantity Cosh(Quantity x) => Rounded(x.Exact is { Sign: 0 } ? Quantity.Of(1) : Quantity.Of(Context.Cosh(x.Enclosure(Context))));

    /// <summary>sinh x.</summary>
    public Quantity Sinh(Quantity x) => Rounded(x.Exact is { Sign: 0 } ? x : Quantity.Of(Context.Sinh(x.Enclosure(Context))));

    /// <summary>sin x.</summary>
    public Quantity Sin(Quantity x) => Rounded(x.Exact is { Sign: 0 } ? x : Quantity.Of(Context.Sin(x.Enclosure(Context))));

    /// <summary>cos x.</summary>
    public Quantity Cos(Quantity x) => Rounded(x.Exact is { Sign: 0 } ? Quantity.Of(1) : Quantity.Of(Context.Cos(x.Enclosure(Context))));

    /// <summary>erf x.</summary>
    public Quantity Erf(Quantity x) => Rounded(x.Exact is { Sign: 0 } ? x : Quantity.Of(Context.Erf(x.Enclosure(Context))));

    /// <summary>Φ(x).</summary>
    public Quantity NormalDistribution(Quantity x) => Rounded(x.Exact is { Sign: 0 }
        ? Quantity.Of(new Rational(1, 2))
        : Quantity.Of(Context.NormalDistribution(x.Enclosure(Context))));

    /// <summary>E[s(u) s(v)] of the logistic function s at standard normal u, v with E[uv] = x.</summary>
    public Quantity SigmoidCorrelation(Quantity x) => Rounded(x.Exact is { Sign: 0 }
        ? Quantity.Of(new Rational(1, 4))
        : Need(Formulas.Library.SigmoidCorrelation.AtPrecision(Context.Precision).Evaluate(Context, Correlation(x))));

    // Where results are widened to what rounding may make of them, a number in [−1, 1] may cross its ends. Whoever computes with
    // such numbers keeps them inside, so the part outside is cut off; a certified enclosure is left as it is.
    private Interval Correlation(Quantity x)
    {
        Interval value = x.Enclosure(Context);
        return rounding is null ? value : value.Intersect(Interval.Of(-1, 1)) ?? value;
    }

    /// <summary>⌊x⌋, and whether it is certain.</summary>
    public (Quantity Value, bool IsDecided) Floor(Quantity x) => x.Exact is { } value
        ? (Quantity.Of(Rational.Of(value.Floor())), true)
        : Integral(IntervalContext.Floor(x.Enclosure(Context)));

    /// <summary>⌈x⌉, and whether it is certain.</summary>
    public (Quantity Value, bool IsDecided) Ceiling(Quantity x) => x.Exact is { } value
        ? (Quantity.Of(Rational.Of(value.Ceiling())), true)
        : Integral(IntervalContext.Ceiling(x.Enclosure(Context)));

    /// <summary>min(x, y).</summary>
    public Quantity Min(Quantity x, Quantity y) => x.Series is not null || y.Series is not null
        ? Quantity.Of(SeriesArithmetic.Min(AsSeries(x, y), AsSeries(y, x)))
        : x.Exact is { } a && y.Exact is { } b
        ? (a <= b ? x : y)
        : Quantity.Of(IntervalContext.Min(x.Enclosure(Context), y.Enclosure(Context)));

    /// <summary>max(x, y).</summary>
    public Quantity Max(Quantity x, Quantity y) => x.Series is not null || y.Series is not null
        ? Quantity.Of(SeriesArithmetic.Max(AsSeries(x, y), AsSeries(y, x)))
        : x.Exact is { } a && y.Exact is { } b
        ? (a >= b ? x : y)
        : Quantity.Of(IntervalContext.Max(x.Enclosure(Context), y.Enclosure(Context)));

    /// <summary>The hull of both.</summary>
    public Quantity Hull(Quantity x, Quantity y) => x.Exact is { } a && y.Exact is { } b && a == b
        ? x
        : x.Series is not null || y.Series is not null ? Quantity.Of(Series.OfValues(Range(x).Hull(Range(y))))
        : Quantity.Of(x.Enclosure(Context).Hull(y.Enclosure(Context)));

    /// <summary>−1, 0 or 1 as x is less than, equal to or greater than y; null when their enclosures overlap.</summary>
    public int? Compare(Quantity x, Quantity y)
    {
        if (x.Exact is { } a && y.Exact is { } b)
        {
            return a.CompareTo(b);
        }

        Interval p = Range(x), q = Range(y);
        return p.Upper < q.Lower ? -1 : p.Lower > q.Upper ? 1 : p.IsPoint && q.IsPoint ? 0 : null;
    }

    /// <summary>x ≤ y, where the enclosures tell.</summary>
    public bool? IsAtMost(Quantity x, Quantity y) => Compare(x, y) is { } order ? order <= 0
        : Range(x).Upper <= Range(y).Lower ? true : null;

    /// <summary>Where the number lies; for a function of the variable of an integral, where its values lie.</summary>
    public Interval Range(Quantity x) => x.Series?[0] ?? x.Enclosure(Context);

    // A constant beside a function of the variable: its derivatives are 0.
    private Series AsSeries(Quantity x, Quantity beside) => x.Series
        ?? new Series([x.Enclosure(Context), .. Enumerable.Repeat(Interval.Zero, beside.Series!.Count - 1)]);

    /// <summary>The value of an outcome, or a failure.</summary>
    public static Quantity Need(Outcome<Interval> outcome) => outcome.IsEnclosed
        ? Quantity.Of(outcome.Value)
        : throw new FormulaFailure(outcome.Status, outcome.Reason);

    private static (Quantity Value, bool IsDecided) Integral(Interval value) => value.IsPoint && value.IsBounded
        && (value.Lower.IsZero || value.Lower.BinaryExponent <= ExactBits)
            ? (Quantity.Of(value.Lower.ToRational()), true)
            : (Quantity.Of(value), value.IsPoint);

    private static bool BothShort(Quantity x, Quantity y, out Rational a, out Rational b)
    {
        (a, b) = (x.Exact ?? Rational.Zero, y.Exact ?? Rational.Zero);
        return x.Exact is not null && y.Exact is not null && Length(a) <= ExactBits && Length(b) <= ExactBits;
    }

    private static long Length(Rational value) => value.Numerator.GetBitLength() + value.Denominator.GetBitLength();

    // x^(p/2) or x^(p/3) of a short perfect square or cube, so that rounding up such a power is decided.
    private static Rational? ExactFraction(Rational x, Rational y)
    {
        if (y.Denominator > 3 || BigInteger.Abs(y.Numerator) > 9 || Length(x) > ExactBits)
        {
            return null;
        }

        Rational? root = y.Denominator == 2 ? ExactRoot(x)
            : CubeRoot(x.Numerator) is { } top && CubeRoot(x.Denominator) is { } bottom ? new Rational(top, bottom) : null;
        return root is { } basis && Length(basis) * Math.Abs((int)y.Numerator) <= ExactBits ? Rational.Pow(basis, (int)y.Numerator) : null;
    }

    private static BigInteger? CubeRoot(BigInteger value)
    {
        // A cube is 0, 1 or 8 modulo 9.
        if ((int)(value % 9) is not (0 or 1 or 8))
        {
            return null;
        }

        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 2) / 3);
        while (true)
        {
            BigInteger next = ((2 * root) + (value / (root * root))) / 3;
            if (next >= root)
            {
                return root * root * root == value ? root : null;
            }

            root = next;
        }
    }

    private static Rational? ExactRoot(Rational value) =>
        IntegerRoot(value.Numerator) is { } top && IntegerRoot(value.Denominator) is { } bottom ? new Rational(top, bottom) : null;

    // Newton's iteration from above descends to the integer part of the root.
    private static BigInteger? IntegerRoot(BigInteger value)
    {
        if (value.IsZero || value.IsOne)
        {
            return value;
        }

        // A square is 0, 1, 4 or 9 modulo 16.
        if ((int)(value & 15) is not (0 or 1 or 4 or 9))
        {
            return null;
        }

        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root * root == value ? root : null;
            }

            root = next;
        }
    }
}
