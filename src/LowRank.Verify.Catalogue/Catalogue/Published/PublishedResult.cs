using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Catalogue.Published;

/// <summary>What became of the check of an entry.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Verdict">agrees, differs, consistent, inconsistent, undecided or recorded.</param>
/// <param name="Computed">Encloses the recomputed number; null for other checks.</param>
/// <param name="Message">Why nothing was decided; null otherwise.</param>
public sealed record PublishedResult(PublishedEntry Entry, string Verdict, Interval? Computed, string? Message)
{
    /// <summary>True when the verdict is not the one on record.</summary>
    public bool IsChanged => Verdict != Entry.Verdict;
}
