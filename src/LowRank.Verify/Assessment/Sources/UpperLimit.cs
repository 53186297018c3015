using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Assessment.Sources;

/// <summary>Upper ends as exact inputs of an oracle.</summary>
internal static class UpperLimit
{
    /// <summary>
    /// The least double at least the number, so that the fast path and a JSON number mean the same input; the number itself beyond
    /// the range of doubles.
    /// </summary>
    public static Rational Of(BigFloat value) => value.ToDouble(Rounding.Up) is var rounded && double.IsFinite(rounded)
        ? Rational.Of(rounded)
        : value.ToRational();

    /// <summary>An upper end of √x.</summary>
    public static Rational RootOf(Rational value, IntervalContext context) => Of(context.Sqrt(context.Of(value)).Value.Upper);
}
