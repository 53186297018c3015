using System.Text.RegularExpressions;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Gate.Reports;

/// <summary>
/// Failures that probably share a cause: same oracle, same property, same verdict, same sign of the distance; of what is no wrong number
/// (errors, crashes, timeouts) the same verdict with the same message but for the numbers in it, whatever the oracle.
/// </summary>
/// <param name="Cases">The failures; the first is the one to read: a shrunk one, and of those the smallest.</param>
/// <param name="Gap">The known gap that covers them; null when they count.</param>
public sealed partial record RunGroup(IReadOnlyList<RunCase> Cases, KnownGap? Gap)
{
    private const string Value = "value";

    /// <summary>The failure to read.</summary>
    public RunCase First => Cases[0];

    /// <summary>
    /// What was tested. An answer that is too low or too high is a wrong value, whether a fixed case, a grid of p or the test of a
    /// property met it.
    /// </summary>
    public string Property => PropertyOf(First);

    /// <summary>True for the gravest failure: a value below the published bound, which nothing published says to be one.</summary>
    public bool IsUnsound => First is { Verdict: Verdict.TooLow, Kind: OracleKind.Bound };

    /// <summary>The groups of failures, the gravest first.</summary>
    /// <param name="failures">The failures.</param>
    /// <param name="gap">The known gap of all of them, if any.</param>
    internal static IReadOnlyList<RunGroup> Of(IEnumerable<RunCase> failures, KnownGap? gap = null) =>
    [
        .. failures
            .GroupBy(KindOf)
            .Select(g => new RunGroup([.. g.OrderBy(c => c.IsVector ? 1 : 0).ThenBy(c => c.Shrinks > 0 ? 0 : 1).ThenBy(c => c.Length())],
                gap))
            .OrderBy(g => g.Rank)
            .ThenBy(g => g.First.Verdict)
            .ThenBy(g => g.First.Oracle, StringComparer.Ordinal)
            .ThenBy(g => g.Property, StringComparer.Ordinal)
            .ThenBy(g => g.First.Distance ?? 0),
    ];

    /// <summary>The oracles of the failures, that of the first before the others.</summary>
    public IReadOnlyList<string> Oracles => [.. Cases.Select(found => found.Oracle).Distinct()];

    private static (string Oracle, string Property, Verdict Verdict, int Sign, string Cause) KindOf(RunCase found) =>
        found is { Verdict: Verdict.Error or Verdict.Crash or Verdict.Timeout, Message: { } message }
            ? (string.Empty, string.Empty, found.Verdict, 0, Numbers().Replace(
                message.Replace(CaseTest.OfProperty, string.Empty, StringComparison.Ordinal), "#"))
            : (found.Oracle, PropertyOf(found), found.Verdict, double.IsNaN(found.Distance ?? 0) ? 0 : Math.Sign(found.Distance ?? 0),
                string.Empty);

    [GeneratedRegex(@"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")]
    private static partial Regex Numbers();

    // Below a bound, then below a conditional value, which is a bound for the right constants, then the rest.
    private int Rank => First.Verdict != Verdict.TooLow ? 2 : First.Kind switch
    {
        OracleKind.Bound => 0,
        OracleKind.Conditional => 1,
        _ => 2,
    };

    private static string PropertyOf(RunCase found) => found.Verdict is Verdict.TooLow or Verdict.TooHigh || found.IsVector
        || found.IsSweep ? Value : found.Property;
}
