namespace LowRank.Verify.Catalogue;

/// <summary>What became of an evaluation.</summary>
public enum EvaluationStatus
{
    /// <summary>The result encloses the exact value.</summary>
    Enclosed,

    /// <summary>
    /// A tie or a domain question stayed open at the highest precision; a result, if any, is the hull of what is possible.
    /// </summary>
    Undecided,

    /// <summary>The formula has no value for these inputs.</summary>
    OutsideDomain,
}
