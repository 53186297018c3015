using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Syntax;

/// <summary>The syntax tree of a formula. Every node knows its place in the file.</summary>
/// <param name="Position">Where the node starts (for an operator: where the operator stands).</param>
public abstract record Expression(SourcePosition Position)
{
    private protected const int LeafDepth = 1;

    /// <summary>Height of the tree below and including this node.</summary>
    public abstract int Depth { get; }

    /// <summary>An exact decimal number.</summary>
    public sealed record Literal(SourcePosition Position, Rational Value, string Text) : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth => LeafDepth;
    }

    /// <summary>A name: a member, a dimension, a definition, a parameter or a loop variable.</summary>
    public sealed record Reference(SourcePosition Position, string Name) : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth => LeafDepth;
    }

    /// <summary>An item of an array: name[index].</summary>
    public sealed record Item(SourcePosition Position, string Name, Expression Index) : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth { get; } = Index.Depth + 1;
    }

    /// <summary>−x.</summary>
    public sealed record Negation(SourcePosition Position, Expression Operand) : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth { get; } = Operand.Depth + 1;
    }

    /// <summary>not x.</summary>
    public sealed record Complement(SourcePosition Position, Expression Operand) : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth { get; } = Operand.Depth + 1;
    }

    /// <summary>An operation on two operands.</summary>
    public sealed record Binary(SourcePosition Position, BinaryOperator Operator, Expression Left, Expression Right) : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth { get; } = Math.Max(Left.Depth, Right.Depth) + 1;
    }

    /// <summary>if(condition, whenTrue, whenFalse).</summary>
    public sealed record Choice(SourcePosition Position, Expression Condition, Expression WhenTrue, Expression WhenFalse)
        : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth { get; } = Math.Max(Condition.Depth, Math.Max(WhenTrue.Depth, WhenFalse.Depth)) + 1;
    }

    /// <summary>sum, prod, min or max of the body over variable = lower, …, upper.</summary>
    public sealed record Aggregate(SourcePosition Position, AggregateKind Kind, string Variable, Expression Lower, Expression Upper,
        Expression Body) : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth { get; } = Math.Max(Body.Depth, Math.Max(Lower.Depth, Upper.Depth)) + 1;
    }

    /// <summary>The integral of the body over the real variable from lower to upper.</summary>
    public sealed record Integral(SourcePosition Position, string Variable, Expression Lower, Expression Upper, Expression Body)
        : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth { get; } = Math.Max(Body.Depth, Math.Max(Lower.Depth, Upper.Depth)) + 1;
    }

    /// <summary>
    /// The array [body for variable in lower..upper]; a body that is itself an array gives its items one after the other.
    /// </summary>
    public sealed record Array(SourcePosition Position, Expression Body, string Variable, Expression Lower, Expression Upper)
        : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth { get; } = Math.Max(Body.Depth, Math.Max(Lower.Depth, Upper.Depth)) + 1;
    }

    /// <summary>A function or a definition applied to arguments.</summary>
    public sealed record Call(SourcePosition Position, string Name, IReadOnlyList<Expression> Arguments) : Expression(Position)
    {
        /// <inheritdoc/>
        public override int Depth { get; } = Arguments.Select(a => a.Depth).DefaultIfEmpty(0).Max() + 1;
    }
}
