using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Assessment.Summaries;

/// <summary>The facts of a network and its data, some of them replaced.</summary>
internal sealed class ChangedFacts(IFactSource facts, FactChange change) : IFactSource
{
    /// <inheritdoc/>
    public IReadOnlyList<FactItem> Read(string fact) => change(fact, facts.Read(fact));

    /// <inheritdoc/>
    public long Dimension(string name) => facts.Dimension(name);
}

/// <summary>From a fact and its items to those that stand for them.</summary>
internal delegate IReadOnlyList<FactItem> FactChange(string fact, IReadOnlyList<FactItem> items);

/// <summary>Changes of facts.</summary>
internal static class FactChanges
{
    private static readonly IntervalContext Context = new(256);

    /// <summary>Facts that are sums over the samples, squared or not.</summary>
    private static readonly string[]
        Sums = ["data_sum_of_squares", "data_largest_column_square", "data_sum_of_largest_squares", "data_pixel_squares"],
        Roots = ["data_frobenius", "residual_norm", "unit_reference_on_data", "reference_on_data"];

    /// <summary>Another probability of failure.</summary>
    public static FactChange Delta(Rational delta) => (fact, items) => fact == "delta" ? [FactItem.Of(delta)] : items;

    /// <summary>More samples of the same norms: sums over the samples grow with their number, roots of such sums with its root.</summary>
    public static FactChange Samples(BigInteger samples, long given)
    {
        Rational ratio = new(samples, given);
        Interval root = Context.Sqrt(Context.Of(ratio)).Value, times = Context.Of(ratio);
        return (fact, items) => fact == "samples" ? [FactItem.Of(Rational.Of(samples))]
            : Sums.Contains(fact) ? [.. items.Select(item => item.Exact is { } exact ? FactItem.Of(exact * ratio)
                : FactItem.Of(Context.Multiply(item.Enclosure!, times)))]
            : Roots.Contains(fact) ? [.. items.Select(item => FactItem.Of(
                Context.Multiply(item.Exact is { } exact ? Context.Of(exact) : item.Enclosure!, root)))]
            : items;
    }

    /// <summary>True for a fact that is no number for each sample: the data themselves, the Jacobian, the test samples.</summary>
    public static bool IsOfTheseSamples(string fact) => fact == "data" || fact.StartsWith("jacobian", StringComparison.Ordinal)
        || fact.StartsWith("test_", StringComparison.Ordinal);

    /// <summary>One change after another.</summary>
    public static FactChange Then(this FactChange first, FactChange second) => (fact, items) => second(fact, first(fact, items));
}
