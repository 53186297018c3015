namespace LowRank.Verify.Formulas.Syntax;

/// <summary>One word of a formula.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters.</param>
/// <param name="Offset">Where it starts in the text.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset);
