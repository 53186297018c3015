namespace LowRank.Verify.Formulas.Syntax;

/// <summary>Kinds of words of a formula.</summary>
internal enum TokenKind
{
    /// <summary>An unsigned decimal number.</summary>
    Number,

    /// <summary>A name or a word of the language (in, for, and, or, not, if).</summary>
    Name,

    /// <summary>An operator, a bracket, a comma or "..".</summary>
    Symbol,

    /// <summary>The end of the text.</summary>
    End,
}
