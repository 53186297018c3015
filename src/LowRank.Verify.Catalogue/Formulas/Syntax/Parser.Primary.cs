namespace LowRank.Verify.Formulas.Syntax;

/// <content>Primary expressions and the handling of words.</content>
public sealed partial class Parser
{
    private Expression ParsePrimary()
    {
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                at++;
                return ParseLiteral(token);
            case TokenKind.Name when token.Text is "in" or "for" or "and" or "or" or "not":
                throw new FormulaException(Position(token), $"'{token.Text}' is a word of the language and cannot stand here");
            case TokenKind.Name:
                at++;
                return IsSymbol("(") ? ParseCall(token)
                    : Take("[") ? ParseItem(token)
                    : new Expression.Reference(Position(token), token.Text);
            default:
                if (Take("("))
                {
                    Expression inner = ParseOr();
                    Expect(")");
                    return inner;
                }

                return Take("[") ? ParseArray(token)
                    : throw new FormulaException(Position(token), $"a number, a name or '(' is expected here, not {Quote(token)}");
        }
    }

    private Expression.Item ParseItem(Token name)
    {
        Expression index = ParseSum();
        Expect("]");
        return Checked(new Expression.Item(Position(name), name.Text, index));
    }

    private Expression.Array ParseArray(Token bracket)
    {
        Expression body = ParseOr();
        if (!IsWord("for"))
        {
            throw new FormulaException(Position(Current),
                $"an array is written [expression for i in 1..n]; 'for' is expected here, not {Quote(Current)}");
        }

        Expression.Array array = ParseLoops(bracket, body);
        Expect("]");
        return array;
    }

    // [x for i in a..b for j in c..d]: the last loop runs fastest, and its range may depend on the loops before it.
    private Expression.Array ParseLoops(Token bracket, Expression body)
    {
        at++;
        string variable = ExpectName();
        ExpectWord("in");
        (Expression lower, Expression upper) = ParseBounds();
        return Checked(new Expression.Array(Position(bracket), IsWord("for") ? ParseLoops(bracket, body) : body, variable, lower, upper));
    }

    private Expression ParseCall(Token name)
    {
        Expect("(");
        if (Current.Kind == TokenKind.Name && tokens[at + 1] is { Kind: TokenKind.Name, Text: "in" })
        {
            return name.Text == "integral" ? ParseIntegral(name) : ParseAggregate(name);
        }

        List<Expression> arguments = [];
        if (!IsSymbol(")"))
        {
            do
            {
                arguments.Add(ParseOr());
            }
            while (Take(","));
        }

        Expect(")");
        if (name.Text != "if")
        {
            return Checked(new Expression.Call(Position(name), name.Text, arguments));
        }

        return arguments.Count == 3
            ? Checked(new Expression.Choice(Position(name), arguments[0], arguments[1], arguments[2]))
            : throw new FormulaException(Position(name),
                $"if takes 3 arguments (condition, value when true, value when false), not {arguments.Count}");
    }

    private Expression.Aggregate ParseAggregate(Token name)
    {
        AggregateKind kind = name.Text switch
        {
            "sum" => AggregateKind.Sum,
            "prod" => AggregateKind.Product,
            "min" => AggregateKind.Minimum,
            "max" => AggregateKind.Maximum,
            _ => throw new FormulaException(Position(name), $"only sum, prod, min, max and integral run over a range, not '{name.Text}'"),
        };
        string variable = ExpectName();
        ExpectWord("in");
        (Expression lower, Expression upper) = ParseBounds();
        Expect(",");
        Expression body = ParseOr();
        Expect(")");
        return Checked(new Expression.Aggregate(Position(name), kind, variable, lower, upper, body));
    }

    private Expression.Integral ParseIntegral(Token name)
    {
        string variable = ExpectName();
        ExpectWord("in");
        (Expression lower, Expression upper) = ParseBounds();
        Expect(",");
        Expression body = ParseOr();
        Expect(")");
        return Checked(new Expression.Integral(Position(name), variable, lower, upper, body));
    }

    private (Expression Lower, Expression Upper) ParseBounds()
    {
        Expression lower = ParseSum();
        Expect("..");
        return (lower, ParseSum());
    }

    private SourcePosition Position(Token token) => source.PositionAt(token.Offset);

    private bool IsSymbol(string text) => Current.Kind == TokenKind.Symbol && Current.Text == text;

    private bool IsWord(string text) => Current.Kind == TokenKind.Name && Current.Text == text;

    private Token Next() => tokens[at++];

    private bool Take(string symbol)
    {
        if (!IsSymbol(symbol))
        {
            return false;
        }

        at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
        {
            throw new FormulaException(Position(Current), $"'{symbol}' is expected here, not {Quote(Current)}");
        }
    }

    private void ExpectWord(string word)
    {
        if (!IsWord(word))
        {
            throw new FormulaException(Position(Current), $"'{word}' is expected here, not {Quote(Current)}");
        }

        at++;
    }

    private string ExpectName()
    {
        if (Current.Kind != TokenKind.Name || Current.Text is "in" or "for" or "and" or "or" or "not" or "if")
        {
            throw new FormulaException(Position(Current), $"a name is expected here, not {Quote(Current)}");
        }

        return Next().Text;
    }

    private void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
        {
            throw new FormulaException(Position(Current),
                $"the formula should end before {Quote(Current)}; an operator is missing or a bracket is not opened");
        }
    }

    private void Enter(Token token)
    {
        if (++depth > MaximumDepth)
        {
            throw new FormulaException(Position(token),
                $"the formula is nested more than {MaximumDepth} deep; name parts of it under 'where'");
        }
    }

    private static T Checked<T>(T expression)
        where T : Expression => expression.Depth <= MaximumDepth
            ? expression
            : throw new FormulaException(expression.Position,
                $"the formula is nested more than {MaximumDepth} deep; name parts of it under 'where'");

    private static string Quote(Token token) => token.Kind == TokenKind.End ? token.Text : $"'{token.Text}'";
}
