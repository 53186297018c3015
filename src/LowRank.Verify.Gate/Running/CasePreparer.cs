using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Properties;

namespace LowRank.Verify.Gate.Running;

/// <summary>Generates admissible cases and finds their truth.</summary>
/// <param name="truths">Gives the truth.</param>
internal sealed class CasePreparer(TruthSource truths)
{
    private const int Attempts = 20;
    private const int Repairs = 25;
    private const int LargestSize = 40;

    private readonly RelationFactory relations = new(truths.Reference);

    /// <summary>The name of a property in replay tokens.</summary>
    public static string Name(int? property) => property is { } index ? $"property-{index + 1}" : ReplayToken.ValueProperty;

    /// <summary>All cases of an oracle: values first, then each declared property. Places without an admissible case are left out.</summary>
    public IReadOnlyList<PreparedCase> All(Oracle oracle, GateOptions options, IReadOnlyCollection<string> claimed)
    {
        List<PreparedCase> cases = [];
        Add(cases, oracle, null, options.ValueCases, options.Seed);
        for (int property = 0; property < oracle.Properties.Count; property++)
        {
            if (Other(oracle.Properties[property]) is not { } other || claimed.Contains(other))
            {
                Add(cases, oracle, property, options.PropertyCases, options.Seed);
            }
        }

        return cases;
    }

    /// <summary>The case of a token, or null when the token gives none.</summary>
    public PreparedCase? Of(Oracle oracle, ReplayToken token)
    {
        int? property = PropertyIndex(oracle, token);
        OracleProperty? tested = property is { } number ? oracle.Properties[number] : null;
        Oracle? other = Other(tested) is { } id ? truths.Reference.Catalogue.Get(id) : null;
        CaseRecipe recipe = CaseGenerator.Sample(oracle, token.Seed, token.Size, other);
        Random random = new(unchecked((int)token.Seed));
        for (int repair = 0; repair < Repairs && truths.Reference.Refusal(oracle, recipe.Expand(oracle)) is not null; repair++)
        {
            if (Repair(oracle, recipe, random) is not { } repaired)
            {
                return null;
            }

            recipe = repaired;
        }

        return Of(oracle, token, tested, recipe);
    }

    /// <summary>The case of a recipe under the choices of a token, or null when it is not admissible.</summary>
    public PreparedCase? Of(Oracle oracle, ReplayToken token, OracleProperty? property, CaseRecipe recipe)
    {
        InputRecord inputs = recipe.Expand(oracle);
        if (truths.Reference.Refusal(oracle, inputs) is not null)
        {
            return null;
        }

        if (property is null)
        {
            return truths.Of(oracle, inputs) is { } value ? new PreparedCase(oracle, token, null, recipe, value, null, null) : null;
        }

        if (property.When is { } when && truths.Reference.Holds(oracle, when, inputs) != true)
        {
            return null;
        }

        return relations.Of(oracle, property, Other(property) is null ? inputs : recipe.Expand(), new Random(unchecked((int)(token.Seed >> 16)))) is { } relation
            && truths.Reference.Refusal(relation.Oracle, relation.Inputs) is null
            && (property.When is not { } still || relation.Oracle != oracle || truths.Reference.Holds(oracle, still, relation.Inputs) == true)
            && truths.Of(oracle, inputs) is { } first
            && truths.Of(relation.Oracle, relation.Inputs) is { } second
            ? new PreparedCase(oracle, token, property, recipe, first, relation, second)
            : null;
    }

    private static string? Other(OracleProperty? property) => (property as OracleProperty.AtLeast)?.OracleId ?? (property as OracleProperty.AtMost)?.OracleId;

    private static int? PropertyIndex(Oracle oracle, ReplayToken token)
    {
        if (token.Property is ReplayToken.ValueProperty or ReplayToken.RepeatProperty)
        {
            return null;
        }

        int index = Enumerable.Range(0, oracle.Properties.Count).FirstOrDefault(i => Name(i) == token.Property, -1);
        return index >= 0 ? index : throw new InputException($"replay token '{token}': {oracle.Id} has no property '{token.Property}'; it has {oracle.Properties.Count}");
    }

    private void Add(List<PreparedCase> cases, Oracle oracle, int? property, int count, ulong seed)
    {
        for (int i = 0; i < count; i++)
        {
            int size = 1 + (i * LargestSize / Math.Max(count, 1));
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                ReplayToken token = new(oracle.Id, Name(property), Derive(seed, oracle.Id, Name(property), i, attempt), size);
                if (Of(oracle, token) is { } prepared)
                {
                    cases.Add(prepared);
                    break;
                }
            }
        }
    }

    // FNV-1a over the parts, then SplitMix64's finaliser: stable across processes, unlike string.GetHashCode.
    internal static ulong Derive(ulong seed, string oracle, string property, int index, int attempt)
    {
        ulong hash = 14695981039346656037UL ^ seed;
        foreach (char c in $"{oracle}\n{property}\n{index}\n{attempt}")
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }

    // Conditions between members are mostly upper limits on counts: lower one of them, chosen at random.
    internal static CaseRecipe? Repair(Oracle oracle, CaseRecipe recipe, Random random)
    {
        List<(string Member, int? Item, Arithmetic.Rational Value, Arithmetic.Rational Low)> places = [];
        foreach (Member member in oracle.Given.Where(m => m.Type == MemberType.Count && recipe.Members.ContainsKey(m.Name)))
        {
            Arithmetic.Rational low = member.Domain.Lower ?? Arithmetic.Rational.One;
            switch (recipe.Members[member.Name])
            {
                case MemberRecipe.Scalar scalar when scalar.Value > low:
                    places.Add((member.Name, null, scalar.Value, low));
                    break;
                case MemberRecipe.List list:
                    places.AddRange(list.Items.Select((item, i) => (member.Name, (int?)i, ((MemberRecipe.Scalar)item).Value, low)).Where(p => p.Value > low));
                    break;
                default:
                    break;
            }
        }

        if (places.Count == 0)
        {
            return null;
        }

        (string name, int? place, Arithmetic.Rational value, Arithmetic.Rational lowest) = places[random.Next(places.Count)];
        Arithmetic.Rational lowered = random.Next(2) == 0 ? lowest : Arithmetic.Rational.Of(((value + lowest) / new Arithmetic.Rational(2, 1)).Floor());
        MemberRecipe.Scalar changed = new(lowered);
        return recipe.With(name, place is { } index
            ? new MemberRecipe.List([.. ((MemberRecipe.List)recipe.Members[name]).Items.Select((item, i) => i == index ? changed : item)])
            : changed);
    }
}
