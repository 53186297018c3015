namespace LowRank.Verify.Formulas.Binding;

/// <summary>A definition as formulas see it.</summary>
internal sealed class DefinitionSymbol(string name, int slot, IReadOnlyList<string> parameters, Formula body, SourcePosition position)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its place among the definitions.</summary>
    public int Slot { get; } = slot;

    /// <summary>Its parameters, numbers all.</summary>
    public IReadOnlyList<string> Parameters { get; } = parameters;

    /// <summary>What it stands for.</summary>
    public Formula Body { get; } = body;

    /// <summary>Where it stands.</summary>
    public SourcePosition Position { get; } = position;

    /// <summary>True once a formula uses it.</summary>
    public bool IsUsed { get; set; }

    /// <summary>The bound body, once bound.</summary>
    public BoundFormula? Bound { get; set; }
}
