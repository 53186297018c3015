using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Syntax;

/// <summary>
/// Recursive-descent parser of the formula language. From loose to tight: or, and, not, comparison, + −, * /, unary −, ^
/// (right-associative; −x^2 is −(x^2)), calls and indices.
/// </summary>
public sealed partial class Parser
{
    /// <summary>Deepest nesting of a formula.</summary>
    public const int MaximumDepth = 200;

    private const int MaximumLiteralExponent = 10_000;

    private static readonly Dictionary<string, BinaryOperator> Comparisons = new(StringComparer.Ordinal)
    {
        ["<"] = BinaryOperator.Less, ["<="] = BinaryOperator.LessOrEqual,
        [">"] = BinaryOperator.Greater, [">="] = BinaryOperator.GreaterOrEqual,
        ["=="] = BinaryOperator.Equal, ["!="] = BinaryOperator.NotEqual,
    };

    private readonly SourceText source;
    private readonly List<Token> tokens;
    private int at;
    private int depth;

    private Parser(SourceText source)
    {
        this.source = source;
        tokens = Lexer.Split(source);
    }

    private Token Current => tokens[at];

    /// <summary>Parses a whole formula.</summary>
    /// <exception cref="FormulaException">It is not one; with line and column.</exception>
    public static Expression Parse(SourceText source)
    {
        Parser parser = new(source);
        Expression expression = parser.ParseOr();
        parser.ExpectEnd();
        return expression;
    }

    /// <summary>Parses an index range "lower..upper".</summary>
    /// <exception cref="FormulaException">It is not one.</exception>
    public static (Expression Lower, Expression Upper) ParseRange(SourceText source)
    {
        Parser parser = new(source);
        (Expression lower, Expression upper) = parser.ParseBounds();
        parser.ExpectEnd();
        return (lower, upper);
    }

    /// <summary>Parses the head of a definition: "name" or "name(i, j)".</summary>
    /// <exception cref="FormulaException">It is neither.</exception>
    public static (string Name, IReadOnlyList<string> Parameters) ParseHead(SourceText source)
    {
        Parser parser = new(source);
        string name = parser.ExpectName();
        List<string> parameters = [];
        if (parser.Take("("))
        {
            do
            {
                SourcePosition position = parser.Position(parser.Current);
                string parameter = parser.ExpectName();
                if (parameters.Contains(parameter))
                {
                    throw new FormulaException(position, $"the parameter '{parameter}' appears twice");
                }

                parameters.Add(parameter);
            }
            while (parser.Take(","));
            parser.Expect(")");
        }

        parser.ExpectEnd();
        return (name, parameters);
    }

    private Expression ParseOr()
    {
        Expression left = ParseAnd();
        while (IsWord("or"))
        {
            Token op = Next();
            left = Checked(new Expression.Binary(Position(op), BinaryOperator.Or, left, ParseAnd()));
        }

        return left;
    }

    private Expression ParseAnd()
    {
        Expression left = ParseNot();
        while (IsWord("and"))
        {
            Token op = Next();
            left = Checked(new Expression.Binary(Position(op), BinaryOperator.And, left, ParseNot()));
        }

        return left;
    }

    private Expression ParseNot()
    {
        if (!IsWord("not"))
        {
            return ParseComparison();
        }

        Token op = Next();
        Enter(op);
        Expression operand = ParseNot();
        depth--;
        return Checked(new Expression.Complement(Position(op), operand));
    }

    private Expression ParseComparison()
    {
        Expression left = ParseSum();
        if (Current.Kind == TokenKind.Symbol && Comparisons.TryGetValue(Current.Text, out BinaryOperator comparison))
        {
            Token op = Next();
            left = Checked(new Expression.Binary(Position(op), comparison, left, ParseSum()));
            if (Current.Kind == TokenKind.Symbol && Comparisons.ContainsKey(Current.Text))
            {
                throw new FormulaException(Position(Current), "comparisons do not chain; write 'a < b and b < c'");
            }
        }

        return left;
    }

    private Expression ParseSum()
    {
        Expression left = ParseProduct();
        while (IsSymbol("+") || IsSymbol("-"))
        {
            Token op = Next();
            left = Checked(new Expression.Binary(
                Position(op), op.Text == "+" ? BinaryOperator.Add : BinaryOperator.Subtract, left, ParseProduct()));
        }

        return left;
    }

    private Expression ParseProduct()
    {
        Expression left = ParseUnary();
        while (IsSymbol("*") || IsSymbol("/"))
        {
            Token op = Next();
            left = Checked(new Expression.Binary(
                Position(op), op.Text == "*" ? BinaryOperator.Multiply : BinaryOperator.Divide, left, ParseUnary()));
        }

        return left;
    }

    private Expression ParseUnary()
    {
        Token op = Current;
        Enter(op);
        Expression result = Take("-")
            ? Checked(new Expression.Negation(Position(op), ParseUnary()))
            : ParsePower();
        depth--;
        return result;
    }

    private Expression ParsePower()
    {
        Expression basis = ParsePrimary();
        if (!IsSymbol("^"))
        {
            return basis;
        }

        Token op = Next();
        return Checked(new Expression.Binary(Position(op), BinaryOperator.Power, basis, ParseUnary()));
    }

    private Expression.Literal ParseLiteral(Token token)
    {
        int mark = token.Text.IndexOfAny(['e', 'E']);
        if (mark >= 0 && (!int.TryParse(token.Text.AsSpan(mark + 1), System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out int exponent) || Math.Abs((long)exponent) > MaximumLiteralExponent))
        {
            throw new FormulaException(Position(token), $"the exponent of {token.Text} is beyond ±{MaximumLiteralExponent}");
        }

        return new Expression.Literal(Position(token), Rational.Parse(token.Text), token.Text);
    }
}
