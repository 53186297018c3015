using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Judging;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>The two sides of an inequality in one answer.</summary>
public sealed class OrderedPartsTests
{
    private const string Id = "oymak2019/lemma-6.2";

    private static readonly RoundingModel Model = new(double.ScaleB(1, -53), double.Epsilon, 16);

    [Theory]
    [InlineData(1.0, 2.0, Verdict.Conforms)]
    [InlineData(1.0, 1.0, Verdict.Conforms)]
    [InlineData(1.0000000000000004, 1.0, Verdict.Conforms)]
    [InlineData(1.00000001, 1.0, Verdict.PropertyViolated)]
    [InlineData(2.0, 1.0, Verdict.PropertyViolated)]
    public void Smaller_side_may_exceed_the_larger_by_rounding_only(double left, double right, Verdict expected) =>
        Assert.Equal(expected, RelationJudge.Ordered(["left", "right"], Truth(Interval.One, Interval.One), Sides(left, right)).Verdict);

    [Theory]
    [InlineData(1.0, 2.0, false)]
    [InlineData(2.0, 2.0, false)]
    [InlineData(2.0000001, 2.0, true)]
    public void Order_that_the_certified_sides_contradict_is_refuted(double left, double right, bool expected) =>
        Assert.Equal(expected, RelationJudge.IsRefuted(["left", "right"], Truth(Interval.Of(left), Interval.Of(right))));

    [Fact]
    public void Answer_without_the_parts_has_the_wrong_shape() =>
        Assert.Equal(Verdict.Error,
            RelationJudge.Ordered(["left", "right"], Truth(Interval.One, Interval.One), new Answer.Value(1)).Verdict);

    [Fact]
    public void Implementation_whose_sides_are_swapped_violates_the_property()
    {
        IImplementation honest = Bench.Honest();
        FakeImplementation swapped = new(
            (id, inputs) => honest.Run(id, inputs) is Answer.Named named
                ? new Answer.Named(named.Members.ToDictionary(m => m.Key,
                    m => named.Members[m.Key switch { "lower" => "whole", "whole" => "lower", var key => key }]))
                : throw new InvalidOperationException("a record was expected"),
            "float64",
            Id);
        RunReport report = Bench.Run(swapped, new GateOptions { Oracles = Id, ValueCases = 1, PropertyCases = 12 });
        Assert.Contains(report.Cases, r => r.Property == "in this order: lower <= value <= parts <= whole"
            && r.Verdict == Verdict.PropertyViolated);
        Assert.DoesNotContain(
            Bench.Run(honest, new GateOptions { Oracles = Id, ValueCases = 1, PropertyCases = 12 }).Cases,
            r => r.Verdict.IsFailure());
    }

    private static Answer.Named Sides(double left, double right) =>
        new(new Dictionary<string, Answer> { ["left"] = new Answer.Value(left), ["right"] = new Answer.Value(right) });

    private static CaseTruth Truth(Interval left, Interval right)
    {
        Shaped<CertifiedNumber>.Named sides =
            new(new Dictionary<string, Shaped<CertifiedNumber>> { ["left"] = new Shaped<CertifiedNumber>.Scalar(new(left, null)),
            ["right"] = new Shaped<CertifiedNumber>.Scalar(new(right, null)) });
        return new CaseTruth(Bench.Catalogue.Get(Id), InputRecord.Of(), sides, sides, Model, null);
    }
}
