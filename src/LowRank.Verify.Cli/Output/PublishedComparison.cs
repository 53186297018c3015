using LowRank.Verify.Experiments;

namespace LowRank.Verify.Cli.Output;

/// <summary>A published value of the linear model beside the draws.</summary>
/// <param name="Part">total, information or nuisance.</param>
/// <param name="Step">τ.</param>
/// <param name="Value">As published: one draw.</param>
/// <param name="Spread">Of our draws.</param>
internal sealed record PublishedComparison(string Part, int Step, double Value, SampleSpread Spread)
{
    /// <summary>Published values were read off a drawing to about three digits.</summary>
    private const double ReadingError = 0.002;

    public bool IsInRange => Value >= Spread.Least - ReadingError && Value <= Spread.Most + ReadingError;

    public bool IsWithinTwoDeviations => Math.Abs(Value - Spread.Mean) <= (2 * Spread.Deviation) + ReadingError;

    public static IReadOnlyList<PublishedComparison> All(IReadOnlyList<LinearModelPoint> points)
    {
        (string Part, IReadOnlyList<(int Step, double Value)> Published, Func<LinearModelPoint, SampleSpread> Spread)[] parts =
        [
            ("total", LinearModelFigure.Total, p => p.Total), ("information", LinearModelFigure.Information, p => p.Information),
            ("nuisance", LinearModelFigure.Nuisance, p => p.Nuisance),
        ];
        return [.. parts.SelectMany(part => part.Published.Where(v => v.Step < points.Count)
            .Select(v => new PublishedComparison(part.Part, v.Step, v.Value, part.Spread(points[v.Step]))))];
    }
}
