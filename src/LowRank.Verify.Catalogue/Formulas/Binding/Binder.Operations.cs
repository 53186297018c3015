using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Binding;

/// <content>Operators, choices and calls.</content>
internal sealed partial class Binder
{
    private BoundTerm BindBinary(Expression.Binary binary)
    {
        if (binary.Operator is BinaryOperator.And or BinaryOperator.Or)
        {
            Func<EvaluationFrame, bool?> left = Condition(binary.Left), right = Condition(binary.Right);

            // The second condition is looked at only when the first does not settle the matter, so that it may be a guard.
            return binary.Operator == BinaryOperator.And
                ? BoundTerm.Of(f => left(f) is var a && a == false ? false : a & right(f))
                : BoundTerm.Of(f => left(f) is var a && a == true ? true : a | right(f));
        }

        BoundTerm minuend = Bind(binary.Left);
        if (binary.Operator is BinaryOperator.Subtract or BinaryOperator.Multiply && minuend.Kind == ValueKind.Matrix)
        {
            bool isDifference = binary.Operator == BinaryOperator.Subtract;
            BoundTerm second = Bind(binary.Right);
            return second.Kind != ValueKind.Matrix
                ? throw new FormulaException(binary.Right.Position, isDifference
                    ? $"only a matrix can be subtracted from a matrix, not {Article(second.Kind)}"
                    : $"a matrix is multiplied by a matrix, not by {Article(second.Kind)}")
                : isDifference ? BoundTerm.Of(f => f.Subtract(minuend.Matrix(f), second.Matrix(f)))
                : BoundTerm.Of(f => MatrixQuantity.Product([minuend.Matrix(f), second.Matrix(f)]));
        }

        Func<EvaluationFrame, Quantity> x = Number(minuend, binary.Left), y = Number(binary.Right);
        return binary.Operator switch
        {
            BinaryOperator.Add => BoundTerm.Of(f => f.Arithmetic.Add(x(f), y(f))),
            BinaryOperator.Subtract => BoundTerm.Of(f => f.Arithmetic.Subtract(x(f), y(f))),
            BinaryOperator.Multiply => BoundTerm.Of(f => f.Arithmetic.Multiply(x(f), y(f))),
            BinaryOperator.Divide => BoundTerm.Of(f => f.Arithmetic.Divide(x(f), y(f))),
            BinaryOperator.Power => BoundTerm.Of(f => f.Arithmetic.Power(x(f), y(f))),
            BinaryOperator.LessOrEqual => BoundTerm.Of(f => f.Arithmetic.IsAtMost(x(f), y(f))),
            BinaryOperator.Greater => BoundTerm.Of(f => !f.Arithmetic.IsAtMost(x(f), y(f))),
            BinaryOperator.GreaterOrEqual => BoundTerm.Of(f => f.Arithmetic.IsAtMost(y(f), x(f))),
            BinaryOperator.Less => BoundTerm.Of(f => !f.Arithmetic.IsAtMost(y(f), x(f))),
            BinaryOperator.Equal => BoundTerm.Of(f => IsEqual(f, x(f), y(f))),
            _ => BoundTerm.Of(f => !IsEqual(f, x(f), y(f))),
        };
    }

    private static bool? IsEqual(EvaluationFrame frame, Quantity x, Quantity y) =>
        frame.Arithmetic.Compare(x, y) is { } order ? order == 0 : null;

    private BoundTerm BindChoice(Expression.Choice choice)
    {
        Func<EvaluationFrame, bool?> condition = Condition(choice.Condition);
        choices++;
        Func<EvaluationFrame, Quantity> a = Number(choice.WhenTrue), b = Number(choice.WhenFalse);
        choices--;
        SourcePosition place = choice.Condition.Position;
        return BoundTerm.Of(f => condition(f) switch
        {
            true => a(f),
            false => b(f),
            null => Open(f, place, a, b),
        });
    }

    private static Quantity Open(EvaluationFrame frame, SourcePosition place, Func<EvaluationFrame, Quantity> a,
        Func<EvaluationFrame, Quantity> b)
    {
        frame.LeaveOpen($"the condition at line {place.Line}, column {place.Column} of the formula's file is a tie that the enclosures "
            + $"do not decide");
        try
        {
            return frame.Arithmetic.Hull(a(frame), b(frame));
        }
        catch (FormulaFailure failure)
        {
            throw FormulaFailure.Undecided($"{frame.OpenTie}, and one of its branches has no value: {failure.Message}");
        }
    }

    private BoundTerm BindCall(Expression.Call call)
    {
        if (scope.Definitions.TryGetValue(call.Name, out DefinitionSymbol? definition))
        {
            return definition.Parameters.Count == call.Arguments.Count && call.Arguments.Count > 0
                ? BindDefinition(definition, [.. call.Arguments.Select(Number)], call.Position)
                : throw new FormulaException(call.Position, definition.Parameters.Count == 0
                    ? $"'{call.Name}' takes no arguments; write it without brackets"
                    : $"'{call.Name}' takes {Arguments(definition.Parameters.Count)}, not {call.Arguments.Count}");
        }

        if (call.Name == "given")
        {
            return BindGiven(call);
        }

        if (call.Name is "min" or "max")
        {
            return BindExtreme(call);
        }

        if (Functions.Find(call.Name) is not { } function)
        {
            throw new FormulaException(call.Position, scope.Members.ContainsKey(call.Name) || FindLocal(call.Name) is not null
                ? $"'{call.Name}' is not a function; an item of an array is written {call.Name}[i]"
                : call.Name is "sum" or "prod"
                    ? $"{call.Name} runs over an index range: {call.Name}(i in 1..n, expression)"
                : call.Name == "integral"
                    ? "integral runs over a range of real numbers: integral(x in a..b, expression)"
                    : $"unknown function '{call.Name}'{NearestName.Suggest(call.Name, Functions.Names.Concat(scope.Definitions.Keys))}");
        }

        if (function.Arguments.Count != call.Arguments.Count)
        {
            throw new FormulaException(call.Position,
                $"{call.Name} takes {Arguments(function.Arguments.Count)}, not {call.Arguments.Count}");
        }

        return function.Build([.. call.Arguments.Zip(function.Arguments, (argument, kind) => Argument(call.Name, argument, kind))]);
    }

    private BoundTerm Argument(string function, Expression argument, ValueKind kind)
    {
        if (kind == ValueKind.Number)
        {
            return BoundTerm.Of(Number(argument));
        }

        BoundTerm term = kind is ValueKind.Array or ValueKind.Matrices && argument is Expression.Reference reference
            && FindList(reference, kind) is { } list ? list : Bind(argument);
        return term.Kind == kind
            ? term
            : throw new FormulaException(argument.Position, $"{function} takes {Article(kind)} here, but this is {Article(term.Kind)}");
    }

    // A member that is a list of numbers or of matrices, whole.
    private BoundTerm? FindList(Expression.Reference reference, ValueKind kind)
    {
        if (FindLocal(reference.Name) is not null || !scope.Members.TryGetValue(reference.Name, out MemberSymbol? member)
            || member.Index is null || member.IsMatrix != (kind == ValueKind.Matrices))
        {
            return null;
        }

        if (member.IsMatrix)
        {
            Func<EvaluationFrame, long, MatrixQuantity> matrix = AccessItem(member, v => v.Matrices!, (t, frame) => t.Matrix(frame));
            return BoundTerm.Of(f => All(f, member, matrix));
        }

        Func<EvaluationFrame, long, Quantity> item = AccessItem(member, v => v.Numbers!, (t, frame) => t.Number(frame));
        return BoundTerm.Of(f => All(f, member, item));
    }

    private static IReadOnlyList<T> All<T>(EvaluationFrame frame, MemberSymbol member, Func<EvaluationFrame, long, T> item) =>
        [.. Enumerable.Range(0, frame.Members[member.Slot].Length).Select(i => item(frame, frame.Members[member.Slot].First + i))];

    private BoundTerm BindGiven(Expression.Call call)
    {
        if (call.Arguments is not [Expression.Reference reference])
        {
            throw new FormulaException(call.Position, "given takes the name of a member: given(name)");
        }

        MemberSymbol member = Member(reference.Name, reference.Position);
        return BoundTerm.Of(f => (bool?)f.Members[member.Slot].IsGiven);
    }

    private BoundTerm BindExtreme(Expression.Call call)
    {
        if (call.Arguments.Count == 0)
        {
            throw new FormulaException(call.Position, $"{call.Name} takes at least 1 argument");
        }

        Func<EvaluationFrame, Quantity>[] values = [.. call.Arguments.Select(Number)];
        return call.Name == "min"
            ? BoundTerm.Of(f => Extreme(Candidates(f, values, false).Select(v => v(f)), f.Arithmetic.Min, "minimum"))
            : BoundTerm.Of(f => Extreme(Candidates(f, values, true).Select(v => v(f)), f.Arithmetic.Max, "maximum"));
    }

    // Inside an integral most branches can be ruled out by their values alone, before any derivative is computed.
    private static Func<EvaluationFrame, Quantity>[] Candidates(EvaluationFrame frame, Func<EvaluationFrame, Quantity>[] values,
        bool isGreatest)
    {
        if (values.Length == 1 || !Array.Exists(frame.Locals, local => local?.Series is { Count: > 1 }))
        {
            return values;
        }

        Quantity[] saved = frame.Locals;
        frame.Locals = [.. saved.Select(local => local?.Series is { } series ? Quantity.Of(series.ValuesAlone()) : local!)];
        try
        {
            Interval[] ranges = [.. values.Select(v => frame.Arithmetic.Range(v(frame)))];
            BigFloat bound = isGreatest ? ranges.Select(r => r.Lower).Aggregate(BigFloat.Max)
                : ranges.Select(r => r.Upper).Aggregate(BigFloat.Min);
            return [.. values.Where((_, i) => isGreatest ? ranges[i].Upper >= bound : ranges[i].Lower <= bound)];
        }
        catch (FormulaFailure failure) when (failure.Status == OutcomeStatus.Undecided)
        {
            return values;
        }
        finally
        {
            frame.Locals = saved;
        }
    }

    private BoundTerm BindDefinition(DefinitionSymbol definition, Func<EvaluationFrame, Quantity>[] arguments, SourcePosition use)
    {
        definition.IsUsed = true;
        BoundFormula body = scope.BindDefinition(definition, use);
        DepthBelow = Math.Max(DepthBelow, body.Depth);
        if (arguments.Length == 0)
        {
            return BoundTerm.Unboxed(body.Term.Kind, f => f.Defined[definition.Slot] ??= body.Evaluate(f, 0, body.Term.Evaluate));
        }

        return BoundTerm.Unboxed(body.Term.Kind, f =>
        {
            f.Step();
            Quantity[] values = [.. arguments.Select(a => a(f))];
            return values switch
            {
                [{ Exact: { } exact }] => f.Apply(definition.Slot, exact, Rational.Zero, () => Call(f, body, values)),
                [{ Exact: { } first }, { Exact: { } second }] => f.Apply(definition.Slot, first, second, () => Call(f, body, values)),
                _ => Call(f, body, values),
            };
        });
    }

    private static object Call(EvaluationFrame frame, BoundFormula body, Quantity[] arguments)
    {
        Quantity[] saved = frame.Locals;
        frame.Locals = new Quantity[body.LocalCount];
        arguments.CopyTo(frame.Locals, 0);
        object result = body.Term.Evaluate(frame);
        frame.Locals = saved;
        return result;
    }
}
