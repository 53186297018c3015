using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Binding;

/// <summary>Checks one formula against its scope and turns it into functions of an evaluation frame.</summary>
internal sealed partial class Binder
{
    /// <summary>Greatest height of a formula together with the definitions that it builds on.</summary>
    public const int MaximumDepth = 1000;

    private readonly FormulaScope scope;
    private readonly List<Local> locals = [];
    private int choices;
    private int integrals;

    /// <summary>A binder of a body with parameters.</summary>
    public Binder(FormulaScope scope, IEnumerable<string> parameters)
    {
        this.scope = scope;
        foreach (string parameter in parameters)
        {
            locals.Add(new Local(parameter, LocalCount++, null, null));
        }
    }

    /// <summary>Number of loop variables and parameters.</summary>
    public int LocalCount { get; private set; }

    /// <summary>Greatest height of the definitions and defaults that the body uses.</summary>
    public int DepthBelow { get; private set; }

    /// <summary>Checks and binds.</summary>
    /// <exception cref="FormulaException">A mistake, with line and column.</exception>
    public BoundTerm Bind(Expression expression) => expression switch
    {
        Expression.Literal literal => Constant(Quantity.Of(literal.Value)),
        Expression.Reference reference => BindReference(reference),
        Expression.Item item => BindItem(item),
        Expression.Negation negation => Number(negation.Operand) is var x ? BoundTerm.Of(f => f.Arithmetic.Negate(x(f))) : null!,
        Expression.Complement complement => Condition(complement.Operand) is var c ? BoundTerm.Of(f => !c(f)) : null!,
        Expression.Binary binary => BindBinary(binary),
        Expression.Choice choice => BindChoice(choice),
        Expression.Aggregate aggregate => BindAggregate(aggregate),
        Expression.Integral integral => BindIntegral(integral),
        Expression.Array array => BindArray(array),
        Expression.Call call => BindCall(call),
        _ => throw new FormulaException(expression.Position, "this expression is not understood"),
    };

    /// <summary>"number", "matrix" and so on.</summary>
    public static string Word(ValueKind kind) => kind switch
    {
        ValueKind.Number => "number",
        ValueKind.Condition => "condition",
        ValueKind.Matrix => "matrix",
        ValueKind.Matrices => "list of matrices",
        _ => "array",
    };

    /// <summary>"a number", "an array" and so on.</summary>
    public static string Article(ValueKind kind) => kind == ValueKind.Array ? "an array" : "a " + Word(kind);

    private static BoundTerm Constant(Quantity value) => BoundTerm.Of(_ => value);

    private Func<EvaluationFrame, Quantity> Number(Expression expression) => Number(Bind(expression), expression);

    private static Func<EvaluationFrame, Quantity> Number(BoundTerm term, Expression expression)
    {
        return term.Kind == ValueKind.Number ? term.Number : throw new FormulaException(expression.Position, term.Kind switch
        {
            ValueKind.Matrix => "a number is needed here, but this is a matrix; take a norm of it, such as spectral(...)",
            ValueKind.Array => "a number is needed here, but this is an array; take one item of it, such as name[i]",
            _ => "a number is needed here, but this is a condition; write if(condition, a, b)",
        });
    }

    private Func<EvaluationFrame, bool?> Condition(Expression expression)
    {
        BoundTerm term = Bind(expression);
        return term.Kind == ValueKind.Condition
            ? term.Condition
            : throw new FormulaException(expression.Position, $"a condition is needed here, but this is {Article(term.Kind)}");
    }

    private BoundTerm BindReference(Expression.Reference reference)
    {
        if (FindLocal(reference.Name) is { } local)
        {
            return BoundTerm.Of(f => f.Locals[local.Slot]);
        }

        if (scope.Dimensions.Contains(reference.Name))
        {
            if (scope.Members.TryGetValue(reference.Name, out MemberSymbol? named))
            {
                named.IsUsed = true;
            }

            return BoundTerm.Of(f => Quantity.Of(f.Dimension(reference.Name)));
        }

        if (scope.Definitions.TryGetValue(reference.Name, out DefinitionSymbol? definition))
        {
            return definition.Parameters.Count == 0
                ? BindDefinition(definition, [], reference.Position)
                : throw new FormulaException(reference.Position,
                    $"'{reference.Name}' takes {Arguments(definition.Parameters.Count)}: write "
                    + $"{reference.Name}({string.Join(", ", definition.Parameters)})");
        }

        if (reference.Name == "pi" && !scope.Members.ContainsKey(reference.Name))
        {
            return BoundTerm.Of(f => f.Arithmetic.Rounded(Quantity.Of(f.Context.Pi())));
        }

        MemberSymbol member = Member(reference.Name, reference.Position);
        if (member.Index is { } range)
        {
            throw new FormulaException(reference.Position,
                $"'{member.Name}' is an array of {(member.IsMatrix ? "matrices" : "numbers")}; take an item of it, "
                + $"{member.Name}[{range.Lower}] to {member.Name}[{range.Upper}]");
        }

        return Access(member, _ => member.Index is null ? 0 : 1);
    }

    private BoundTerm BindItem(Expression.Item item)
    {
        if (FindLocal(item.Name) is not null || scope.Definitions.ContainsKey(item.Name) || scope.Dimensions.Contains(item.Name))
        {
            throw new FormulaException(item.Position, $"'{item.Name}' is not an array and takes no index");
        }

        MemberSymbol member = Member(item.Name, item.Position);
        if (member.Index is not { } range)
        {
            throw new FormulaException(item.Position, $"'{item.Name}' is not an array and takes no index");
        }

        CheckInteger(item.Index);
        Func<EvaluationFrame, Quantity> index = Number(item.Index);
        if (choices == 0)
        {
            CheckIndex(item, range);
        }

        return Access(member, f => index(f).ToInteger($"the index of '{member.Name}'"));
    }

    private BoundTerm Access(MemberSymbol member, Func<EvaluationFrame, long> index)
    {
        member.IsUsed = true;
        BoundFormula? fallback = member.Default is null ? null : scope.BindDefault(member);
        DepthBelow = Math.Max(DepthBelow, fallback?.Depth ?? 0);
        return member.IsMatrix
            ? BoundTerm.Of(f => Take(f, member, index(f), v => v.Matrices!, fallback, (t, frame) => t.Matrix(frame)))
            : BoundTerm.Of(f => Take(f, member, index(f), v => v.Numbers!, fallback, (t, frame) => t.Number(frame)));
    }

    private Func<EvaluationFrame, long, T> AccessItem<T>(MemberSymbol member, Func<MemberValue, T?[]> items,
        Func<BoundTerm, EvaluationFrame, T> evaluate)
        where T : class
    {
        member.IsUsed = true;
        BoundFormula? fallback = member.Default is null ? null : scope.BindDefault(member);
        DepthBelow = Math.Max(DepthBelow, fallback?.Depth ?? 0);
        return (f, index) => Take(f, member, index, items, fallback, evaluate);
    }

    private static T Take<T>(
        EvaluationFrame frame, MemberSymbol member, long index, Func<MemberValue, T?[]> items, BoundFormula? fallback,
            Func<BoundTerm, EvaluationFrame, T> evaluate)
        where T : class
    {
        MemberValue value = frame.Members[member.Slot];
        T?[] all = items(value);
        long at = index - value.First;
        if (at < 0 || at >= all.LongLength)
        {
            throw FormulaFailure.Outside(
                $"the index {index} of '{member.Name}' is outside {value.First}..{value.First + all.LongLength - 1}");
        }

        return all[at] ??= fallback is null
            ? throw FormulaFailure.Outside($"'{member.Name}' is not given")
            : fallback.Evaluate(frame, index, f => evaluate(fallback.Term, f));
    }

    private MemberSymbol Member(string name, SourcePosition position) => scope.Members.TryGetValue(name, out MemberSymbol? member)
        ? member
        : throw new FormulaException(position,
            $"unknown name '{name}'{NearestName.Suggest(name, scope.Names.Concat(locals.Select(l => l.Name)))}");

    private Local? FindLocal(string name) => locals.FindLast(l => l.Name == name);

    private static string Arguments(int count) => count == 1 ? "1 argument" : $"{count} arguments";

    private sealed record Local(string Name, int Slot, Affine? Lower, Affine? Upper, bool IsReal = false)
    {
        public string Symbol { get; } = FormattableString.Invariant($"{Name}#{Slot}");
    }
}
