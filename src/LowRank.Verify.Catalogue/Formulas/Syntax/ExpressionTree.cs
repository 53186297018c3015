namespace LowRank.Verify.Formulas.Syntax;

/// <summary>Walks over syntax trees.</summary>
internal static class ExpressionTree
{
    /// <summary>The expressions directly below one.</summary>
    public static IEnumerable<Expression> Children(Expression expression) => expression switch
    {
        Expression.Item item => [item.Index],
        Expression.Negation negation => [negation.Operand],
        Expression.Complement complement => [complement.Operand],
        Expression.Binary binary => [binary.Left, binary.Right],
        Expression.Choice choice => [choice.Condition, choice.WhenTrue, choice.WhenFalse],
        Expression.Aggregate loop => [loop.Lower, loop.Upper, loop.Body],
        Expression.Integral integral => [integral.Lower, integral.Upper, integral.Body],
        Expression.Array loop => [loop.Lower, loop.Upper, loop.Body],
        Expression.Call call => call.Arguments,
        _ => [],
    };

    /// <summary>True when an expression, or a part of it, is of a kind.</summary>
    public static bool Contains<T>(Expression expression)
        where T : Expression => expression is T || Children(expression).Any(Contains<T>);

    /// <summary>The names that occur in an expression: members, dimensions, definitions, functions and variables.</summary>
    public static IEnumerable<string> Names(Expression expression)
    {
        string? own = expression switch
        {
            Expression.Reference reference => reference.Name,
            Expression.Item item => item.Name,
            Expression.Call call => call.Name,
            _ => null,
        };
        return (own is null ? [] : new[] { own }).Concat(Children(expression).SelectMany(Names));
    }
}
