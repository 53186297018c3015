namespace LowRank.Verify.Catalogue;

/// <summary>What the value of an oracle is.</summary>
public enum OracleKind
{
    /// <summary>A number defined by its inputs, such as a norm.</summary>
    Quantity,

    /// <summary>An upper bound with every constant explicit.</summary>
    Bound,

    /// <summary>An upper bound for constants that nobody knows and the caller supplies.</summary>
    Conditional,

    /// <summary>A dominant term: constants and logarithms dropped. Never a bound.</summary>
    Rate,

    /// <summary>Two expressions that are equal.</summary>
    Identity,
}
