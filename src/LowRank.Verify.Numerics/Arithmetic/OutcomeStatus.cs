namespace LowRank.Verify.Arithmetic;

/// <summary>What became of an operation that has no value for every argument.</summary>
public enum OutcomeStatus
{
    /// <summary>The operation has an enclosure.</summary>
    Enclosed,

    /// <summary>The enclosures of the arguments are too wide to tell; a higher precision may.</summary>
    Undecided,

    /// <summary>No point of the arguments lies in the domain.</summary>
    OutsideDomain,
}
