namespace LowRank.Verify.Formulas.Binding;

/// <summary>The free index of a condition such as "r[i] &lt;= h[i]": a name without a meaning that stands inside a subscript.</summary>
internal static class FreeIndex
{
    /// <summary>The first such name, or null.</summary>
    public static string? Find(Expression expression, FormulaScope scope) => Names(expression, scope, [], false).FirstOrDefault();

    /// <summary>The arrays that the index subscripts, plainly or with an integer added.</summary>
    public static IReadOnlyList<(int Slot, long Offset)> Subscripts(Expression expression, string index, FormulaScope scope)
    {
        List<(int, long)> found = [];
        foreach (Expression.Item item in Items(expression))
        {
            if (scope.Members.TryGetValue(item.Name, out MemberSymbol? member) && Offset(item.Index, index) is { } offset)
            {
                found.Add((member.Slot, offset));
            }
        }

        return found;
    }

    private static IEnumerable<string> Names(Expression expression, FormulaScope scope, string[] bound, bool inSubscript)
    {
        switch (expression)
        {
            case Expression.Reference reference:
                return inSubscript && !bound.Contains(reference.Name) && !scope.Knows(reference.Name) ? [reference.Name] : [];
            case Expression.Item item:
                return Names(item.Index, scope, bound, true);
            case Expression.Aggregate { Variable: { } variable }:
                bound = [.. bound, variable];
                break;
            case Expression.Integral { Variable: { } variable }:
                bound = [.. bound, variable];
                break;
            case Expression.Array { Variable: { } variable }:
                bound = [.. bound, variable];
                break;
            default:
                break;
        }

        return ExpressionTree.Children(expression).SelectMany(child => Names(child, scope, bound, inSubscript));
    }

    private static IEnumerable<Expression.Item> Items(Expression expression)
    {
        IEnumerable<Expression.Item> below = ExpressionTree.Children(expression).SelectMany(Items);
        return expression is Expression.Item item ? below.Prepend(item) : below;
    }

    private static long? Offset(Expression subscript, string index) => subscript switch
    {
        Expression.Reference reference when reference.Name == index => 0,
        Expression.Binary { Operator: BinaryOperator.Add, Left: Expression.Reference left, Right: Expression.Literal right } when left.Name
            == index => Integer(right),
        Expression.Binary { Operator: BinaryOperator.Add, Left: Expression.Literal left, Right: Expression.Reference right } when right.Name
            == index => Integer(left),
        Expression.Binary { Operator: BinaryOperator.Subtract, Left: Expression.Reference left,
            Right: Expression.Literal right } when left.Name == index => -Integer(right),
        _ => null,
    };

    private static long? Integer(Expression.Literal literal) =>
        literal.Value.IsInteger && literal.Value.Numerator.GetBitLength() < 32 ? (long)literal.Value.Numerator : null;
}
