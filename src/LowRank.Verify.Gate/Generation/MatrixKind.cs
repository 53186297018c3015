namespace LowRank.Verify.Gate.Generation;

/// <summary>Types of generated matrices, from the simplest to the richest.</summary>
public enum MatrixKind
{
    /// <summary>All entries are 0.</summary>
    Zero,

    /// <summary>One entry is not 0.</summary>
    SingleEntry,

    /// <summary>Given entries; what shrinking ends with.</summary>
    Explicit,

    /// <summary>A product of two small-integer factors: exactly rank-deficient.</summary>
    IntegerProduct,

    /// <summary>A planted spectrum between Householder reflections, rounded to the storage format: nearly rank-deficient.</summary>
    Planted,
}
