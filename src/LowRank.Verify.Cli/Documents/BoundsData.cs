using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What a network does on its data.</summary>
internal sealed record BoundsData(
    [property: Description("Margins f_y - max f_j; null without labels.")] BoundsMargins? Margins,
    [property: Description("The largest norm over the samples of what enters each layer.")] IReadOnlyList<Enclosure> ActivationNorms,
    [property: Description("The largest norm of a patch that one position of each layer sees.")] IReadOnlyList<Enclosure> PatchNorms,
    BoundsFastScores Fast)
{
    public static BoundsData? Of(DataAssessment? data, int digits) => data is null ? null : new(
        BoundsMargins.Of(data.Margins, digits),
        [.. data.ActivationNorms.Select(norm => Enclosure.Of(norm, digits))],
        [.. data.PatchNorms.Select(norm => Enclosure.Of(norm, digits))],
        new BoundsFastScores(data.Fast.Executor, data.Fast.LargestDistance, data.Fast.Below));
}

/// <summary>Scores in double precision beside the certified ones.</summary>
internal sealed record BoundsFastScores(string Executor, [property: Range(0, double.MaxValue)] double LargestDistance, int? Below);

/// <summary>Certified margins.</summary>
internal sealed record BoundsMargins(
    [property: Range(1, int.MaxValue)] int Samples,
    [property: Description("The margin, exactly.")] string Gamma,
    Bracket Below,
    Enclosure Risk,
    Enclosure RampLoss,
    Bracket Errors,
    Enclosure Least,
    Enclosure Median,
    string AccuracyLoss,
    [property: Description(
        "The largest gamma proved to lose at most accuracyLoss; null where none is, or where every gamma is (everyGamma).")]
    double? LargestGamma,
    bool EveryGamma)
{
    private const int Bits = 64, RampBits = 128;

    public static BoundsMargins? Of(MarginAssessment? margins, int digits) => margins is null ? null : new(
        margins.Samples,
        margins.Gamma.ToString(),
        new Bracket(margins.Below.Lower, margins.Below.Upper),
        Enclosure.Of(
            new Interval(
                BigFloat.Of(new Rational(margins.Below.Lower, margins.Samples), Bits, Rounding.Down),
                BigFloat.Of(new Rational(margins.Below.Upper, margins.Samples), Bits, Rounding.Up)),
            digits),
        Enclosure.Of(margins.RampLoss(new IntervalContext(RampBits)), digits),
        new Bracket(margins.Errors.Lower, margins.Errors.Upper),
        Enclosure.Of(margins.Least, digits),
        Enclosure.Of(margins.Median, digits),
        margins.AccuracyLoss.ToString(),
        margins.LargestGamma is { } largest ? DocumentContext.Finite(largest) : null,
        margins.LargestGamma is { } gamma && double.IsInfinity(gamma));
}
