namespace LowRank.Verify.Formulas.Syntax;

/// <summary>Operators on two operands.</summary>
public enum BinaryOperator
{
    /// <summary>x + y.</summary>
    Add,

    /// <summary>x − y, of numbers or of matrices of one shape.</summary>
    Subtract,

    /// <summary>x · y.</summary>
    Multiply,

    /// <summary>x / y.</summary>
    Divide,

    /// <summary>x^y.</summary>
    Power,

    /// <summary>x &lt; y.</summary>
    Less,

    /// <summary>x ≤ y.</summary>
    LessOrEqual,

    /// <summary>x &gt; y.</summary>
    Greater,

    /// <summary>x ≥ y.</summary>
    GreaterOrEqual,

    /// <summary>x = y.</summary>
    Equal,

    /// <summary>x ≠ y.</summary>
    NotEqual,

    /// <summary>Both conditions hold.</summary>
    And,

    /// <summary>At least one condition holds.</summary>
    Or,
}
