using LowRank.Verify.Assessment;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

/// <summary>What the comparison with a runtime counts, on scores that were made for it.</summary>
public sealed class RuntimeMeasurementTests
{
    [Fact]
    public void Distance_changed_classes_and_samples_within_reach_are_those_of_the_scores()
    {
        // Gaps 1, 1/8 and 1/4; d = 1/8, so 2d = 1/4 (and the next double): the last two samples are within reach.
        RuntimeComparison.Measured found = Compare([0.9375, 0, 0.25, 0.3125, 0, 0.25], [1, 0, 0.375, 0.25, 0, 0.25]);
        Assert.Equal(0.125, found.Difference.LowerDouble, 1e-15);
        Assert.Equal(0.125, found.Difference.UpperDouble, 1e-15);
        Assert.Equal(0.125, found.Relative!.UpperDouble, 1e-15);
        Assert.Equal((1, 0), (found.Sample, found.Class));
        Assert.Equal(new IntegerBracket(1, 1), found.ChangedClasses);
        Assert.Equal(new IntegerBracket(2, 2), found.WithinReach);
        Assert.InRange(found.MarginChange, 0.25, 0.25 + 1e-15);
        Assert.Equal(3, found.Samples);
        Assert.Null(found.BelowWithChange);
    }

    [Fact]
    public void Classes_that_the_enclosures_do_not_separate_are_a_bracket()
    {
        DoubleRange[] exact = [new(0.1, 0.3), new(0.2, 0.4), new(0.0, 0.05)];
        Assert.Equal(new IntegerBracket(0, 1), Compare([0.3, 0.2, 0], exact, 3).ChangedClasses);
        Assert.Equal(new IntegerBracket(1, 1), Compare([0, 0.1, 0.2], exact, 3).ChangedClasses);
        Assert.Equal(new IntegerBracket(0, 1), Compare([0.2, 0.3, 0.02], exact, 3).WithinReach);
    }

    [Fact]
    public void One_score_has_no_classes_and_a_network_of_zeros_no_relative_distance()
    {
        RuntimeComparison.Measured found = Compare([0.5, -0.5], [DoubleRange.Point(0), DoubleRange.Point(0)], 1);
        Assert.Null(found.ChangedClasses);
        Assert.Null(found.WithinReach);
        Assert.Null(found.Relative);
        Assert.Equal(0.5, found.Difference.LowerDouble, 1e-15);
    }

    private static RuntimeComparison.Measured Compare(double[] found, double[] exact) =>
        Compare(found, [.. exact.Select(DoubleRange.Point)], 2);

    private static RuntimeComparison.Measured Compare(double[] found, DoubleRange[] exact, int classes) =>
        RuntimeMeasurement.Compare(found, exact, classes, margins: null, new OnnxRuntimeOptions());
}
