using LowRank.Verify.Arithmetic;
using Xunit;

namespace LowRank.Verify.Tests.Arithmetic;

/// <summary>arccos, arcsin, cosh, sinh: values printed by mpmath to 40 digits, ends of domains, boxes that are no points.</summary>
public sealed class InverseFunctionTests
{
    private static readonly IntervalContext Context = new(160);

    [Theory]
    [InlineData("arccos", "0.3", "1.266103672779499111259318730412222275144")]
    [InlineData("arccos", "-0.75", "2.418858405776377627284266030638169522172")]
    [InlineData("arcsin", "0.3", "0.3046926540153975079720029612275291669546")]
    [InlineData("arcsin", "-1/3", "-0.3398369094541219370963925133917640663882")]
    [InlineData("cosh", "-1.5", "2.352409615243247325767667965441644170174")]
    [InlineData("sinh", "-1.5", "-2.129279455094817496834387494677631648832")]
    [InlineData("sinh", "1e-20", "1.0e-20")]
    public void Point_gives_a_tight_enclosure(string function, string x, string expected)
    {
        Interval value = Apply(function, Context.Parse(x)).Value, printed = Context.Parse(expected);
        Assert.True(value.Digits(40) >= 38, value.ToString());
        BigFloat gap = BigFloat.Abs(BigFloat.Subtract(value.Lower, printed.Lower, 160, Rounding.Nearest));
        Assert.True(gap <= BigFloat.Multiply(BigFloat.Abs(printed.Lower), BigFloat.Of(1e-39), 160, Rounding.Nearest),
            $"{value} against {expected}");
    }

    [Theory]
    [InlineData("arccos", -0.5, 0.25)]
    [InlineData("arcsin", -0.5, 0.25)]
    [InlineData("cosh", -0.5, 0.25)]
    [InlineData("cosh", -3.0, -1.0)]
    [InlineData("sinh", -2.0, 0.25)]
    public void Box_contains_the_values_of_its_points_and_no_more_than_needed(string function, double lower, double upper)
    {
        Interval box = Apply(function, Interval.Of(lower, upper)).Value;
        List<double> seen = [];
        for (int k = 0; k <= 64; k++)
        {
            Interval at = Apply(function, Interval.Of(lower + ((upper - lower) * k / 64))).Value;
            Assert.True(box.Contains(at));
            seen.Add(at.Lower.ToDouble(Rounding.Nearest));
        }

        Assert.Equal(seen.Min(), box.Lower.ToDouble(Rounding.Nearest), 2e-3);
        Assert.Equal(seen.Max(), box.Upper.ToDouble(Rounding.Nearest), 1e-12);
    }

    [Theory]
    [InlineData("arccos")]
    [InlineData("arcsin")]
    public void Domain_ends_at_one(string function)
    {
        Assert.True(Apply(function, Interval.Of(-1.0, 1.0)).IsEnclosed);
        Assert.Equal(OutcomeStatus.OutsideDomain, Apply(function, Interval.Of(1.0000000000000002)).Status);
        Assert.Equal(OutcomeStatus.OutsideDomain, Apply(function, Interval.Of(-3.0, -2.0)).Status);
        Assert.Equal(OutcomeStatus.Undecided, Apply(function, Interval.Of(0.5, 1.0000000000000002)).Status);
        Assert.Equal(OutcomeStatus.Undecided, Apply(function, Interval.Of(-1.5, 0.0)).Status);
    }

    private static Outcome<Interval> Apply(string function, Interval x) => function switch
    {
        "arccos" => Context.Arccos(x),
        "arcsin" => Context.Arcsin(x),
        "cosh" => Outcome<Interval>.Of(Context.Cosh(x)),
        _ => Outcome<Interval>.Of(Context.Sinh(x)),
    };
}
