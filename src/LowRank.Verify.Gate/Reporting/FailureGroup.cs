using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>Failures that probably share a cause: same oracle, same property, same verdict, same sign.</summary>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Property">The property.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Records">The failures; the first one was shrunk.</param>
public sealed record FailureGroup(string Oracle, OracleKind Kind, string Property, Verdict Verdict, IReadOnlyList<GateRecord> Records)
{
    /// <summary>True for the gravest failure: a value below a bound is no bound.</summary>
    public bool IsUnsound => Verdict == Verdict.TooLow && (Kind is OracleKind.Bound or OracleKind.Conditional);

    /// <summary>The groups of a run's failures, the gravest first.</summary>
    public static IReadOnlyList<FailureGroup> Of(IEnumerable<GateRecord> records) =>
    [
        .. records
            .Where(r => r.Verdict.IsFailure())
            .GroupBy(r => (r.Oracle, r.Kind, r.Property, r.Verdict, Sign: Math.Sign(r.Distance ?? 0)))
            .Select(g => new FailureGroup(g.Key.Oracle, g.Key.Kind, g.Key.Property, g.Key.Verdict, [.. g.OrderByDescending(r => r.Shrinks)]))
            .OrderBy(g => g.IsUnsound ? 0 : 1)
            .ThenBy(g => g.Verdict)
            .ThenBy(g => g.Oracle, StringComparer.Ordinal)
            .ThenBy(g => g.Property, StringComparer.Ordinal),
    ];
}
