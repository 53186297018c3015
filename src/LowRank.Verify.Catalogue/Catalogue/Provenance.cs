namespace LowRank.Verify.Catalogue;

/// <summary>Where a statement comes from.</summary>
public enum Provenance
{
    /// <summary>Read in the published text.</summary>
    PublishedText,

    /// <summary>Read in public code.</summary>
    PublicCode,

    /// <summary>Derived here from verified pieces.</summary>
    Derived,

    /// <summary>Recalled, unchecked; not allowed in a bound.</summary>
    Recalled,
}
