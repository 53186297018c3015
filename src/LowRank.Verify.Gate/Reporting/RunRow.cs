using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>An oracle and how many cases got which verdict.</summary>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Counts">Cases by verdict, without those that a known gap covers; a verdict that did not occur is absent.</param>
/// <param name="KnownGaps">Failures that known gaps cover.</param>
public sealed record RunRow(string Oracle, OracleKind Kind, IReadOnlyDictionary<Verdict, int> Counts, int KnownGaps)
{
    /// <summary>Cases in all.</summary>
    public int Cases => Counts.Values.Sum() + KnownGaps;

    /// <summary>Failures that count.</summary>
    public int Failures => Counts.Where(count => count.Key.IsFailure()).Sum(count => count.Value);

    /// <summary>How many cases got a verdict.</summary>
    public int this[Verdict verdict] => Counts.GetValueOrDefault(verdict);
}
