using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Running;

/// <summary>The built-in fast path as one more implementation under test.</summary>
/// <param name="evaluator">The fast path.</param>
/// <param name="catalogue">Gives the revision of each oracle: the fast path follows the catalogue it is shipped with.</param>
public sealed class FastPathImplementation(FastEvaluator evaluator, OracleCatalogue catalogue) : IImplementation
{
    // Beyond these sizes a double has no room left for products, so the answer is its logarithm.
    private const double LargestValue = 1e300;
    private const double SmallestValue = 1e-300;

    /// <inheritdoc/>
    public ImplementationDescription Start() => new(
        "LowRank.Verify fast path",
        typeof(FastPathImplementation).Assembly.GetName().Version?.ToString(3) ?? "0",
        "csharp",
        "float64",
        evaluator.Oracles
            .Where(id => catalogue.TryGet(id, out _))
            .ToDictionary(id => id, id => catalogue.Get(id).Revision, StringComparer.Ordinal),
        new Dictionary<string, string> { ["log"] = "e" });

    /// <inheritdoc/>
    public Answer Run(string oracle, InputRecord inputs) => Translate(evaluator.Evaluate(oracle, inputs));

    private static Answer Translate(FastResult result) =>
        result is FastResult.NotApplicable none ? new Answer.Skipped(none.Reason) : result.Numbers.Fold<Answer>(
        number => Math.Abs(number.Value) is >= SmallestValue and <= LargestValue || double.IsNaN(number.Log10) || double.IsNaN(number.Value)
            ? new Answer.Value(number.Value)
            : new Answer.Log10(number.Log10),
        items => new Answer.Values(items),
        parts => new Answer.Named(parts.ToDictionary(StringComparer.Ordinal)));
}
