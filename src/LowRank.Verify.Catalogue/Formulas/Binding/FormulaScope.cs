namespace LowRank.Verify.Formulas.Binding;

/// <summary>
/// The names that the formulas of one oracle may use: members, dimensions (the names in index ranges) and definitions. Binding a
/// formula checks it and returns what evaluates it; definitions and defaults are bound when they are first needed.
/// </summary>
internal sealed class FormulaScope
{
    private const int MaximumChain = 100;

    private readonly Dictionary<string, MemberSymbol> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DefinitionSymbol> definitions = new(StringComparer.Ordinal);
    private readonly List<string> dimensions = [];
    private readonly List<string> underWay = [];

    /// <summary>Members by name.</summary>
    public IReadOnlyDictionary<string, MemberSymbol> Members => members;

    /// <summary>Definitions by name.</summary>
    public IReadOnlyDictionary<string, DefinitionSymbol> Definitions => definitions;

    /// <summary>Dimensions, such as L.</summary>
    public IReadOnlyList<string> Dimensions => dimensions;

    /// <summary>Declares an input.</summary>
    /// <exception cref="FormulaException">The index range is not affine in one name, or the name is a word of the language.</exception>
    public void AddMember(string name, SourcePosition position, bool isMatrix, (Expression Lower, Expression Upper)? index,
        Formula? fallback)
    {
        // An item is written name[i] and a function name(x), so that an array may have the name of a function.
        CheckName(name, position, mayBeFunction: index is not null);
        (Affine, Affine)? range = null;
        if (index is { } bounds)
        {
            range = (Bound(bounds.Lower), Bound(bounds.Upper));
        }

        members.Add(name, new MemberSymbol(name, members.Count, isMatrix, range, fallback, position));
    }

    /// <summary>Declares a definition.</summary>
    /// <exception cref="FormulaException">The name is taken.</exception>
    public void AddDefinition(string name, IReadOnlyList<string> parameters, Formula body, SourcePosition position)
    {
        CheckName(name, position);
        if (name == "pi")
        {
            throw new FormulaException(position, "the name 'pi' is the circle constant; a definition cannot replace it");
        }

        if (members.ContainsKey(name) || dimensions.Contains(name) || definitions.ContainsKey(name))
        {
            throw new FormulaException(position,
                $"the name '{name}' is already taken by "
                + $"{(members.ContainsKey(name) ? "a member" : dimensions.Contains(name) ? "a dimension" : "a definition")}");
        }

        definitions.Add(name, new DefinitionSymbol(name, definitions.Count, parameters, body, position));
    }

    /// <summary>Checks a formula and binds it.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="mayHaveFreeIndex">True when one unknown name inside subscripts may stand for an index.</param>
    /// <exception cref="FormulaException">A mistake, with line and column.</exception>
    public BoundFormula Bind(Formula formula, bool mayHaveFreeIndex = false)
    {
        string? index = mayHaveFreeIndex ? FreeIndex.Find(formula.Syntax, this) : null;
        Binder binder = new(this, index is null ? [] : [index]);
        return Finish(formula, binder, index);
    }

    /// <summary>The bound default of a member; its free index is the index of the item.</summary>
    public BoundFormula BindDefault(MemberSymbol member)
    {
        if (member.BoundDefault is null)
        {
            Guarded(member.Name, member.Default!.Source.PositionAt(0), () =>
            {
                BoundFormula bound = Bind(member.Default, member.Index is not null);
                ValueKind expected = member.IsMatrix ? ValueKind.Matrix : ValueKind.Number;
                member.BoundDefault = bound.Term.Kind == expected
                    ? bound
                    : throw new FormulaException(member.Default.Source.PositionAt(0),
                        $"the default of '{member.Name}' must be a {Binder.Word(expected)}, not {Binder.Article(bound.Term.Kind)}");
            });
        }

        return member.BoundDefault!;
    }

    /// <summary>The bound body of a definition.</summary>
    public BoundFormula BindDefinition(DefinitionSymbol definition, SourcePosition use)
    {
        if (definition.Bound is null)
        {
            Guarded(definition.Name, use, () =>
            {
                Binder binder = new(this, definition.Parameters);
                definition.Bound = Finish(definition.Body, binder, null);
            });
        }

        return definition.Bound!;
    }

    /// <summary>True when a name means something outside any loop.</summary>
    public bool Knows(string name) => members.ContainsKey(name) || dimensions.Contains(name) || definitions.ContainsKey(name);

    /// <summary>All names, for suggestions.</summary>
    public IEnumerable<string> Names => members.Keys.Concat(dimensions).Concat(definitions.Keys);

    private void Guarded(string name, SourcePosition position, Action bind)
    {
        if (underWay.Contains(name))
        {
            throw new FormulaException(position,
                $"'{name}' is defined by itself: {string.Join(" -> ", underWay.SkipWhile(n => n != name))} -> {name}");
        }

        if (underWay.Count >= MaximumChain)
        {
            throw new FormulaException(position, $"definitions build on each other more than {MaximumChain} deep");
        }

        underWay.Add(name);
        bind();
        underWay.RemoveAt(underWay.Count - 1);
    }

    private BoundFormula Finish(Formula formula, Binder binder, string? index)
    {
        BoundTerm term = binder.Bind(formula.Syntax);
        int depth = formula.Syntax.Depth + binder.DepthBelow;
        return depth <= Binder.MaximumDepth
            ? new BoundFormula(formula, term, binder.LocalCount, depth, index,
                index is null ? [] : FreeIndex.Subscripts(formula.Syntax, index, this))
            : throw new FormulaException(formula.Source.PositionAt(0),
                $"the formula and the definitions that it builds on are nested more than {Binder.MaximumDepth} deep");
    }

    private Affine Bound(Expression expression)
    {
        Affine bound = Read(expression)
            ?? throw new FormulaException(expression.Position, "an index range is made of integers and one name, such as 0..L or 1..L-1");
        foreach (string symbol in bound.Symbols)
        {
            if (!dimensions.Contains(symbol))
            {
                CheckName(symbol, expression.Position);
                dimensions.Add(symbol);
            }
        }

        return bound;
    }

    private static Affine? Read(Expression expression) => expression switch
    {
        Expression.Literal { Value.IsInteger: true } literal when literal.Value.Numerator.GetBitLength() < 32 =>
            Affine.Of((long)literal.Value.Numerator),
        Expression.Reference reference => Affine.Symbol(reference.Name),
        Expression.Binary { Operator: BinaryOperator.Add } sum => Read(sum.Left) is { } a && Read(sum.Right) is { } b ? a.Plus(b, 1) : null,
        Expression.Binary { Operator: BinaryOperator.Subtract } difference => Read(difference.Left) is { } a
            && Read(difference.Right) is { } b ? a.Plus(b, -1) : null,
        _ => null,
    };

    private static void CheckName(string name, SourcePosition position, bool mayBeFunction = false)
    {
        bool isName = name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_')
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!isName)
        {
            throw new FormulaException(position, $"'{name}' is not a name: write letters, digits and '_', a letter first");
        }

        if (name is "in" or "for" or "and" or "or" or "not" or "if"
            || (mayBeFunction ? Functions.IsKnown(name) && Functions.Find(name) is null : Functions.IsKnown(name)))
        {
            throw new FormulaException(position, $"'{name}' is a word of the language; choose another name");
        }
    }
}
