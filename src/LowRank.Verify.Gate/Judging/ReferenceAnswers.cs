using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Judging;

/// <summary>What stands for an implementation where the reference path alone is at work.</summary>
internal static class ReferenceAnswers
{
    private const double LargestExponent = 300;

    /// <summary>A description in double precision that claims no oracle.</summary>
    public static ImplementationDescription Description { get; } = new(
        "LowRank.Verify reference",
        "0",
        "csharp",
        "float64",
        new Dictionary<string, int>(StringComparer.Ordinal),
        new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>The answer of an implementation that makes no error but the last rounding; logarithms where a double has no room.</summary>
    public static Answer Of(Shaped<CertifiedNumber> exact) => exact.Fold<Answer>(
        number => number.Log10 is { } log
            && Math.Abs(log.Midpoint) > LargestExponent ? new Answer.Log10(log.Midpoint) : new Answer.Value(number.Enclosure.Midpoint),
        items => new Answer.Values(items),
        parts => new Answer.Named(parts.ToDictionary(StringComparer.Ordinal)));
}
