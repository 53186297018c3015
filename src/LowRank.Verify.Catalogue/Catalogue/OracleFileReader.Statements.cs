using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <content>When a statement holds, and where its inputs come from on a network.</content>
internal static partial class OracleFileReader
{
    /// <summary>Fields of an oracle file that this part reads.</summary>
    private static readonly string[] StatementFields = ["holds", "statement", "hypotheses", "takes", "free"];

    private static readonly Dictionary<string, HoldsFor> Scopes = new(StringComparer.Ordinal)
    {
        ["fixed-class"] = HoldsFor.FixedClass, ["all-weights"] = HoldsFor.AllWeights,
        ["fixed-network"] = HoldsFor.FixedNetwork, ["test-data"] = HoldsFor.TestData,
    };

    private static readonly string[] FreeForms = ["ledent-code", "ledent-doc", "ledent-repaired", "ledent-l2", "ledent-l2-grid"];

    private static HoldsFor? ReadHolds(YamlFields root) => root.Has("holds") ? root.Word("holds", Scopes) : null;

    private static Hypotheses ReadHypotheses(YamlFields? fields)
    {
        if (fields is null)
        {
            return Hypotheses.None;
        }

        fields.Allow("network", "activation", "layers", "depth", "outputs", "matrices", "biases", "residual", "scores", "data", "further");
        return new Hypotheses
        {
            Network = fields.Has("network") ? fields.Word("network", HypothesisWords.Networks) : NetworkClass.None,
            Activation = Words(fields, "activation", HypothesisWords.Activation),
            Layers = Words(fields, "layers", HypothesisWords.Layers),
            Depth = OneOf(fields, "depth", HypothesisWords.Depths),
            Outputs = OneOf(fields, "outputs", HypothesisWords.Outputs),
            StoredMatrices = OneOf(fields, "matrices", ["stored"]) is not null,
            AllowsBiases = OneOf(fields, "biases", ["none", "allowed"]) == "allowed",
            AllowsResidual = OneOf(fields, "residual", ["none", "allowed"]) == "allowed",
            FinalScores = OneOf(fields, "scores", ["final"]) is not null,
            Data = Words(fields, "data", HypothesisWords.Data),
            Further = [.. fields.TextList("further").Select(sentence => sentence.OneLine)],
        };
    }

    private static TakenValue[] ReadTakes(YamlFields? fields, IReadOnlyList<Member> given) => fields is null ? [] :
        [.. fields.Keys.Select(key =>
        {
            YamlFields taken = fields.Fields(Checked(key.Name, given));
            taken.Allow("least of", "times");
            string[] ids = [.. taken.TextList("least of").Select(id => id.OneLine)];
            return ids.Length > 0
                ? new TakenValue(key.Key, ids, taken.Has("times")
                    ? new MemberSource(Formula.Parse(taken.Source("times")), IsLower: false, null, null) : null)
                : throw new FormulaException(taken.Position, $"'{key.Key}' is the least value of statements: name them in 'least of'");
        })];

    private static KeyValuePair<string, string>[] ReadFree(YamlFields? fields, IReadOnlyList<Member> given) => fields is null ? [] :
        [.. fields.Keys.Select(key => KeyValuePair.Create(Checked(key.Name, given), OneOf(fields, key.Key, FreeForms)!))];

    private static MemberSource? ReadSource(YamlFields member)
    {
        if (!member.Has("from"))
        {
            return null;
        }

        if (!member.IsFields("from"))
        {
            return new MemberSource(Formula.Parse(member.Source("from")), IsLower: false, null, null);
        }

        YamlFields fields = member.Fields("from");
        fields.Allow("value", "end", "when", "note");
        return new MemberSource(
            Formula.Parse(fields.Source("value")),
            OneOf(fields, "end", ["upper", "lower"]) == "lower",
            fields.Has("when") ? Formula.Parse(fields.Source("when")) : null,
            fields.OptionalText("note"));
    }

    private static string[] Words(YamlFields fields, string name, IReadOnlyList<string> known) => [.. fields.TextList(name)
        .Select(word => known.Contains(word.OneLine)
        ? word.OneLine
        : throw new FormulaException(word.PositionAt(0), $"the field '{name}' knows {string.Join("; ", known)}; not '{word.OneLine}'"))];

    private static string? OneOf(YamlFields fields, string name, IReadOnlyList<string> known) => fields.OptionalText(name) is not { } word
        ? null
        : known.Contains(word) ? word
        : throw new FormulaException(fields.PositionOf(name),
            $"the field '{name}' must be one of {string.Join(", ", known)}, not '{word}'");
}
