using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

public sealed class FastComparisonTests
{
    [Theory]
    [InlineData(3, 4, 3.5, 0)]
    [InlineData(3, 4, 4, 0)]
    [InlineData(3, 4, 5, 0.25)]
    [InlineData(3, 4, 2, 0.25)]
    [InlineData(-4, -3, -5, 0.25)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 0, 1, double.PositiveInfinity)]
    public void Distance_is_from_the_nearer_end_relative_to_the_size(double lower, double upper, double fast, double expected) =>
        Assert.Equal(expected, FastComparison.RelativeDistance(Scalar(lower, upper), FastResult.Of(fast, Math.Log10(Math.Abs(fast)))));

    [Fact]
    public void Overflowed_value_is_compared_by_its_logarithm()
    {
        Shaped<CertifiedNumber> huge = new Shaped<CertifiedNumber>.Scalar(new(Interval.Of(1, 2), Interval.Of(400.0)));
        Assert.Equal(0, FastComparison.RelativeDistance(huge, FastResult.Of(double.PositiveInfinity, 400)));

        // One decade too high: nine times the value away.
        Assert.Equal(9, FastComparison.RelativeDistance(huge, FastResult.Of(double.PositiveInfinity, 401))!.Value, 12);
    }

    [Fact]
    public void Structures_give_their_largest_distance_and_missing_parts_give_none()
    {
        Shaped<CertifiedNumber> list = new Shaped<CertifiedNumber>.Sequence([Scalar(1, 1), Scalar(2, 2)]);
        Assert.Equal(0.5,
            FastComparison.RelativeDistance(list, new FastResult.Found(new Shaped<FastNumber>.Sequence([Number(1, 0), Number(3, 0.4)]))));
        Assert.Null(FastComparison.RelativeDistance(list, new FastResult.Found(new Shaped<FastNumber>.Sequence([Number(1, 0)]))));
        Assert.Null(FastComparison.RelativeDistance(list, new FastResult.NotApplicable("none")));
        Assert.Null(FastComparison.RelativeDistance(null, FastResult.Of(1, 0)));
    }

    private static Shaped<CertifiedNumber>.Scalar Scalar(double lower, double upper) =>
        new(new CertifiedNumber(Interval.Of(lower, upper), null));

    private static Shaped<FastNumber>.Scalar Number(double value, double log10) => new(new FastNumber(value, log10));

    [Theory]
    [InlineData(0)]
    [InlineData(1.401e-319)]
    public void Value_below_the_normal_doubles_is_compared_by_its_logarithm(double fast)
    {
        // The enclosure stands for 10^-318.5: the subnormal double has four digits of it, or none.
        Shaped<CertifiedNumber> tiny =
            new Shaped<CertifiedNumber>.Scalar(new(new Interval(BigFloat.Of(Rational.Parse("3.1e-319"), 100, Rounding.Down),
            BigFloat.Of(Rational.Parse("3.2e-319"), 100, Rounding.Up)), Interval.Of(-318.5)));
        Assert.Equal(0, FastComparison.RelativeDistance(tiny, FastResult.Of(fast, -318.5)));
        Assert.Equal(9, FastComparison.RelativeDistance(tiny, FastResult.Of(fast, -317.5))!.Value, 12);
    }
}
