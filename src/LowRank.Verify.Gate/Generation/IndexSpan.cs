using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Generation;

/// <summary>The indices of an array once the depth L is chosen.</summary>
/// <param name="First">First index.</param>
/// <param name="Count">How many there are; 0 when the range is empty.</param>
internal readonly record struct IndexSpan(int First, int Count)
{
    /// <summary>The span of a range at depth L.</summary>
    /// <exception cref="InputException">The range is not made of integers, one name, + and −.</exception>
    public static IndexSpan Of(IndexRange range, int depth)
    {
        int first = Value(range.Lower, range, depth);
        return new IndexSpan(first, Math.Max(0, Value(range.Upper, range, depth) - first + 1));
    }

    private static int Value(Expression expression, IndexRange range, int depth) => expression switch
    {
        Expression.Literal { Value.IsInteger: true } literal => (int)literal.Value.Numerator,
        Expression.Reference => depth,
        Expression.Negation negation => -Value(negation.Operand, range, depth),
        Expression.Binary { Operator: BinaryOperator.Add } sum => Value(sum.Left, range, depth) + Value(sum.Right, range, depth),
        Expression.Binary { Operator: BinaryOperator.Subtract } difference =>
            Value(difference.Left, range, depth) - Value(difference.Right, range, depth),
        _ => throw new InputException(
            $"index range '{range.Text}': inputs can be generated only for ranges made of integers, one depth, + and -"),
    };
}
