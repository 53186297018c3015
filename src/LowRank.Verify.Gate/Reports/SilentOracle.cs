using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Reports;

/// <summary>An oracle of which most cases, or all, say nothing for the implementation.</summary>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Cases">Its cases.</param>
/// <param name="Skipped">Those that the implementation declined.</param>
/// <param name="Judged">Those in which a value was judged.</param>
/// <param name="Reason">The reason given most often; null when none was.</param>
public sealed record SilentOracle(string Oracle, int Cases, int Skipped, int Judged, string? Reason)
{
    /// <summary>Oracles without one judged value, and those of which most cases were declined, in the order of the run.</summary>
    internal static IReadOnlyList<SilentOracle> Of(RunReport report, Func<RunCase, bool> isKnown) =>
    [
        .. report.Cases.GroupBy(found => found.Oracle, StringComparer.Ordinal)
            .Where(oracle => !oracle.All(isKnown) && !oracle.Any(found => found.Verdict.IsFailure() && !found.Verdict.IsJudged()))
            .Select(oracle => new SilentOracle(oracle.Key, oracle.Count(), oracle.Count(found => found.Verdict == Verdict.Skipped),
                oracle.Count(found => found.Verdict.IsJudged()), MostGiven(oracle)))
            .Where(oracle => oracle.Judged == 0 || 2 * oracle.Skipped > oracle.Cases),
    ];

    private static string? MostGiven(IEnumerable<RunCase> cases) => cases
        .Where(found => found.Verdict.IsDoubt() && found.Message is not null).GroupBy(found => found.Message!, StringComparer.Ordinal)
        .OrderByDescending(reason => reason.Count()).FirstOrDefault()?.Key;
}
