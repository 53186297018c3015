using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>
/// Where a member comes from on a network: a formula over the facts of <see cref="FactVocabulary"/>, of which one certified end is taken.
/// </summary>
/// <param name="Value">The formula; a free name in its subscripts is the index of the item.</param>
/// <param name="IsLower">True where the lower end is taken instead of the upper one.</param>
/// <param name="When">The member is given where this condition holds, and its default stands otherwise; null for always.</param>
/// <param name="Note">What must be said with a value that rests on it, or null.</param>
public sealed record MemberSource(Formula Value, bool IsLower, Formula? When, string? Note)
{
    /// <summary>The facts that the formula and its condition name.</summary>
    public IReadOnlyList<string> Facts { get; } =
        [.. Named(Value.Syntax).Concat(When is null ? [] : Named(When.Syntax)).Distinct(StringComparer.Ordinal)];

    /// <summary>The formula, bound to the vocabulary.</summary>
    internal BoundFormula Bound { get; } = FactVocabulary.Bind(Value, mayHaveFreeIndex: true);

    /// <summary>The condition, bound.</summary>
    internal BoundFormula? BoundWhen { get; } = When is null ? null : FactVocabulary.Bind(When, mayHaveFreeIndex: false);

    /// <summary>As written.</summary>
    public string Text => $"{Value.Text}{(IsLower ? ", lower end" : string.Empty)}{(When is null ? string.Empty : $", when {When.Text}")}";

    private static IEnumerable<string> Named(Expression expression)
    {
        IEnumerable<string> own = expression switch
        {
            Expression.Reference reference when FactVocabulary.Find(reference.Name) is not null => [reference.Name],
            Expression.Item item => [item.Name],
            _ => [],
        };
        return own.Concat(ExpressionTree.Children(expression).SelectMany(Named));
    }
}
