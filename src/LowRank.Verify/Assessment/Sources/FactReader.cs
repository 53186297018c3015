using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Assessment.Sources;

/// <summary>
/// The facts of <see cref="FactVocabulary"/> on one network, read with one meaning of its ranks. A fact is computed when it is first asked
/// for; whether it can be had is known before (<see cref="ReasonAgainst"/>).
/// </summary>
internal sealed partial class FactReader(NetworkView view, Reading reading, JacobianFacts jacobian) : IFactSource
{
    private readonly Dictionary<string, IReadOnlyList<FactItem>> known = new(StringComparer.Ordinal);

    /// <summary>The stored matrix that the facts of one layer are about; null where none is chosen.</summary>
    public FactorAssessment? Chosen { get; init; }

    private static IntervalContext Context { get; } = new(256);

    /// <inheritdoc/>
    public IReadOnlyList<FactItem> Read(string fact)
    {
        if (!known.TryGetValue(fact, out IReadOnlyList<FactItem>? items))
        {
            known[fact] = items = Structure(fact) ?? Norms(fact) ?? OfData(fact)
                ?? throw new InvalidOperationException($"The fact '{fact}' is declared and not read.");
        }

        return items;
    }

    /// <inheritdoc/>
    public long Dimension(string name) => view.Maps.Count;

    /// <summary>
    /// Why a fact cannot be had of a network, in words that follow "its input ... "; null where it can. Nothing is computed.
    /// </summary>
    public static string? ReasonAgainst(string fact, NetworkView view)
    {
        FactNeeds needs = FactVocabulary.Find(fact)!.Needs;
        NetworkShape shape = view.Shape;
        return needs.HasFlag(FactNeeds.TestSet) && view.Test is null ? "needs test samples (--test-data and --test-labels)"
            : !view.Inputs.IsKnown && (fact == "samples" || fact.StartsWith("data_", StringComparison.Ordinal))
                ? "needs --samples or --data"
            : needs.HasFlag(FactNeeds.Labels) && !shape.HasLabels ? "needs labelled data"
            : (needs & (FactNeeds.Data | FactNeeds.Labels)) != 0 && !shape.HasData ? "needs data"
            : (needs & (FactNeeds.Data | FactNeeds.Labels)) != 0 && fact != "data" && view.NotRun is { } reason
                && (view.Data is null || fact is "activation_norm" or "patch_norm")
                ? $"needs the network to be run: {reason}"
            : needs.HasFlag(FactNeeds.Given) && view.Reference is null ? "needs a network fixed before the data (--reference)"
            : needs.HasFlag(FactNeeds.Margins) && HypothesisCheck.ReasonAgainstMargins(shape) is { } operatorAfter ? operatorAfter
            : needs.HasFlag(FactNeeds.StoredMatrices) && shape.Layers.Select(layer => layer.ReasonAgainstMatrix)
                .FirstOrDefault(text => text is not null) is { } product ? product
            : needs.HasFlag(FactNeeds.TwoLayers) && shape.Layers.Count != 2
                ? $"is of a network of two layers; this one has {shape.Layers.Count}"
            : (needs & (FactNeeds.Dense | FactNeeds.TwoLayers)) != 0 && shape.Layers
                .FirstOrDefault(layer => layer.Kind != "dense") is { } convolution
                ? $"is not derived for the convolution '{convolution.Name}'"
            : ReasonAgainstStructure(fact, view);
    }

    private static FactItem[] One(Rational value) => [FactItem.Of(value)];

    private static FactItem[] One(long value) => [FactItem.Of(value)];

    private static FactItem[] One(Interval value) => [FactItem.Of(value)];

    private static FactItem[] Counts(IEnumerable<long> values) => [.. values.Select(FactItem.Of)];

    private static FactItem[] Each(IEnumerable<Interval> values) => [.. values.Select(FactItem.Of)];

    private static Interval Point(BigFloat value) => new(value, value);

    private static Rational Count(long value) => Rational.Of(new BigInteger(value));
}
