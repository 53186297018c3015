using System.Numerics;
using LowRank.Verify.Arithmetic;
using Xunit;

namespace LowRank.Verify.Tests.Arithmetic;

public sealed class RationalTests
{
    [Theory]
    [InlineData("1/3", 1, 3)]
    [InlineData("0.1", 1, 10)]
    [InlineData("-2.50", -5, 2)]
    [InlineData("1e3", 1000, 1)]
    [InlineData("12e-2", 3, 25)]
    [InlineData("1.5/0.5", 3, 1)]
    public void Parse_reads_decimals_and_fractions_exactly(string text, long numerator, long denominator) =>
        Assert.Equal(new Rational(numerator, denominator), Rational.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1/0")]
    [InlineData("1e9999999")]
    [InlineData("nan")]
    [InlineData("1//2")]
    [InlineData("0x10")]
    [InlineData("1,5")]
    [InlineData(".-5")]
    [InlineData("1.+5")]
    public void Parse_refuses_what_is_no_number(string text) => Assert.Throws<FormatException>(() => Rational.Parse(text));

    [Theory]
    [InlineData(0.1)]
    [InlineData(5e-324)]
    [InlineData(1.7976931348623157e308)]
    [InlineData(-3.0)]
    [InlineData(2.2250738585072014e-308)]
    public void A_double_survives_the_way_there_and_back(double value) => Assert.Equal(value, Rational.Of(value).ToDouble());

    [Fact]
    public void ToDouble_rounds_ties_to_even_and_everything_else_to_nearest()
    {
        BigInteger big = (BigInteger.One << 53) + 1; // halfway between two doubles
        Assert.Equal(9007199254740992.0, Rational.Of(big).ToDouble());
        Assert.Equal(9007199254740994.0, (Rational.Of(big) + new Rational(1, BigInteger.One << 200)).ToDouble());
        Assert.Equal(9007199254740992.0, (Rational.Of(big) - new Rational(1, BigInteger.One << 200)).ToDouble());
    }

    [Theory]
    [InlineData(7, 2, 3, 4)]
    [InlineData(-7, 2, -4, -3)]
    [InlineData(4, 1, 4, 4)]
    public void Floor_and_ceiling_are_exact(int numerator, int denominator, int floor, int ceiling)
    {
        Rational value = new(numerator, denominator);
        Assert.Equal(floor, value.Floor());
        Assert.Equal(ceiling, value.Ceiling());
    }
}
