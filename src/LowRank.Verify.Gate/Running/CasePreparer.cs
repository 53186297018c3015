using System.Collections.Concurrent;
using System.Globalization;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Properties;

namespace LowRank.Verify.Gate.Running;

/// <summary>Generates admissible cases and finds their truth.</summary>
/// <param name="truths">Gives the truth.</param>
/// <param name="description">What the implementation can take.</param>
internal sealed class CasePreparer(TruthSource truths, ImplementationDescription description)
{
    // The number of a row of the covering array stands in tokens beside the generator's size.
    private const int RowFactor = 100;

    private readonly ConcurrentDictionary<Oracle, CaseLimits> limits = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<Oracle, CaseDesign> designs = new(ReferenceEqualityComparer.Instance);

    private const int Attempts = 40;
    private const int WishedAttempts = 12;
    private const string LargeSource = "large";
    private const int Repairs = 80;
    private const int LargestSize = 40;
    private const int SweepSize = 20;
    private const string PropertyPrefix = "property-";

    private static readonly int[] HistorySizes = [40, 24, 8, 32];

    private readonly RelationFactory relations = new(truths.Reference);

    /// <summary>What the evaluations of the reference cost so far; see <see cref="ReferenceEvaluator.Work"/>.</summary>
    public long Work => truths.Reference.Work;

    /// <summary>The name of a property in replay tokens.</summary>
    public static string Name(int? property) =>
        property is { } index ? string.Create(CultureInfo.InvariantCulture, $"{PropertyPrefix}{index + 1}") : ReplayToken.ValueProperty;

    /// <summary>What an implementation can take of an oracle.</summary>
    public CaseLimits LimitsOf(Oracle oracle) => limits.GetOrAdd(oracle, key => CaseLimits.Of(description, key));

    /// <summary>What the value cases of a unit reached; null for another unit.</summary>
    public UnitCoverage? Coverage(GateUnit unit, IReadOnlyList<PreparedCase> cases) => unit.Part != ReplayToken.ValueProperty ? null
        : DesignOf(unit.Oracle).Coverage(unit.Oracle, cases.Select(one => one.Recipe).OfType<CaseRecipe>());

    /// <summary>
    /// The cases of a unit, in order. Places without an admissible case are left out.
    /// </summary>
    /// <param name="unit">The unit.</param>
    /// <param name="options">Seed and number of cases of the run.</param>
    /// <param name="vectors">The fixed cases of each oracle.</param>
    /// <param name="isOver">Asked between cases; true ends the preparation.</param>
    public IReadOnlyList<PreparedCase> Cases(GateUnit unit, GateOptions options, ILookup<string, TestVector> vectors, Func<bool> isOver)
    {
        List<PreparedCase> cases = [];
        for (int i = unit.First; i < unit.First + unit.Count && !isOver(); i++)
        {
            if ((unit.Part == GateUnit.VectorsPart ? Of(unit.Oracle, vectors[unit.Oracle.Id].ElementAt(i))
                : Case(unit, i, options)) is { } prepared)
            {
                cases.Add(prepared);
            }
        }

        return cases;
    }

    /// <summary>
    /// Other cases of the same oracle that a token gives: the history after which its case is asked again, so that what hidden state
    /// does to it is repeated by the token alone.
    /// </summary>
    public IReadOnlyList<PreparedCase> Others(Oracle oracle, ReplayToken token) =>
    [
        .. HistorySizes
            .Select((size, i) => Of(oracle, new ReplayToken(oracle.Id, ReplayToken.ValueProperty, token.Seed + (ulong)i + 1, size)))
            .OfType<PreparedCase>(),
    ];

    /// <summary>A vector as a case.</summary>
    public PreparedCase? Of(Oracle oracle, TestVector vector) =>
        truths.Of(oracle, vector.Inputs) is { } truth
            ? new PreparedCase(oracle, new ReplayToken(oracle.Id, ReplayToken.VectorPrefix + vector.Id, 0, 0), null, null, truth, null,
                null)
            : null;

    /// <summary>The case of a token, or null when the token gives none.</summary>
    public PreparedCase? Of(Oracle oracle, ReplayToken token)
    {
        int? property = PropertyIndex(oracle, token);
        OracleProperty? tested = property is { } number ? oracle.Properties[number] : null;
        Oracle? other = Other(tested) is { } id ? truths.Reference.Catalogue.Get(id) : null;
        CaseRecipe recipe = CaseGenerator.Sample(oracle, token.Seed, token.Size % RowFactor, other, LimitsOf(oracle),
            DesignOf(oracle).Row(token.Size / RowFactor));
        return Admissible(oracle, recipe, new Random(unchecked((int)token.Seed))) is { } admissible
            ? Of(oracle, token, tested, Swept(admissible, token)) : null;
    }

    /// <summary>The case of a recipe under the choices of a token, or null when it is not admissible.</summary>
    public PreparedCase? Of(Oracle oracle, ReplayToken token, OracleProperty? property, CaseRecipe recipe)
    {
        if (LimitsOf(oracle).Keep(recipe, oracle.Given) is not { } kept)
        {
            return null;
        }

        recipe = kept;
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

        return relations.Of(oracle, property, Other(property) is null ? inputs : recipe.Expand(),
            new Random(unchecked((int)(token.Seed >> 16)))) is { } relation
            && LimitsOf(relation.Oracle).Admits(relation.Oracle, relation.Inputs)
            && truths.Reference.Refusal(relation.Oracle, relation.Inputs) is null
            && (property.When is not { } still || relation.Oracle != oracle
                || truths.Reference.Holds(oracle, still, relation.Inputs) == true)
            && truths.Of(oracle, inputs) is { } first
            && truths.Of(relation.Oracle, relation.Inputs) is { } second
            ? new PreparedCase(oracle, token, property, recipe, first, relation, second)
            : null;
    }

    /// <summary>The oracle that a property compares with; null for a property of one oracle.</summary>
    public static string? Other(OracleProperty? property) => (property as OracleProperty.AtLeast)?.OracleId
        ?? (property as OracleProperty.AtMost)?.OracleId;

    private static CaseRecipe Swept(CaseRecipe recipe, ReplayToken token) =>
        token.Property.StartsWith(ReplayToken.SweepPrefix, StringComparison.Ordinal)
            && int.TryParse(token.Property[ReplayToken.SweepPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int step)
            ? ExponentSweep.At(recipe, step)
            : recipe;

    private static int? PropertyIndex(Oracle oracle, ReplayToken token)
    {
        if (token.Property is ReplayToken.ValueProperty or ReplayToken.RepeatProperty or ReplayToken.FreshProperty
            || token.Property.StartsWith(ReplayToken.SweepPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        int index = Enumerable.Range(0, oracle.Properties.Count).FirstOrDefault(i => Name(i) == token.Property, -1);
        return index >= 0 ? index
            : throw new InputException(
            $"replay token '{token}': {oracle.Id} has no property '{token.Property}'; it has {oracle.Properties.Count}");
    }

    // What the cases of an oracle have to reach.
    private CaseDesign DesignOf(Oracle oracle) => designs.GetOrAdd(oracle, key => CaseDesign.Of(key, LimitsOf(key)));

    private PreparedCase? Case(GateUnit unit, int index, GateOptions options)
    {
        // Every point of a sweep is the same case but for p; a case asked in a fresh process is one of the value cases.
        bool isSweep = unit.Part == GateUnit.SweepPart;
        string part = isSweep ? ReplayToken.SweepPrefix + index.ToString(CultureInfo.InvariantCulture) : unit.Part;
        string source = unit.Part == ReplayToken.FreshProperty ? ReplayToken.ValueProperty : unit.Part;
        int count = isSweep ? 1 : GatePlan.Share(unit.Oracle, unit.Part.StartsWith(PropertyPrefix, StringComparison.Ordinal)
            ? options.PropertyCases : options.ValueCases);
        int size = isSweep ? SweepSize : 1 + (int)((long)index * LargestSize / Math.Max(count, 1));
        CaseDesign design = DesignOf(unit.Oracle);
        int row = isSweep ? 0 : source == ReplayToken.ValueProperty ? design.Numbers(count)[index] : design.RowOfProperty(source, index);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            // A large matrix is the same for all oracles, whose spectra are remembered; wishes that cannot be had are dropped at last.
            bool isLarge = design.IsLarge(row), isWished = isLarge ? attempt == 0 : attempt < WishedAttempts;
            ReplayToken token = new(unit.Oracle.Id, part,
                Derive(options.Seed, isLarge && isWished ? LargeSource : unit.Oracle.Id, source, isSweep ? 0
                    : isLarge && isWished ? row - design.Rows.Count : index, attempt),
                size + (isWished ? RowFactor * row : 0));
            if (Of(unit.Oracle, token) is { } prepared)
            {
                return prepared;
            }
        }

        return null;
    }

    /// <summary>The seed of one attempt at one case.</summary>
    internal static ulong Derive(ulong seed, string oracle, string property, int index, int attempt) =>
        StableHash.Of(string.Create(CultureInfo.InvariantCulture, $"{oracle}\n{property}\n{index}\n{attempt}"), seed);

    // Only a few members are lowered, and only where that changes what is refused: otherwise the counts that set the limits fall as
    // well, and deep networks end with every count at its lowest. The wrong few give no case; the next attempt chooses others.
    private CaseRecipe? Admissible(Oracle oracle, CaseRecipe recipe, Random random)
    {
        HashSet<string> chosen = [.. oracle.Given.Where(m => m.Type == MemberType.Count && random.Next(2) == 0).Select(m => m.Name)];
        string? refusal = truths.Reference.Refusal(oracle, recipe.Expand(oracle));
        for (int repair = 0; repair < Repairs && refusal is not null; repair++)
        {
            if (Repair(oracle, recipe, random, chosen) is not { } repaired)
            {
                return null;
            }

            string? still = truths.Reference.Refusal(oracle, repaired.Expand(oracle));
            (recipe, refusal) = still == refusal ? (recipe, refusal) : (repaired, still);
        }

        return refusal is null ? recipe : null;
    }

    // Conditions between members are mostly upper limits on counts: lower one of them, chosen at random.
    internal static CaseRecipe? Repair(Oracle oracle, CaseRecipe recipe, Random random, IReadOnlySet<string>? members = null)
    {
        List<(string Member, int? Item, Arithmetic.Rational Value, Arithmetic.Rational Low)> places = [];
        foreach (Member member in oracle.Given.Where(m => m.Type == MemberType.Count && recipe.Members.ContainsKey(m.Name)
            && members?.Contains(m.Name) != false))
        {
            Arithmetic.Rational low = member.Domain.Lower ?? Arithmetic.Rational.One;
            switch (recipe.Members[member.Name])
            {
                case MemberRecipe.Scalar scalar when scalar.Value > low:
                    places.Add((member.Name, null, scalar.Value, low));
                    break;
                case MemberRecipe.List list:
                    places.AddRange(list.Items.Select((item, i) => (member.Name, (int?)i, ((MemberRecipe.Scalar)item).Value, low))
                        .Where(p => p.Value > low));
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
        Arithmetic.Rational lowered = random.Next(2) == 0 ? lowest
            : Arithmetic.Rational.Of(((value + lowest) / new Arithmetic.Rational(2, 1)).Floor());
        MemberRecipe.Scalar changed = new(lowered);
        return recipe.With(name, place is { } index
            ? new MemberRecipe.List([.. ((MemberRecipe.List)recipe.Members[name]).Items.Select((item, i) => i == index ? changed : item)])
            : changed).Regrown(oracle.Given, recipe);
    }
}
