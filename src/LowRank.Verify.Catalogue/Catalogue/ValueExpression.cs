using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>The result of an oracle: one formula (a number or an array), or a record of named formulas.</summary>
public abstract record ValueExpression
{
    private ValueExpression()
    {
    }

    /// <summary>One formula.</summary>
    /// <param name="Body">The formula.</param>
    public sealed record Single(Formula Body) : ValueExpression;

    /// <summary>Several, by name, in order.</summary>
    /// <param name="Parts">Names and formulas.</param>
    public sealed record Named(IReadOnlyList<KeyValuePair<string, Formula>> Parts) : ValueExpression;
}
