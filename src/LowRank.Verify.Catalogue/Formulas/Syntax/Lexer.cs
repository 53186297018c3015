namespace LowRank.Verify.Formulas.Syntax;

/// <summary>Splits a formula into words.</summary>
internal static class Lexer
{
    private const int MaximumLength = 100_000;

    private static readonly string[] Symbols =
        ["..", "<=", ">=", "==", "!=", "+", "-", "*", "/", "^", "(", ")", "[", "]", ",", "<", ">"];

    /// <summary>The words of the text, ending with <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="FormulaException">A character that no word starts with, or a text that is too long.</exception>
    public static List<Token> Split(SourceText source)
    {
        string text = source.Text;
        if (text.Length > MaximumLength)
        {
            throw new FormulaException(source.PositionAt(0), $"the formula has more than {MaximumLength} characters");
        }

        List<Token> tokens = [];
        int at = 0;
        while (at < text.Length)
        {
            char c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }

            int end = char.IsAsciiDigit(c) || (c == '.' && IsDigit(text, at + 1)) ? EndOfNumber(text, at)
                : char.IsAsciiLetter(c) || c == '_' ? EndOfName(text, at)
                : at + (Symbols.FirstOrDefault(s => string.CompareOrdinal(text, at, s, 0, s.Length) == 0)?.Length ?? 0);
            if (end == at)
            {
                throw new FormulaException(source.PositionAt(at), Unexpected(c));
            }

            TokenKind kind = char.IsAsciiDigit(c) || (c == '.' && text[at..end] != "..") ? TokenKind.Number
                : char.IsAsciiLetter(c) || c == '_' ? TokenKind.Name : TokenKind.Symbol;
            tokens.Add(new Token(kind, text[at..end], at));
            at = end;
        }

        tokens.Add(new Token(TokenKind.End, "the end of the formula", text.Length));
        return tokens;
    }

    private static string Unexpected(char c) => c switch
    {
        '=' => "'=' is not an operator; write '==' to compare",
        '&' => "'&' is not an operator; write 'and'",
        '|' => "'|' is not an operator; write 'or', or abs(x)",
        '!' => "'!' is not an operator; write 'not'",
        '#' => "'#' does not start a comment inside a formula",
        _ => $"unexpected character '{c}'",
    };

    private static bool IsDigit(string text, int at) => at < text.Length && char.IsAsciiDigit(text[at]);

    private static int EndOfName(string text, int at)
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return at;
    }

    private static int EndOfNumber(string text, int at)
    {
        at = EndOfDigits(text, at);
        if (at < text.Length && text[at] == '.' && IsDigit(text, at + 1))
        {
            at = EndOfDigits(text, at + 1);
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            int sign = at + 1 < text.Length && text[at + 1] is '+' or '-' ? 1 : 0;
            if (IsDigit(text, at + 1 + sign))
            {
                at = EndOfDigits(text, at + 1 + sign);
            }
        }

        return at;
    }

    private static int EndOfDigits(string text, int at)
    {
        while (IsDigit(text, at))
        {
            at++;
        }

        return at;
    }
}
