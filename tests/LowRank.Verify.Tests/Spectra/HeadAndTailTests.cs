using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

public sealed class HeadAndTailTests
{
    private static readonly IntervalContext Context = new(128);

    [Fact]
    public void Any_values_with_that_energy_and_largest_value_give_a_sum_within()
    {
        for (int seed = 0; seed < 3_000; seed++)
        {
            Random random = new(seed);
            int count = random.Next(1, 12);
            double power = 4 * random.NextDouble();
            double[] values = [.. Enumerable.Range(0, count)
                .Select(_ => random.Next(5) == 0 ? 0 : random.Next(4) == 0 ? 1 : Math.Pow(random.NextDouble(), power))];
            double p = random.Next(4) switch { 0 => 0.05, 1 => 2, 2 => 2 * random.NextDouble(), _ => 4 * random.NextDouble() };
            p = Math.Max(p, 0.01);
            Interval energy = Context.Sum(values.Select(x => Context.Square(Interval.Of(x))));
            BigFloat largest = BigFloat.Of(values.Max() * (random.Next(2) == 0 ? 1 : 1.5));
            Interval truth = Context.Sum(values.Select(x => Context.Pow(Interval.Of(x), Interval.Of(p)).Value));
            Outcome<Interval> found = HeadAndTail.TailSum(Context, Interval.Of(p), energy, largest, count + random.Next(3));
            Assert.True(found.IsEnclosed, found.Reason);
            Assert.True(found.Value.Overlaps(truth), $"seed {seed}: {truth} not in {found.Value}");
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.75)]
    public void Both_extreme_configurations_are_attained(double p)
    {
        // Energy 7.25 of at most 20 values of at most 1: seven ones and a half, or twenty equal ones.
        Outcome<Interval> found = HeadAndTail.TailSum(Context, Interval.Of(p), Interval.Of(7.25), BigFloat.One, 20);
        Assert.Equal(7 + Math.Pow(0.5, p), found.Value.LowerDouble, 12);
        Assert.Equal(20 * Math.Pow(7.25 / 20, p / 2), found.Value.UpperDouble, 12);
    }

    [Fact]
    public void Above_two_the_configurations_change_places()
    {
        Outcome<Interval> found = HeadAndTail.TailSum(Context, Interval.Of(4L), Interval.Of(8L), BigFloat.One, 32);
        Assert.Equal((2.0, 8.0), (found.Value.LowerDouble, found.Value.UpperDouble));
        Outcome<Interval> square = HeadAndTail.TailSum(Context, Interval.Of(2L), Interval.Of(7.25), BigFloat.One, 32);
        Assert.True(square.Value.Contains(Rational.Of(7.25)));
        Assert.Equal(30, square.Value.Digits(30));
    }

    [Fact]
    public void Domain()
    {
        Interval energy = Interval.Of(1.0, 2.0);
        Assert.Equal(OutcomeStatus.OutsideDomain, HeadAndTail.TailSum(Context, Interval.Zero, energy, BigFloat.One, 3).Status);
        Assert.Equal(OutcomeStatus.Undecided, HeadAndTail.TailSum(Context, Interval.Of(1.9, 2.1), energy, BigFloat.One, 3).Status);
        Assert.Equal(Interval.Zero, HeadAndTail.TailSum(Context, Interval.One, energy, BigFloat.One, 0).Value);
        Outcome<Interval> sum = HeadAndTail.Sum(Context, Interval.One, [Interval.Of(3L), Interval.Of(2L)], Interval.Of(1L), BigFloat.One,
            4);
        Assert.Equal((6.0, 7.0), (sum.Value.LowerDouble, sum.Value.UpperDouble));
    }
}
