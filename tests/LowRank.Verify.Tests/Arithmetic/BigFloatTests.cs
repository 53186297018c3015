using System.Numerics;
using LowRank.Verify.Arithmetic;
using Xunit;

namespace LowRank.Verify.Tests.Arithmetic;

public sealed class BigFloatTests
{
    [Fact]
    public void Values_are_immutable_and_shared_between_threads()
    {
        BigFloat x = BigFloat.Of(Rational.Parse("1/3"), 200, Rounding.Nearest);
        string before = x.ToDecimal(60, Rounding.Nearest);
        Parallel.For(0, 2000, _ => BigFloat.Add(BigFloat.Multiply(x, x, 200, Rounding.Up), x, 200, Rounding.Down));
        Assert.Equal(before, x.ToDecimal(60, Rounding.Nearest));
    }

    [Fact]
    public void Exact_conversions_are_exact()
    {
        BigInteger big = BigInteger.Pow(7, 300) * -3;
        Assert.Equal(Rational.Of(big), BigFloat.Of(big).ToRational());
        Assert.Equal(Rational.Of(0.1), BigFloat.Of(0.1).ToRational());
        Assert.Equal(Rational.Of(5e-324), BigFloat.Of(5e-324).ToRational());
        Assert.Equal(new Rational(long.MinValue, 1), BigFloat.Of(long.MinValue).ToRational());
        Assert.Throws<ArgumentException>(() => BigFloat.Of(double.NaN));
    }

    [Fact]
    public void Conversions_and_order_are_those_of_rationals_at_every_length()
    {
        Random random = new(3);
        List<BigFloat> numbers = [];
        for (int bits = 1; bits <= 200; bits += bits % 3 == 0 ? 1 : 7)
        {
            BigInteger n = (BigInteger.One << (bits - 1)) + (random.NextInt64() & ((1L << Math.Min(bits - 1, 62)) - 1));
            foreach (BigInteger signed in new[] { n, -n, n + 1 })
            {
                BigFloat x = BigFloat.Of(signed);
                Assert.Equal(Rational.Of(signed), x.ToRational());
                Assert.Equal(-Rational.Of(signed), BigFloat.Negate(x).ToRational());
                Assert.Equal((long)BigInteger.Abs(signed).GetBitLength(), x.BinaryExponent);

                // The same number with more limbs below.
                BigFloat longer = BigFloat.Round(x, 500, Rounding.Nearest);
                Assert.Equal(0, x.CompareTo(longer));
                Assert.Equal(0, longer.CompareTo(x));
                numbers.AddRange([x, longer, BigFloat.Add(longer, BigFloat.Scale(BigFloat.One, -200), 500, Rounding.Nearest)]);
            }
        }

        numbers.AddRange(new[] { 0, -0.0, 1, 5e-324, -5e-324, 2.5e-310, double.Epsilon * 3, -double.MaxValue,
            1.0 / 3 }.Select(BigFloat.Of));
        foreach (BigFloat x in numbers)
        {
            foreach (BigFloat y in numbers)
            {
                Assert.Equal(x.ToRational().CompareTo(y.ToRational()), Math.Sign(x.CompareTo(y)));
            }
        }

        Assert.Equal(2.5e-310, BigFloat.Of(2.5e-310).ToDouble(Rounding.Nearest));
        Assert.Equal(double.NegativeInfinity, BigFloat.NegativeInfinity.ToDouble(Rounding.Nearest));
        Assert.Equal(53, BigFloat.Of(0.1).Precision);
    }

    [Theory]
    [InlineData(Rounding.Down, 0.0)]
    [InlineData(Rounding.Up, 5e-324)]
    public void Conversion_to_double_keeps_the_direction_below_the_subnormals(Rounding rounding, double expected)
    {
        BigFloat tiny = BigFloat.Scale(BigFloat.One, -2000);
        Assert.Equal(expected, tiny.ToDouble(rounding));
    }

    [Fact]
    public void Comparison_and_special_values()
    {
        Assert.True(BigFloat.NegativeInfinity < BigFloat.Zero && BigFloat.Zero < BigFloat.PositiveInfinity);
        Assert.True(BigFloat.Of(0.0).IsZero && BigFloat.Of(-0.0).IsZero && BigFloat.Of(-0.0).Sign == 0);
        Assert.Equal(-1, BigFloat.NegativeInfinity.Sign);
        Assert.False(BigFloat.PositiveInfinity.IsFinite);
        Assert.Equal(3L, BigFloat.Of(5.0).BinaryExponent);
        Assert.Throws<ArithmeticException>(() => BigFloat.Subtract(BigFloat.PositiveInfinity, BigFloat.PositiveInfinity, 53, Rounding.Up));
    }
}
