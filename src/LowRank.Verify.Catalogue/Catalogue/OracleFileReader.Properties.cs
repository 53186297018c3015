using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <content>Properties and limits.</content>
internal static partial class OracleFileReader
{
    private static readonly string[] Transformations = ["transpose", "permute-rows", "permute-columns", "flip-signs", "rebalance"];

    private static IEnumerable<OracleProperty> ReadProperty(YamlFields fields, IReadOnlyList<Member> given)
    {
        string[] heads =
        [
            "homogeneous", "nondecreasing", "nonincreasing", "ordered", "at_least", "at_most", "scaling", "invariant", "rescale",
            "duplicate", "permute",
        ];
        string[] present = [.. heads.Where(fields.Has)];
        if (present.Length != 1)
        {
            throw new FormulaException(fields.Position, $"a property names exactly one of {string.Join(", ", heads)}");
        }

        string head = present[0];
        fields.Allow(head switch
        {
            "homogeneous" => ["homogeneous", "degree", "when"],
            "scaling" => ["scaling", "factor", "multiplies", "when"],
            "invariant" => ["invariant", "member", "when"],
            "rescale" => ["rescale", "degree", "when"],
            "duplicate" => ["duplicate", "samples", "count", "multiplies", "when"],
            "permute" => ["permute", "samples", "when"],
            _ => [head, "when"],
        });
        Formula? when = fields.Has("when") ? Formula.Parse(fields.Source("when")) : null;
        string tail = when is null ? string.Empty : $" when {when.Text}";
        if (head == "ordered")
        {
            string[] parts = [.. fields.TextList(head).Select(part => part.OneLine)];
            yield return new OracleProperty.Ordered($"in this order: {string.Join(" <= ", parts)}{tail}", when, parts);
            yield break;
        }

        if (head is "rescale" or "duplicate" or "permute")
        {
            yield return head switch
            {
                "rescale" => ReadRescale(fields, given, when, tail),
                "duplicate" => ReadDuplicate(fields, given, when, tail),
                _ => ReadPermute(fields, given, when, tail),
            };
            yield break;
        }

        foreach (SourceText item in fields.TextList(head))
        {
            string name = item.OneLine;
            yield return head switch
            {
                "homogeneous" => Homogeneous(Checked(item, given), Formula.Parse(fields.Source("degree"))),
                "nondecreasing" => new OracleProperty.Nondecreasing($"nondecreasing in {name}{tail}", when, Checked(item, given)),
                "nonincreasing" => new OracleProperty.Nonincreasing($"nonincreasing in {name}{tail}", when, Checked(item, given)),
                "at_least" => new OracleProperty.AtLeast($"at least {name}{tail}", when, name) { Position = item.PositionAt(0) },
                "at_most" => new OracleProperty.AtMost($"at most {name}{tail}", when, name) { Position = item.PositionAt(0) },
                "scaling" => Scaling(Checked(item, given), Formula.Parse(fields.Source("factor")),
                    Formula.Parse(fields.Source("multiplies"))),
                _ => Invariant(item),
            };
        }

        OracleProperty.Homogeneous Homogeneous(string member, Formula degree) =>
            new($"homogeneous in {member} of degree {degree.Text}{tail}", when, member, degree);

        OracleProperty.Scaling Scaling(string member, Formula factor, Formula multiplies) =>
            new($"{member} times {factor.Text} multiplies the value by {multiplies.Text}{tail}", when, member, factor, multiplies);

        OracleProperty.Invariant Invariant(SourceText transformation)
        {
            string name = transformation.OneLine;
            if (!Transformations.Contains(name))
            {
                throw new FormulaException(transformation.PositionAt(0),
                    $"unknown transformation '{name}': one of {string.Join(", ", Transformations)}");
            }

            string member = Checked(fields.Source("member"), given);
            return new($"unchanged by {name} of {member}{tail}", when, name, member);
        }
    }

    private static LimitClaim ReadLimit(YamlFields fields, IReadOnlyList<Member> given)
    {
        fields.Allow("limit", "equals");
        SourceText limit = fields.Source("limit");
        string[] parts = limit.OneLine.Split("->", StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || parts[1].Length == 0)
        {
            throw new FormulaException(limit.PositionAt(0), "a limit is written 'member -> number'");
        }

        _ = Checked(SourceText.At(parts[0], limit.PositionAt(0)), given);
        Formula value = Formula.Parse(fields.Source("equals"));
        return new LimitClaim($"tends to {value.Text} as {parts[0]} -> {parts[1]}", parts[0], parts[1], value);
    }

    private static string Checked(SourceText name, IReadOnlyList<Member> given) => given.Any(m => m.Name == name.OneLine)
        ? name.OneLine
        : throw new FormulaException(name.PositionAt(0),
            $"'{name.OneLine}' is not given{NearestName.Suggest(name.OneLine, given.Select(m => m.Name))}");
}
