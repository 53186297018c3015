using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LowRank.Verify.Arithmetic;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Arithmetic;

[Properties(Arbitrary = new[] { typeof(IntervalContextTests) }, QuietOnSuccess = true)]
public sealed class IntervalContextTests
{
    private static readonly IntervalContext Narrow = new(24);
    private static readonly IntervalContext Wide = new(400);

    /// <summary>Small fractions times powers of two, which shrink to integers near 0.</summary>
    public static Arbitrary<Rational> Rationals() => Arb.From(
        from numerator in Gen.Choose(-40, 40)
        from denominator in Gen.Choose(1, 40)
        from shift in Gen.Choose(-30, 30)
        select new Rational(numerator, denominator) * Rational.Pow(Rational.Of(2.0), shift),
        x => x.IsInteger
            ? x.Sign == 0 ? [] : [Rational.Zero, Rational.Of(x.Numerator / 2)]
            : [Rational.Zero, Rational.Of(x.Floor()), Rational.Of(x.Ceiling())]);

    [Property(MaxTest = 2000)]
    public bool Rational_operations_enclose_the_exact_result(Rational a, Rational b, Rational c, Rational d)
    {
        (Interval x, Interval y) = (Box(a, b), Box(c, d));
        bool fine = Narrow.Add(x, y).Contains(a + c)
            && Narrow.Subtract(x, y).Contains(b - c)
            && Narrow.Multiply(x, y).Contains(a * d)
            && Narrow.Multiply(x, y).Contains(b * c)
            && Narrow.Square(x).Contains(b * b)
            && IntervalContext.Abs(x).Contains(Rational.Abs(a))
            && Narrow.Pow(x, 3).Value.Contains(a * a * a);
        Outcome<Interval> quotient = Narrow.Divide(x, y);
        return fine && (quotient.IsEnclosed ? quotient.Value.Contains(b / d) : y.ContainsZero);
    }

    [Property(MaxTest = 1000)]
    public bool Low_precision_contains_high_precision_for_the_elementary_functions(Rational size, Rational b)
    {
        Rational a = Rational.Abs(size) + new Rational(1, 1000);
        (Interval x, Interval y) = (Narrow.Of(a), Narrow.Of(b));
        (Interval px, Interval py) = (Wide.Of(a), Wide.Of(b));
        bool powers = Rational.Abs(b) > Rational.Of(64.0)
            || Narrow.Pow(x, y).Value.Contains(Wide.Pow(px, py).Value);
        return powers
            && Narrow.Sqrt(x).Value.Contains(Wide.Sqrt(px).Value)
            && Narrow.Log(x).Value.Contains(Wide.Log(px).Value)
            && Narrow.Log10(x).Value.Contains(Wide.Log10(px).Value)
            && (Rational.Abs(b) > Rational.Of(1000.0) || Narrow.Exp(y).Contains(Wide.Exp(py)));
    }

    [Fact]
    public void Results_are_at_most_two_ulps_wide_for_points()
    {
        Interval root = Narrow.Sqrt(Interval.Of(2L)).Value;
        Assert.False(root.IsPoint);
        Assert.True(root.UpperDouble - root.LowerDouble <= Math.ScaleB(1, -23));
        Assert.True(root.LowerDouble < Math.Sqrt(2) && Math.Sqrt(2) < root.UpperDouble);
    }

    [Fact]
    public void Square_root_of_two_has_its_known_digits() // sqrt(2) to 50 digits, from tables
    {
        Interval root = new IntervalContext(200).Sqrt(Interval.Of(2L)).Value;
        Assert.Equal("1.4142135623730950488016887242096980785696718753769", root.LowerDecimal(50));
        Assert.Equal("1.414213562373095048801688724209698078569671875377", root.UpperDecimal(50));
    }

    [Fact]
    public void Undefined_operations_are_typed_outcomes()
    {
        Interval straddling = Interval.Of(-1.0, 1.0), zero = Interval.Zero, negative = Interval.Of(-2.0, -1.0);
        Assert.Equal(OutcomeStatus.OutsideDomain, Wide.Divide(Interval.One, zero).Status);
        Assert.Equal(OutcomeStatus.Undecided, Wide.Divide(Interval.One, straddling).Status);
        Assert.Equal(OutcomeStatus.Undecided, Wide.Divide(Interval.One, Interval.Of(0.0, 1.0)).Status);
        Assert.Equal(OutcomeStatus.OutsideDomain, Wide.Log(zero).Status);
        Assert.Equal(OutcomeStatus.OutsideDomain, Wide.Log(negative).Status);
        Assert.Equal(OutcomeStatus.Undecided, Wide.Log(straddling).Status);
        Assert.Equal(OutcomeStatus.OutsideDomain, Wide.Sqrt(negative).Status);
        Assert.Equal(OutcomeStatus.Undecided, Wide.Sqrt(straddling).Status);
        Assert.Equal(OutcomeStatus.OutsideDomain, Wide.Pow(negative, Wide.Parse("1/2")).Status);
        Assert.Equal(OutcomeStatus.OutsideDomain, Wide.Pow(zero, -2).Status);
        Assert.Equal(OutcomeStatus.OutsideDomain, Wide.Pow(zero, Wide.Parse("-1/2")).Status);
        Assert.Equal(OutcomeStatus.Undecided, Wide.Pow(straddling, Wide.Parse("1/2")).Status);
        Assert.Throws<InvalidOperationException>(() => Wide.Log(zero).Value);
    }

    [Fact]
    public void Products_and_quotients_are_the_hull_of_the_corners_for_all_signs()
    {
        IntervalContext context = new(64);
        double[] ends = [-7, -3, -1, 0, 2, 5, 11];
        foreach ((double a, double b) in ends.SelectMany(a => ends.Where(b => b >= a).Select(b => (a, b))))
        {
            foreach ((double c, double d) in ends.SelectMany(c => ends.Where(d => d >= c).Select(d => (c, d))))
            {
                Interval product = context.Multiply(Interval.Of(a, b), Interval.Of(c, d));
                double[] products = [a * c, a * d, b * c, b * d];
                Assert.Equal((products.Min(), products.Max()), (product.LowerDouble, product.UpperDouble));
                if (c > 0 || d < 0)
                {
                    Interval quotient = context.Divide(Interval.Of(a, b), Interval.Of(c, d)).Value;
                    Rational[] quotients =
                        [.. new[] { (a, c), (a, d), (b, c), (b, d) }.Select(pair => Rational.Of(pair.Item1) / Rational.Of(pair.Item2))];
                    Rational slack = Rational.Parse("1e-18");
                    Assert.True(quotient.Contains(quotients.Min()) && quotient.Contains(quotients.Max()), $"[{a}, {b}] / [{c}, {d}]");
                    Assert.True(quotient.Lower.ToRational() >= quotients.Min() - slack
                        && quotient.Upper.ToRational() <= quotients.Max() + slack, $"[{a}, {b}] / [{c}, {d}]");
                }
            }
        }

        Interval half = new(BigFloat.Zero, BigFloat.PositiveInfinity);
        Assert.Equal(Interval.Zero, context.Multiply(Interval.Zero, half));
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), Ends(context.Multiply(Interval.Of(-1.0, 2), half)));
    }

    [Theory]
    [InlineData(0.25, 4, 0.5, 2)]
    [InlineData(0.25, 4, -2, -0.5)]
    [InlineData(0.0625, 0.25, 0.5, 2)]
    [InlineData(0.0625, 0.25, -2, -0.5)]
    [InlineData(4, 16, 0.5, 2)]
    [InlineData(4, 16, -2, -0.5)]
    [InlineData(0.25, 4, -0.5, 2)]
    [InlineData(0, 0.25, 0, 0.5)]
    [InlineData(0, 0, 0, 0.5)]
    [InlineData(0, 4, 0.5, 1.5)]
    public void Powers_are_the_hull_of_the_corners_on_either_side_of_1_and_0(double a, double b, double c, double d)
    {
        double[] corners = [Math.Pow(a, c), Math.Pow(a, d), Math.Pow(b, c), Math.Pow(b, d)];
        Assert.Equal((corners.Min(), corners.Max()), Ends(new IntervalContext(64).Pow(Interval.Of(a, b), Interval.Of(c, d)).Value));
    }

    [Fact]
    public void Powers_with_interval_exponents_take_the_hull_of_the_corners()
    {
        Interval hull = Wide.Pow(Interval.Of(0.25, 4.0), Interval.Of(-1.0, 0.5)).Value;
        Assert.Equal(Interval.Of(0.25, 4.0), hull);
        Assert.Equal(Interval.Of(0.0, 2.0), Wide.Pow(Interval.Of(0.0, 4.0), Wide.Parse("1/2")).Value);
        Assert.Equal(Interval.One, Wide.Pow(Interval.Zero, 0).Value);
        Assert.Equal(Interval.Of(0.0, 9.0), Wide.Pow(Interval.Of(-3.0, 2.0), 2).Value);
        Assert.Equal(Interval.Of(-27.0, 8.0), Wide.Pow(Interval.Of(-3.0, 2.0), 3).Value);
        Assert.Equal(Interval.Of(-1.0, -0.125), Wide.Pow(Interval.Of(-2.0, -1.0), -3).Value);
        Assert.Equal(Interval.Of(0.0625, 1.0), Wide.Pow(Interval.Of(-4.0, -1.0), -2).Value);
        Assert.Equal(OutcomeStatus.Undecided, Wide.Pow(Interval.Of(-1.0, 1.0), -2).Status);
        Assert.Equal(Interval.One, Wide.Pow(Interval.Of(-1L), Interval.Of(1L << 40)).Value); // a large even integer
    }

    [Fact]
    public void Huge_exponentials_stay_bounded_below_and_open_above()
    {
        Interval huge = Wide.Exp(Interval.Of(1e300));
        Assert.True(huge.Lower.IsFinite);
        Assert.True(huge.Upper.IsInfinite);
        Interval tiny = Wide.Exp(Interval.Of(-1e300));
        Assert.True(tiny.Lower.IsZero);
        Assert.True(tiny.Upper.Sign > 0);
        Assert.Equal(Interval.Zero, Wide.Multiply(Interval.Zero, huge));
    }

    [Theory]
    [InlineData(1.0 / 3, "0.333333333333", "0.333333333334")]
    [InlineData(-1.0 / 3, "-0.333333333334", "-0.333333333333")]
    [InlineData(1e25, "1e25", "1.00000000001e25")] // the double is 10000000000000000905969664
    [InlineData(123456.0, "123456", "123456")]
    [InlineData(0.0, "0", "0")]
    [InlineData(5e-324, "4.94065645841e-324", "4.94065645842e-324")]
    public void Decimal_strings_are_rounded_outward(double value, string lower, string upper)
    {
        Interval point = Interval.Of(value);
        Assert.Equal(lower, point.LowerDecimal(12));
        Assert.Equal(upper, point.UpperDecimal(12));
    }

    [Property(MaxTest = 1000)]
    public bool Decimal_strings_enclose_and_parse_back(Rational r, byte length)
    {
        int digits = 1 + (length % 30);
        Interval x = Wide.Of(r);
        return Rational.Parse(x.LowerDecimal(digits)) <= r && r <= Rational.Parse(x.UpperDecimal(digits));
    }

    [Fact]
    public void Digits_counts_what_the_width_determines()
    {
        Assert.Equal(15, Interval.Of(1.0).Digits(15));
        Assert.Equal(3, Interval.Of(0.9995, 1.0).Digits(15));
        // width a little above 1/10
        Assert.Equal(0, new Interval(BigFloat.Of(Rational.Parse("0.9") - Rational.Pow(Rational.Of(0.5), 60), 200, Rounding.Down),
            BigFloat.One).Digits(15));
        Assert.Equal(0, Interval.Of(-1.0, 1.0).Digits(15));
        Assert.Equal(0, Interval.Of(0.0, 1e-300).Digits(15));
    }

    [Fact]
    public void Every_storage_format_converts_exactly()
    {
        Assert.True(Interval.Of((double)(Half)0.1f).Contains(new Rational(819, 8192))); // the binary16 nearest to 0.1
        Assert.True(Interval.Of((double)0.1f).Contains(new Rational(13421773, 134217728))); // the binary32 nearest to 0.1
        Assert.False(Interval.Of(0.1).Contains(new Rational(1, 10)));
        Assert.True(Wide.Parse("0.1").Contains(new Rational(1, 10)));
    }

    // Values of mpmath at 30 digits.
    [Theory]
    [InlineData("sin", "1", "0.841470984807896506652502321630")]
    [InlineData("sin", "-22", "0.00885130929040387592169025681577")]
    [InlineData("cos", "1e22", "0.523214785395138945497594473385")]
    [InlineData("erf", "1/2", "0.520499877813046537682746653892")]
    [InlineData("erf", "-6", "-0.999999999999999978480263287501")]
    [InlineData("normal", "-10", "7.6198530241605260659733432516e-24")]
    [InlineData("normal", "1", "0.841344746068542948585232545632")]
    public void Trigonometric_functions_and_the_normal_distribution_enclose_known_values(string function, string at, string expected)
    {
        Interval x = Wide.Parse(at);
        Interval value = function switch { "sin" => Wide.Sin(x), "cos" => Wide.Cos(x), "erf" => Wide.Erf(x),
            _ => Wide.NormalDistribution(x) };
        Rational known = Rational.Parse(expected), slack = Rational.Abs(known) * Rational.Parse("1e-17");
        Assert.True(value.Digits(60) >= 60);
        Assert.True(value.Lower.ToRational() >= known - slack && value.Upper.ToRational() <= known + slack, value.ToString());
    }

    // Extremes inside an interval are found, however it lies among the periods.
    [Property(MaxTest = 500)]
    public bool Sine_and_cosine_of_a_box_contain_all_values_on_it(Rational a, Rational b)
    {
        Interval box = Box(a, b), sine = Narrow.Sin(box), cosine = Narrow.Cos(box);
        return Enumerable.Range(0, 20).All(i =>
        {
            Rational at = a + ((b - a) * new Rational(i, 19));
            return sine.Contains(Wide.Sin(Wide.Of(at))) && cosine.Contains(Wide.Cos(Wide.Of(at)));
        }) && sine.Lower >= BigFloat.Of(-1L) && sine.Upper <= BigFloat.One;
    }

    [Fact]
    public void Far_arguments_of_the_normal_distribution_stay_enclosed()
    {
        Interval far = Wide.NormalDistribution(Interval.Of(-1e300, 1e300));
        Assert.True(far.Lower.IsZero || far.Lower.Sign > 0);
        Assert.True(far.Lower < BigFloat.Of(1e-300) && far.Upper == BigFloat.One);
        Assert.Equal(Interval.Of(-1, 1), Wide.Sin(new Interval(BigFloat.NegativeInfinity, BigFloat.PositiveInfinity)));
    }

    private static Interval Box(Rational a, Rational b)
    {
        Interval x = Wide.Of(a), y = Wide.Of(b);
        return x.Hull(y);
    }

    private static (double Lower, double Upper) Ends(Interval x) => (x.LowerDouble, x.UpperDouble);
}
