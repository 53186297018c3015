using LowRank.Verify.Catalogue;
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
    public static Answer Of(ResultValue exact) => exact switch
    {
        ResultValue.Scalar scalar => scalar.Log10 is { } log && Math.Abs(log.Midpoint) > LargestExponent ? new Answer.Log10(log.Midpoint) : new Answer.Value(scalar.Enclosure.Midpoint),
        ResultValue.Sequence list => new Answer.Values([.. list.Items.Select(Of)]),
        ResultValue.Named record => new Answer.Named(record.Parts.ToDictionary(p => p.Key, p => Of(p.Value), StringComparer.Ordinal)),
        _ => new Answer.Error("a result of unknown shape"),
    };
}
