namespace LowRank.Verify.Formulas.Binding;

/// <content>Loops, and what can be said about indices before any number is known.</content>
internal sealed partial class Binder
{
    private BoundTerm BindAggregate(Expression.Aggregate loop)
    {
        if (loop.Kind == AggregateKind.Product)
        {
            return BindProduct(loop);
        }

        Func<EvaluationFrame, IEnumerable<Quantity>> values = BindLoop(loop.Variable, loop.Lower, loop.Upper, loop.Body, loop.Position);
        return loop.Kind switch
        {
            AggregateKind.Sum => BoundTerm.Of(f => values(f).Aggregate(Quantity.Of(0), f.Arithmetic.Add)),
            AggregateKind.Minimum => BoundTerm.Of(f => Extreme(values(f), f.Arithmetic.Min, "minimum")),
            _ => BoundTerm.Of(f => Extreme(values(f), f.Arithmetic.Max, "maximum")),
        };
    }

    // Of numbers or of matrices.
    private BoundTerm BindProduct(Expression.Aggregate loop)
    {
        ValueKind kind = ValueKind.Number;
        Func<EvaluationFrame, IEnumerable<object>> factors = BindLoop<object>(loop.Variable, loop.Lower, loop.Upper, () =>
        {
            BoundTerm body = Bind(loop.Body);
            kind = body.Kind;
            return kind == ValueKind.Matrix ? body.Matrix : Number(body, loop.Body);
        }, loop.Position);
        return kind == ValueKind.Matrix
            ? BoundTerm.Of(f => MatrixQuantity.Product([.. factors(f).Cast<MatrixQuantity>()]))
            : BoundTerm.Of(f => factors(f).Cast<Quantity>().Aggregate(Quantity.Of(1), f.Arithmetic.Multiply));
    }

    private BoundTerm BindArray(Expression.Array loop)
    {
        Func<EvaluationFrame, IEnumerable<Quantity>> values = BindLoops(loop);
        return BoundTerm.Of(f => (IReadOnlyList<Quantity>)[.. values(f)]);
    }

    private Func<EvaluationFrame, IEnumerable<Quantity>> BindLoops(Expression.Array loop) => loop.Body is Expression.Array inner
        ? BindLoop<IEnumerable<Quantity>>(loop.Variable, loop.Lower, loop.Upper, () => BindLoops(inner), loop.Position) is var rows
            ? f => rows(f).SelectMany(row => row) : null!
        : BindLoop(loop.Variable, loop.Lower, loop.Upper, loop.Body, loop.Position);

    private static Quantity Extreme(IEnumerable<Quantity> values, Func<Quantity, Quantity, Quantity> choose, string what)
    {
        Quantity? best = null;
        foreach (Quantity value in values)
        {
            best = best is null ? value : choose(best, value);
        }

        return best ?? throw FormulaFailure.Outside($"the {what} over an empty range");
    }

    private Func<EvaluationFrame, IEnumerable<Quantity>> BindLoop(string variable, Expression lower, Expression upper, Expression body,
        SourcePosition position) =>
        BindLoop(variable, lower, upper, () => Number(body), position);

    private Func<EvaluationFrame, IEnumerable<T>> BindLoop<T>(string variable, Expression lower, Expression upper,
        Func<Func<EvaluationFrame, T>> bind, SourcePosition position)
    {
        CheckVariable(variable, position, "loop variable");
        CheckInteger(lower);
        CheckInteger(upper);
        Func<EvaluationFrame, Quantity> from = Number(lower), to = Number(upper);
        Local local = new(variable, LocalCount++, ToAffine(lower), ToAffine(upper));
        locals.Add(local);
        Func<EvaluationFrame, T> term = bind();
        _ = locals.Remove(local);
        return f => Run(f, from(f).ToInteger("the lower end of a range"), to(f).ToInteger("the upper end of a range"), local.Slot, term);
    }

    private BoundTerm BindIntegral(Expression.Integral integral)
    {
        CheckVariable(integral.Variable, integral.Position, "variable of the integral");
        if (integrals > 0)
        {
            throw new FormulaException(integral.Position, "an integral inside an integral is not evaluated");
        }

        Func<EvaluationFrame, Quantity> from = Number(integral.Lower), to = Number(integral.Upper);
        Local local = new(integral.Variable, LocalCount++, null, null, true);
        locals.Add(local);
        integrals++;
        Func<EvaluationFrame, Quantity> body = Number(integral.Body);
        integrals--;
        _ = locals.Remove(local);
        return BoundTerm.Of(f => RigorousIntegral.Evaluate(f, from(f), to(f), local.Slot, body));
    }

    private void CheckVariable(string variable, SourcePosition position, string what)
    {
        if (FindLocal(variable) is not null || scope.Knows(variable) || Functions.IsKnown(variable))
        {
            throw new FormulaException(position, $"the {what} '{variable}' already has a meaning; choose another name");
        }
    }

    // The variable of an integral is a real number and cannot count or index anything.
    private void CheckInteger(Expression expression)
    {
        if (expression is Expression.Reference reference && FindLocal(reference.Name) is { IsReal: true })
        {
            throw new FormulaException(reference.Position,
                $"'{reference.Name}' is the variable of an integral, a real number; an index must be an integer");
        }

        foreach (Expression part in ExpressionTree.Children(expression))
        {
            CheckInteger(part);
        }
    }

    private static IEnumerable<T> Run<T>(EvaluationFrame frame, long from, long to, int slot, Func<EvaluationFrame, T> term)
    {
        frame.Reserve((Int128)to - from + 1);
        for (long i = from; i <= to; i++)
        {
            frame.Step();
            frame.Locals[slot] = Quantity.Of(i);
            yield return term(frame);
        }
    }

    // An error only when some pass of the loops, if they run at all, is certain to leave the declared range.
    private void CheckIndex(Expression.Item item, (Affine Lower, Affine Upper) range)
    {
        if (ToAffine(item.Index) is not { } index)
        {
            return;
        }

        if (Extreme(index, false) is { } least && range.Lower.Plus(least, -1) is { IsCertainlyPositive: true })
        {
            throw new FormulaException(item.Index.Position,
                $"the index reaches {least}, but '{item.Name}' has the indices {range.Lower}..{range.Upper}");
        }

        if (Extreme(index, true) is { } greatest && greatest.Plus(range.Upper, -1) is { IsCertainlyPositive: true })
        {
            throw new FormulaException(item.Index.Position,
                $"the index reaches {greatest}, but '{item.Name}' has the indices {range.Lower}..{range.Upper}");
        }
    }

    // Inner loop variables are replaced first: their bounds may depend on outer ones.
    private Affine? Extreme(Affine index, bool isGreatest)
    {
        for (int i = locals.Count - 1; i >= 0; i--)
        {
            long factor = index[locals[i].Symbol];
            if (factor == 0)
            {
                continue;
            }

            Affine? bound = (factor > 0) == isGreatest ? locals[i].Upper : locals[i].Lower;
            if (bound is null || index.Plus(Affine.Symbol(locals[i].Symbol), -factor)?.Plus(bound, factor) is not { } next)
            {
                return null;
            }

            index = next;
        }

        return index;
    }

    private Affine? ToAffine(Expression expression) => expression switch
    {
        Expression.Literal { Value.IsInteger: true } literal when literal.Value.Numerator.GetBitLength() < 32 =>
            Affine.Of((long)literal.Value.Numerator),
        Expression.Reference reference when FindLocal(reference.Name) is { } local => Affine.Symbol(local.Symbol),
        Expression.Reference reference when scope.Dimensions.Contains(reference.Name) => Affine.Symbol(reference.Name),
        Expression.Negation negation => ToAffine(negation.Operand) is { } x ? Affine.Of(0).Plus(x, -1) : null,
        Expression.Binary { Operator: BinaryOperator.Add } sum => ToAffine(sum.Left) is { } a
            && ToAffine(sum.Right) is { } b ? a.Plus(b, 1) : null,
        Expression.Binary { Operator: BinaryOperator.Subtract } difference => ToAffine(difference.Left) is { } a
            && ToAffine(difference.Right) is { } b ? a.Plus(b, -1) : null,
        Expression.Binary { Operator: BinaryOperator.Multiply } product => (ToAffine(product.Left), ToAffine(product.Right)) switch
        {
            ({ IsConstant: true } a, { } b) => Affine.Of(0).Plus(b, a.Constant),
            ({ } a, { IsConstant: true } b) => Affine.Of(0).Plus(a, b.Constant),
            _ => null,
        },
        _ => null,
    };
}
