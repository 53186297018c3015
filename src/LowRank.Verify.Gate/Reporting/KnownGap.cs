namespace LowRank.Verify.Gate.Reporting;

/// <summary>A failure that the keeper of an implementation knows of.</summary>
/// <param name="Id">Id of a case, a unit or an oracle; * stands for any text, ? for one character.</param>
/// <param name="Reason">Why it fails.</param>
/// <param name="Issue">Where it is tracked.</param>
/// <param name="Expires">The last day on which the entry holds.</param>
/// <param name="Where">File and entry, for messages.</param>
public sealed record KnownGap(string Id, string Reason, string? Issue, DateOnly? Expires, string Where)
{
    /// <summary>True when the entry speaks of a case.</summary>
    public bool Covers(RunCase found) => Matches(found.Oracle) || Matches(found.Unit) || Matches(found.Id);

    internal bool Matches(string id) => OracleFilter.Matches(Id, id);
}
