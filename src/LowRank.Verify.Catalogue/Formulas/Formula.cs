namespace LowRank.Verify.Formulas;

/// <summary>A parsed formula: its text as written and its syntax tree.</summary>
public sealed class Formula
{
    private Formula(SourceText source, Expression syntax)
    {
        Source = source;
        Syntax = syntax;
    }

    /// <summary>The text on one line.</summary>
    public string Text => Source.OneLine;

    /// <summary>The syntax tree.</summary>
    public Expression Syntax { get; }

    /// <summary>The text with its places.</summary>
    public SourceText Source { get; }

    /// <summary>Parses a formula.</summary>
    /// <exception cref="FormulaException">The text is not one; with line and column.</exception>
    public static Formula Parse(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Formula(source, Parser.Parse(source));
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
