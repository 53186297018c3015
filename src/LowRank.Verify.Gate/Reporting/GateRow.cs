using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>One line of the table: an oracle and how many cases got which verdict.</summary>
/// <param name="Oracle">Id of the oracle.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Counts">Cases by verdict; a verdict that did not occur is absent.</param>
public sealed record GateRow(string Oracle, OracleKind Kind, IReadOnlyDictionary<Verdict, int> Counts)
{
    /// <summary>Cases in all.</summary>
    public int Cases => Counts.Values.Sum();

    /// <summary>How many cases got a verdict.</summary>
    public int this[Verdict verdict] => Counts.GetValueOrDefault(verdict);
}
