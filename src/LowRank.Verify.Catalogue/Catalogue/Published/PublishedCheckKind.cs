namespace LowRank.Verify.Catalogue.Published;

/// <summary>What can be checked of a published number.</summary>
public enum PublishedCheckKind
{
    /// <summary>Its inputs are known: it is computed again.</summary>
    Recomputed,

    /// <summary>Its inputs are not known, but printed numbers must satisfy a relation within rounding.</summary>
    Consistent,

    /// <summary>Nothing can be checked, for a reason that is given.</summary>
    Recorded,
}
