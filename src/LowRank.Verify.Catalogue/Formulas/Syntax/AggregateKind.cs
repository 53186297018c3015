namespace LowRank.Verify.Formulas.Syntax;

/// <summary>What is done with the values over an index range.</summary>
public enum AggregateKind
{
    /// <summary>Their sum; 0 over an empty range.</summary>
    Sum,

    /// <summary>Their product; 1 over an empty range.</summary>
    Product,

    /// <summary>The least; an error over an empty range.</summary>
    Minimum,

    /// <summary>The greatest; an error over an empty range.</summary>
    Maximum,
}
