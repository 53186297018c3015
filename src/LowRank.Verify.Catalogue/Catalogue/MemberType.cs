namespace LowRank.Verify.Catalogue;

/// <summary>Type of an input, or of each item of an array of inputs.</summary>
public enum MemberType
{
    /// <summary>An integer; at least 1 unless its domain says otherwise.</summary>
    Count,

    /// <summary>A real number, given exactly.</summary>
    Real,

    /// <summary>A matrix as stored.</summary>
    Matrix,
}
