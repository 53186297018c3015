namespace LowRank.Verify.Formulas.Binding;

/// <summary>A member as formulas see it.</summary>
internal sealed class MemberSymbol(string name, int slot, bool isMatrix, (Affine Lower, Affine Upper)? index, Formula? fallback,
    SourcePosition position)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its place among the inputs.</summary>
    public int Slot { get; } = slot;

    /// <summary>True for matrices.</summary>
    public bool IsMatrix { get; } = isMatrix;

    /// <summary>Index range of an array, or null.</summary>
    public (Affine Lower, Affine Upper)? Index { get; } = index;

    /// <summary>What stands in when it is not given, or null.</summary>
    public Formula? Default { get; } = fallback;

    /// <summary>Where it is declared.</summary>
    public SourcePosition Position { get; } = position;

    /// <summary>The bound default, once bound.</summary>
    public BoundFormula? BoundDefault { get; set; }

    /// <summary>True once a formula uses it.</summary>
    public bool IsUsed { get; set; }
}
