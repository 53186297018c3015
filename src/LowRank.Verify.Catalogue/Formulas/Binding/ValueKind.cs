namespace LowRank.Verify.Formulas.Binding;

/// <summary>What a formula stands for.</summary>
internal enum ValueKind
{
    /// <summary>A real number.</summary>
    Number,

    /// <summary>A condition.</summary>
    Condition,

    /// <summary>A matrix.</summary>
    Matrix,

    /// <summary>An array of numbers.</summary>
    Array,

    /// <summary>A list of matrices: a member, whole, as the argument of a function.</summary>
    Matrices,
}
