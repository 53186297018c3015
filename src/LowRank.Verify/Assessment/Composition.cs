using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Assessment;

/// <summary>
/// Statements that take a complexity of the class as a number: for a network it is the least certified upper end among the oracles that bound that complexity.
/// </summary>
internal static class Composition
{
    private static readonly Dictionary<string, (string Member, string[] Bounds)> Statements = new(StringComparer.Ordinal)
    {
        ["pinto2025/margin-form"] = ("G_hat", ["pinto2025/covering", "pinto2025/sudakov-fernique", "pinto2025/tripuraneni", "pinto2025/trivial"]),
        ["classical/bartlett2017-lemma-3.1"] = ("rademacher", ["classical/bartlett2017-lemma-a8-rademacher", "classical/graf2022-club", "classical/graf2022-spade"]),
    };

    /// <summary>True where the oracle is to be evaluated after those that bound its complexity.</summary>
    public static bool Takes(Oracle oracle) => Statements.ContainsKey(oracle.Id);

    /// <summary>The readings of the ranks in which a bound of the complexity is at hand; one reading for any where none is.</summary>
    public static IEnumerable<Reading> Readings(Oracle oracle, NetworkFacts facts)
    {
        Reading[] found = [.. Bounds(oracle, facts).Select(value => value.Reading).Where(reading => reading != Reading.Any).Distinct().Order()];
        return found.Length > 0 ? found : [Reading.Any];
    }

    /// <summary>The complexity's limit where <paramref name="member"/> is one, and the oracle that it comes from; null where there is none.</summary>
    public static (Rational Limit, Oracle By)? Limit(Oracle oracle, string member, NetworkFacts facts, Reading reading)
    {
        if (!Statements.TryGetValue(oracle.Id, out (string Member, string[] Bounds) statement) || statement.Member != member)
        {
            return null;
        }

        // Cutting one stored matrix keeps its largest singular value, so the cut network is in every class that is limited by norms alone.
        bool keepsNorms = facts.Layers.All(layer => layer.Factors.Count == 1);
        OracleAssessment.Value? least = Bounds(oracle, facts)
            .Where(value => value.Reading == reading || (value.Reading == Reading.Any && (reading != Reading.Truncated || keepsNorms)))
            .MinBy(value => Upper(value));
        return least is null ? null : (UpperLimit.Of(Upper(least)), least.Oracle);
    }

    private static IEnumerable<OracleAssessment.Value> Bounds(Oracle oracle, NetworkFacts facts) =>
        Statements.TryGetValue(oracle.Id, out (string Member, string[] Bounds) statement)
            ? facts.Complexities.Where(value => statement.Bounds.Contains(value.Oracle.Id) && value.Reference.Result is Shaped<CertifiedNumber>.Scalar { Value.Enclosure.IsBounded: true })
            : [];

    private static BigFloat Upper(OracleAssessment.Value value) => value.Reference.Result!.Single.Enclosure.Upper;
}
