using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Judging;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

public sealed class JudgeTests
{
    // c·u = 2^-49, so that one tolerance at 1 is about 1.8e-15·(1 + ln 2).
    private static readonly RoundingModel Model = new(double.ScaleB(1, -53), double.Epsilon, 16);

    private static CaseTruth Truth(Interval exact, Interval? range) => new(
        Bench.Catalogue.Get("spectra/spectral-norm"),
        InputRecord.Of(),
        new Shaped<CertifiedNumber>.Scalar(new(exact, null)),
        range is null ? null : new Shaped<CertifiedNumber>.Scalar(new(range, null)),
        Model,
        "for the test");

    private static Verdict Verdict(Interval exact, Interval? range, Answer answer) => Judge.Value(Truth(exact, range), answer).Verdict;

    [Theory]
    [InlineData(3.0, Contract.Verdict.Conforms)]
    [InlineData(3.0000000000000004, Contract.Verdict.Conforms)]
    [InlineData(2.9999999999999996, Contract.Verdict.Conforms)]
    [InlineData(3.0000000001, Contract.Verdict.TooHigh)]
    [InlineData(2.9999999999, Contract.Verdict.TooLow)]
    [InlineData(double.NaN, Contract.Verdict.Error)]
    [InlineData(double.PositiveInfinity, Contract.Verdict.Error)]
    public void Value_is_judged_by_the_side_it_errs_to(double answer, Verdict expected) =>
        Assert.Equal(expected, Verdict(Interval.Of(3.0), Interval.Of(3.0), new Answer.Value(answer)));

    [Theory]
    [InlineData(0.25, Contract.Verdict.PrecisionLimited)]
    [InlineData(0.9, Contract.Verdict.PrecisionLimited)]
    [InlineData(0.0, Contract.Verdict.Conforms)]
    [InlineData(1.1, Contract.Verdict.TooHigh)]
    public void Answer_inside_a_wide_range_but_far_from_the_value_is_precision_limited(double answer, Verdict expected) =>
        Assert.Equal(expected, Verdict(Interval.Zero, Interval.Of(0.0, 1.0), new Answer.Value(answer)));

    [Fact]
    public void Answer_inside_a_wide_enclosure_is_undecided_not_passed() =>
        Assert.Equal(Contract.Verdict.Undecided, Verdict(Interval.Of(1.0, 2.0), Interval.Of(1.0, 2.0), new Answer.Value(1.5)));

    [Fact]
    public void Answer_without_a_range_is_precision_limited_unless_it_is_accurate()
    {
        Assert.Equal(Contract.Verdict.Conforms, Verdict(Interval.Of(3.0), null, new Answer.Value(3)));
        Assert.Equal(Contract.Verdict.Conforms, Verdict(Interval.Of(3.0), null, new Answer.Value(Math.BitIncrement(3.0))));
        Assert.Equal(Contract.Verdict.PrecisionLimited, Verdict(Interval.Of(3.0), null, new Answer.Value(4)));
        Assert.Equal(Contract.Verdict.Undecided, Verdict(Interval.Of(3.0, 3.5), null, new Answer.Value(4)));
    }

    [Theory]
    [InlineData(412.7, Contract.Verdict.Conforms)]
    [InlineData(412.7000001, Contract.Verdict.TooHigh)]
    [InlineData(412.6999999, Contract.Verdict.TooLow)]
    [InlineData(double.NegativeInfinity, Contract.Verdict.TooLow)]
    [InlineData(double.NaN, Contract.Verdict.Error)]
    public void Logarithm_beyond_the_range_of_doubles_is_compared(double answer, Verdict expected)
    {
        BigFloat exact = BigFloat.Pow(BigFloat.Of(10L), BigFloat.Of(412.7), 200, Rounding.Nearest);
        Interval value = new(exact, exact);
        Assert.Equal(expected, Verdict(value, value, new Answer.Log10(answer)));
    }

    [Fact]
    public void Logarithm_of_zero_is_minus_infinity() =>
        Assert.Equal(Contract.Verdict.Conforms, Verdict(Interval.Zero, Interval.Zero, new Answer.Log10(double.NegativeInfinity)));

    [Theory]
    [InlineData(2.9999999999999, 3.0000000000001, Contract.Verdict.Conforms)]
    [InlineData(2.5, 3.5, Contract.Verdict.Uninformative)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, Contract.Verdict.Uninformative)]
    [InlineData(2.5, 2.9, Contract.Verdict.TooLow)]
    [InlineData(3.1, 3.5, Contract.Verdict.TooHigh)]
    [InlineData(3.5, 2.5, Contract.Verdict.Error)]
    public void Claimed_interval_must_contain_the_value(double lower, double upper, Verdict expected) =>
        Assert.Equal(expected, Verdict(Interval.Of(3.0), Interval.Of(3.0), new Answer.Bounds(lower, upper)));

    [Fact]
    public void Wrong_shape_is_an_error_and_a_skip_is_an_answer()
    {
        Assert.Equal(Contract.Verdict.Error, Verdict(Interval.One, Interval.One, new Answer.Values([new Answer.Value(1)])));
        Assert.Equal(Contract.Verdict.Skipped, Verdict(Interval.One, Interval.One, new Answer.Skipped("no")));
        Assert.Equal(Contract.Verdict.Error, Verdict(Interval.One, Interval.One, new Answer.Error("no")));
    }

    // 10^(10^9) is beyond MPFR, and as a fraction it would have 400 MB. The value that is met is a fraction of its own.
    [Fact]
    public void Exponent_of_any_size_is_judged_and_costs_no_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Contract.Verdict.TooHigh, Verdict(Interval.One, Interval.One, new Answer.Decimal("1e1000000000")));
        Assert.Equal(Contract.Verdict.TooHigh, Verdict(Interval.One, Interval.One, new Answer.Decimal("1e300000000")));
        Assert.Equal(Contract.Verdict.TooLow, Verdict(Interval.One, Interval.One, new Answer.Decimal("1e-1000000000")));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        Interval wide = new IntervalContext(160).Of(Rational.Parse("1e300000"));
        Assert.Equal(Contract.Verdict.Conforms, Verdict(wide, wide, new Answer.Decimal("1e300000")));
        Assert.Equal(Contract.Verdict.Conforms, Verdict(wide, wide, new Answer.Decimal("0.1e300001")));
        Assert.Equal(Contract.Verdict.TooHigh, Verdict(wide, wide, new Answer.Decimal("1.01e300000")));
        Assert.Equal(Contract.Verdict.TooLow, Verdict(wide, wide, new Answer.Decimal("1e299999")));
        Assert.Equal(Contract.Verdict.Undecided, Judge.Value(Truth(wide, wide) with { Exact = null },
            new Answer.Decimal("1e1000000000")).Verdict);
    }

    public static TheoryData<Answer, string> Malformed => new()
    {
        { new Answer.Value(3), "the answer is a number, not a list of 2" },
        { List(1, 2, 3), "the answer is a list of 3, not a list of 2" },
        { new Answer.Values([List(1, 2), List(3, 4)]), "the answer is 2×2, not a list of 2" },
        { new Answer.Values([new Answer.Value(1e9), List(3)]), "result[2] is a list of 1, not a number" },
        { List(1e9, double.NaN), "result[2] is NaN" },
        { List(double.NegativeInfinity, double.NaN), "result[1] is infinite, one of 2 entries that are no number" },
        { new Answer.Named(new Dictionary<string, Answer> { ["s"] = List(1) }), "the answer is parts (s), not a list of 2" },
    };

    // The first entry is far too high in two of them: it is not measured while the whole is no list of two numbers.
    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_cannot_be_measured_is_named_by_its_place_and_both_shapes(Answer answer, string message)
    {
        CaseTruth truth = Truth(Interval.One, null) with
        {
            Exact = new Shaped<CertifiedNumber>.Sequence([Scalar(1), Scalar(2)]),
            Range = new Shaped<CertifiedNumber>.Sequence([Scalar(1), Scalar(2)]),
        };
        Judgement[] found = [Judge.Value(truth, answer),
            RelationJudge.Compare(Claim.Equal, Interval.One, truth, List(1, 2), truth, answer)];
        Assert.All(found, judgement =>
        {
            Assert.Equal((Contract.Verdict.Error, null), (judgement.Verdict, judgement.Distance));
            Assert.EndsWith(message, judgement.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Error_is_undecided_where_the_reference_has_no_value_either()
    {
        CaseTruth open = Truth(Interval.One, null) with { Exact = null }, known = Truth(Interval.One, Interval.One);
        Answer error = new Answer.Error("overflow"), one = new Answer.Value(1);
        Assert.Equal(Contract.Verdict.Undecided, Judge.Value(open, error).Verdict);
        Assert.Contains("overflow", Judge.Value(open, error).Message, StringComparison.Ordinal);
        Assert.Equal(Contract.Verdict.Error, Judge.Value(known, error).Verdict);
        Assert.Equal(Contract.Verdict.Undecided, RelationJudge.Compare(Claim.Equal, Interval.One, open, error, known, one).Verdict);
        Assert.Equal(Contract.Verdict.Error, RelationJudge.Compare(Claim.Equal, Interval.One, known, error, open, one).Verdict);
    }

    [Theory]
    [InlineData("1e308", false)]
    [InlineData("1e309", true)]
    public void Logarithm_is_advised_where_the_exact_value_needs_it(string exact, bool isAdvised)
    {
        Interval value = new IntervalContext(160).Of(Rational.Parse(exact));
        string message = Judge.Value(Truth(value, value), new Answer.Value(double.PositiveInfinity)).Message!;
        Assert.Equal(isAdvised, message.Contains("log10", StringComparison.Ordinal));
        Assert.StartsWith("the answer is infinite", message, StringComparison.Ordinal);
    }

    private static Shaped<CertifiedNumber> Scalar(double value) =>
        new Shaped<CertifiedNumber>.Scalar(new CertifiedNumber(Interval.Of(value), null));

    private static Answer.Values List(params double[] values) => new([.. values.Select(value => new Answer.Value(value))]);

    [Fact]
    public void Distance_counts_tolerances()
    {
        Judgement judgement = Judge.Value(Truth(Interval.One, Interval.Of(0.5, 3.0)), new Answer.Value(2));
        Assert.Equal(0.5, judgement.Distance!.Value, 1e-9);
        judgement = Judge.Value(Truth(Interval.One, Interval.Of(0.5, 3.0)), new Answer.Value(0.25));
        Assert.Equal(-1.5, judgement.Distance!.Value, 1e-9);
    }

    [Theory]
    [InlineData(Claim.AtLeast, 2.0, Contract.Verdict.Conforms)]
    [InlineData(Claim.AtLeast, 1.9999999999999996, Contract.Verdict.Conforms)]
    [InlineData(Claim.AtLeast, 1.99999999, Contract.Verdict.PropertyViolated)]
    [InlineData(Claim.AtLeast, 5.0, Contract.Verdict.Conforms)]
    [InlineData(Claim.AtMost, 2.0000001, Contract.Verdict.PropertyViolated)]
    [InlineData(Claim.AtMost, 0.5, Contract.Verdict.Conforms)]
    [InlineData(Claim.Equal, 2.0000001, Contract.Verdict.PropertyViolated)]
    [InlineData(Claim.Equal, 1.9999999, Contract.Verdict.PropertyViolated)]
    [InlineData(Claim.Equal, 2.0000000000000004, Contract.Verdict.Conforms)]
    public void Second_answer_is_held_against_twice_the_first(Claim claim, double second, Verdict expected) =>
        Assert.Equal(expected, RelationJudge.Compare(
            claim, Interval.Of(2.0), Truth(Interval.One, Interval.One), new Answer.Value(1), Truth(Interval.Of(2.0), Interval.Of(2.0)),
                new Answer.Value(second)).Verdict);

    [Theory]
    [InlineData(Claim.AtLeast, 2.0, false)]
    [InlineData(Claim.AtLeast, 1.5, true)]
    [InlineData(Claim.AtMost, 1.5, false)]
    [InlineData(Claim.AtMost, 2.5, true)]
    [InlineData(Claim.Equal, 2.5, true)]
    [InlineData(Claim.Equal, 2.0, false)]
    public void Property_that_the_certified_values_contradict_is_not_held_against_anybody(Claim claim, double second, bool expected) =>
        Assert.Equal(expected,
            RelationJudge.IsRefuted(claim, Interval.Of(2.0), Truth(Interval.One, Interval.One),
            Truth(Interval.Of(second), Interval.Of(second))));
}
