using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>An oracle's formulas, checked and bound.</summary>
internal sealed class OracleProgram
{
    private readonly Dictionary<Formula, BoundFormula> bound = new(ReferenceEqualityComparer.Instance);

    private OracleProgram(FormulaScope scope) => Scope = scope;

    /// <summary>Names and their slots; members have the slots of their place in the oracle's list.</summary>
    public FormulaScope Scope { get; }

    /// <summary>The bound form of a formula of the oracle.</summary>
    public BoundFormula this[Formula formula] => bound[formula];

    /// <summary>True when the formula belongs to the oracle.</summary>
    public bool Has(Formula formula) => bound.ContainsKey(formula);

    /// <summary>Checks all formulas of an oracle.</summary>
    /// <exception cref="FormulaException">The first mistake, with line and column.</exception>
    public static OracleProgram Build(Oracle oracle)
    {
        OracleProgram program = BuildValue(oracle);
        CheckUse(oracle, program.Scope);
        program.BindClaims(oracle);
        return program;
    }

    /// <summary>Checks the formulas of an oracle's value and of its requirements, whether all names are used or not.</summary>
    /// <exception cref="FormulaException">The first mistake, with line and column.</exception>
    public static OracleProgram BuildValue(Oracle oracle)
    {
        FormulaScope scope = new();
        foreach (Member member in oracle.Given)
        {
            scope.AddMember(member.Name, member.Position, member.Type == MemberType.Matrix,
                member.Index is { } index ? (index.Lower, index.Upper) : null, member.Default);
        }

        CheckDimensions(oracle, scope);
        foreach (Definition definition in oracle.Where)
        {
            scope.AddDefinition(definition.Name, definition.Parameters, definition.Body, definition.Position);
        }

        OracleProgram program = new(scope);
        foreach (DefinitionSymbol definition in scope.Definitions.Values)
        {
            _ = scope.BindDefinition(definition, definition.Position);
        }

        program.BindValue(oracle.Value);
        foreach (Requirement requirement in oracle.Requires)
        {
            program.Add(requirement.Condition, true, ValueKind.Condition);
        }

        return program;
    }

    private void BindClaims(Oracle oracle)
    {
        foreach (OracleProperty property in oracle.Properties)
        {
            if (property.When is { } when && !Has(when))
            {
                Add(when, true, ValueKind.Condition);
            }

            CheckParts(oracle, property);
            foreach (Formula number in Numbers(property).Where(n => !Has(n)))
            {
                Add(number, false, ValueKind.Number);
            }

            foreach ((_, Formula exponent) in (property as OracleProperty.Rescale)?.Exponents ?? [])
            {
                Add(exponent, false, ValueKind.Number, ValueKind.Array);
            }
        }

        foreach (Formula side in oracle.Notes.Select(n => n.Evidence).OfType<ErratumEvidence>()
            .SelectMany(e => new[] { e.Printed.Formula, e.Corrected.Formula }).OfType<Formula>())
        {
            Add(side, false, ValueKind.Number);
        }

        foreach (LimitClaim limit in oracle.Limits)
        {
            Add(limit.EqualTo, false, ValueKind.Number);
        }
    }

    private static void CheckParts(Oracle oracle, OracleProperty property)
    {
        if (property is not OracleProperty.Ordered ordered)
        {
            return;
        }

        string[] names = oracle.Value is ValueExpression.Named named ? [.. named.Parts.Select(part => part.Key)] : [];
        SourcePosition place = oracle.Given.Count > 0 ? oracle.Given[0].Position : new SourcePosition(oracle.SourceFile, 1, 1);
        if (ordered.Parts.FirstOrDefault(part => !names.Contains(part)) is { } unknown)
        {
            throw new FormulaException(place,
                $"the property '{ordered.Text}' speaks of a part '{unknown}' that the value does not "
                + $"have{NearestName.Suggest(unknown, names)}");
        }

        if (ordered.Parts.Count < 2)
        {
            throw new FormulaException(place, $"the property '{ordered.Text}' needs at least two parts");
        }
    }

    private static IEnumerable<Formula> Numbers(OracleProperty property) => property switch
    {
        OracleProperty.Homogeneous homogeneous => [homogeneous.Degree],
        OracleProperty.Scaling scaling => [scaling.Factor, scaling.Multiplies],
        OracleProperty.Rescale rescale => [rescale.Degree],
        OracleProperty.Duplicate duplicate => [duplicate.Multiplies],
        _ => [],
    };

    private void BindValue(ValueExpression value)
    {
        if (value is ValueExpression.Single single)
        {
            Add(single.Body, false, ValueKind.Number, ValueKind.Array);
            return;
        }

        foreach ((_, Formula part) in ((ValueExpression.Named)value).Parts)
        {
            Add(part, false, ValueKind.Number, ValueKind.Array);
        }
    }

    private void Add(Formula formula, bool mayHaveFreeIndex, params ValueKind[] kinds)
    {
        BoundFormula result = Scope.Bind(formula, mayHaveFreeIndex);
        if (!kinds.Contains(result.Term.Kind))
        {
            throw new FormulaException(formula.Syntax.Position,
                $"{string.Join(" or ", kinds.Select(Binder.Article))} is needed here, but this is {Binder.Article(result.Term.Kind)}");
        }

        bound.Add(formula, result);
    }

    // A dimension is known from the length of an array that must be given.
    private static void CheckDimensions(Oracle oracle, FormulaScope scope)
    {
        foreach (string dimension in scope.Dimensions)
        {
            bool isKnown = oracle.Given.Any(m => !m.IsOptional && scope.Members[m.Name].Index is { } range && Determines(range, dimension));
            if (!isKnown)
            {
                throw new FormulaException(oracle.Given.First(m => m.Index is not null).Position,
                    $"no array that must be given determines '{dimension}' by its length");
            }
        }
    }

    private static bool Determines((Affine Lower, Affine Upper) range, string dimension) =>
        range.Upper.Plus(range.Lower, -1) is { } span && span[dimension] == 1 && span.Symbols.Count() == 1;

    private static void CheckUse(Oracle oracle, FormulaScope scope)
    {
        // A definition of the family may serve a claim or evidence alone.
        if (scope.Definitions.Values.FirstOrDefault(d => !d.IsUsed
            && oracle.Declaration.Definitions.All(shared => shared.Position != d.Position)) is { } idle)
        {
            throw new FormulaException(idle.Position, $"'{idle.Name}' is defined but no formula uses it");
        }

        foreach (Member member in oracle.Given)
        {
            MemberSymbol symbol = scope.Members[member.Name];
            if (!symbol.IsUsed)
            {
                throw new FormulaException(member.Position, $"the member '{member.Name}' is given but no formula uses it");
            }

            if (member.IsOptional && member.Default is null && !scope.Dimensions.Contains(member.Name))
            {
                throw new FormulaException(member.Position, $"the optional member '{member.Name}' needs a default");
            }
        }
    }
}
