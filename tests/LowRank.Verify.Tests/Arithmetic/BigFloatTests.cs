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

    [Fact]
    public void Double_double_products_and_sums_carry_about_106_bits()
    {
        Random random = new(5);
        for (int i = 0; i < 2000; i++)
        {
            DoubleDouble x = Normalised(random.NextDouble() + 0.5, (random.NextDouble() - 0.5) * Math.ScaleB(1, -54));
            DoubleDouble y = Normalised(random.NextDouble() - 0.5, (random.NextDouble() - 0.5) * Math.ScaleB(1, -56));
            Check(x * y, Exact(x) * Exact(y), 5);
            Check(x + y, Exact(x) + Exact(y), 3);
        }

        static DoubleDouble Normalised(double high, double low) => new(ErrorFree.FastTwoSum(high, low, out double rest), rest);

        static Rational Exact(DoubleDouble v) => Rational.Of(v.High) + Rational.Of(v.Low);

        // Joldes, Muller, Popescu 2017: relative error at most factor·2^−106 (with a little room for second-order terms).
        static void Check(DoubleDouble computed, Rational exact, int factor)
        {
            Rational error = Rational.Abs(Exact(computed) - exact), unit = new(1, BigInteger.One << 106);
            Assert.True(error <= Rational.Abs(exact) * unit * Rational.Of(factor + 0.001), $"{computed}");
        }
    }
}
