namespace LowRank.Verify.Codes.Decoded;

/// <summary>How the entries of a matrix stand in the word.</summary>
internal enum Layout
{
    /// <summary>Symbols of {−m, …, m} by an adaptive model.</summary>
    Range = 0,

    /// <summary>Symbols that point into a list of integers, by an adaptive model.</summary>
    Codebook = 1,

    /// <summary>Numbers of {−m, …, m}, all alike.</summary>
    Raw = 2,

    /// <summary>Which are 0 by an adaptive model, signs as they are, magnitudes of {1, …, m} by an adaptive model.</summary>
    Mask = 3,
}

/// <summary>A matrix of integers.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Entries">Row after row.</param>
/// <param name="Layout">How it is coded.</param>
/// <param name="Limit">The m of the layout; 1 for a codebook.</param>
/// <param name="Book">The list of a codebook; empty for others.</param>
internal sealed record IntegerMatrix(int Rows, int Columns, int[] Entries, Layout Layout, int Limit, int[] Book)
{
    public bool Equals(IntegerMatrix? other) => other is not null && Rows == other.Rows && Columns == other.Columns
        && Layout == other.Layout && Limit == other.Limit && Entries.AsSpan().SequenceEqual(other.Entries)
        && Book.AsSpan().SequenceEqual(other.Book);

    public override int GetHashCode() => HashCode.Combine(Rows, Columns, Layout, Limit);
}

/// <summary>A layer: one matrix, or the product of two, applied to the input with a constant 2^e appended where there is a bias.</summary>
/// <param name="Matrices">First the one that is applied first.</param>
/// <param name="BiasExponent">e, or null without a bias.</param>
internal sealed record CodedLayer(IReadOnlyList<IntegerMatrix> Matrices, int? BiasExponent)
{
    public bool Equals(CodedLayer? other) => other is not null && BiasExponent == other.BiasExponent
        && Matrices.SequenceEqual(other.Matrices);

    public override int GetHashCode() => HashCode.Combine(Matrices.Count, BiasExponent);
}
