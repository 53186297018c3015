namespace LowRank.Verify.Formulas.Evaluation;

/// <summary>An input under evaluation; a single value is an array of one. Items that are not given are filled from the default.</summary>
internal sealed class MemberValue
{
    /// <summary>True when the input was given.</summary>
    public required bool IsGiven { get; init; }

    /// <summary>Index of the first item.</summary>
    public required long First { get; init; }

    /// <summary>Numbers, or null for matrices.</summary>
    public Quantity?[]? Numbers { get; init; }

    /// <summary>Matrices, or null for numbers.</summary>
    public MatrixQuantity?[]? Matrices { get; init; }

    /// <summary>Number of items.</summary>
    public int Length => Numbers?.Length ?? Matrices!.Length;
}
