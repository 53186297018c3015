using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Catalogue;

/// <summary>The certified result of an oracle.</summary>
public abstract record ResultValue
{
    private ResultValue()
    {
    }

    /// <summary>A number.</summary>
    /// <param name="Enclosure">Contains the exact value.</param>
    /// <param name="Log10">Contains its decimal logarithm; null unless the value is certainly positive.</param>
    public sealed record Scalar(Interval Enclosure, Interval? Log10) : ResultValue;

    /// <summary>An array.</summary>
    /// <param name="Items">Its items.</param>
    public sealed record Sequence(IReadOnlyList<ResultValue> Items) : ResultValue;

    /// <summary>A record.</summary>
    /// <param name="Parts">Its parts by name.</param>
    public sealed record Named(IReadOnlyDictionary<string, ResultValue> Parts) : ResultValue;
}
