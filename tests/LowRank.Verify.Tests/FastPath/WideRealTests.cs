using LowRank.Verify.Arithmetic;
using LowRank.Verify.FastPath;
using Xunit;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>
/// Numbers beyond the range of double against mpmath. Catches a lost low part of an exponent and a rounding of ties upward.
/// </summary>
public sealed class WideRealTests
{
    [Fact]
    public void Power_keeps_the_fraction_of_a_large_exponent() =>
        AssertParts(1.9846681096019312576, 299_999_999_999_999, WideReal.Pow(WideReal.Of(1, 1_000_000_000_000_000), 0.3));

    // Two squarings of 1.75^308.6 …: the relative errors of 2 ulp grow fourfold.
    [Fact]
    public void Large_power_of_a_significand_is_split() => AssertParts(1.601752542038186131, 996, WideReal.Pow(WideReal.Of(1.75), 1234.5));

    [Fact]
    public void Exponential_beyond_double_keeps_its_digits() => AssertParts(1.9441115981729286117, -1442696, WideReal.Exp(-1e6));

    [Fact]
    public void Rationals_are_rounded_to_nearest_with_ties_to_even()
    {
        // 2^53 + 1 and 2^53 + 3 are ties; a hair above the first is not.
        Assert.Equal(9007199254740992.0, WideReal.Of(Rational.Parse("9007199254740993")).ToDouble());
        Assert.Equal(9007199254740996.0, WideReal.Of(Rational.Parse("9007199254740995")).ToDouble());
        Assert.Equal(9007199254740994.0, WideReal.Of(Rational.Parse("9007199254740993.00000000000000000000000001")).ToDouble());
        Assert.Equal(1.0 / 3, WideReal.Of(Rational.Parse("1/3")).ToDouble());
        Assert.Equal(0.1, WideReal.Of(Rational.Parse("0.1")).ToDouble());
        Assert.Equal(double.Epsilon, WideReal.Of(Rational.Of(double.Epsilon)).ToDouble());
    }

    [Fact]
    public void Sums_roots_and_order_work_across_the_whole_range()
    {
        WideReal large = WideReal.Of(3, 5000), small = WideReal.Of(1, -5000);
        Assert.Equal(large, large + small);
        Assert.True(small < large && WideReal.Zero < small);
        Assert.Equal(WideReal.Of(3, 2500) * WideReal.Of(3, 2500), WideReal.Of(9, 5000));
        Assert.Equal(WideReal.Of(3, 2501), WideReal.Sqrt(WideReal.Of(9, 5002)));
        Assert.Equal(WideReal.Of(Math.Sqrt(2), 2), WideReal.Sqrt(WideReal.Of(1, 5)));
        Assert.Equal(WideReal.One, WideReal.Pow(WideReal.Zero, 0));
        Assert.Throws<DivideByZeroException>(() => large / WideReal.Zero);
        Assert.Throws<ArgumentOutOfRangeException>(() => WideReal.Of(-1.0));
    }

    // Up to three roundings of 2 ulp, and an exponent's fraction with an error of 1 ulp.
    private static void AssertParts(double significand, long exponent, WideReal actual)
    {
        Assert.Equal(exponent, actual.Exponent);
        Assert.Equal(significand, actual.Significand, 8 * FastCase.Ulp * significand);
    }
}
