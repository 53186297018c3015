using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <content>What an oracle takes over from its family: members and definitions.</content>
internal static partial class OracleFileReader
{
    /// <summary>
    /// The members that an oracle uses: a list of names, some with declarations that change those of the record, or a mapping of
    /// declarations.
    /// </summary>
    private static Member[] ReadGiven(YamlFields root, FamilyRecord record)
    {
        if (root.IsFields("given"))
        {
            return ReadMembers(root.Fields("given"), record);
        }

        Member[] members = [.. root.Items("given").SelectMany(item => item.Fields is { } changed
            ? ReadMembers(changed, record)
            : [record.Find(item.Text) is { } member ? member with { Position = item.Position }
                : throw NoMember(item.Text, item.Position, record)])];
        if (members.Length == 0)
        {
            throw new FormulaException(root.PositionOf("given"), "the field 'given' must name the members that the formulas use");
        }

        return members.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new FormulaException(twice.Last().Position, $"'{twice.Key}' is given twice")
            : members;
    }

    private static FormulaException NoMember(string name, SourcePosition position, FamilyRecord record) =>
        new(position, $"'{name}' is not a member of the record "
            + $"'{record.Name}'{NearestName.Suggest(name, record.Members.Select(m => m.Name))}");

    // In a family's `where`, a text is a definition for all records, a mapping holds those of one record.
    private static Dictionary<string, IReadOnlyList<Definition>> ReadShared(YamlFields? fields, YamlFields records)
    {
        Dictionary<string, IReadOnlyList<Definition>> result = new(StringComparer.Ordinal);
        Definition[] common = fields is null ? [] : ReadDefinitions(fields, key => !fields.IsFields(key));
        foreach (string record in records.Names)
        {
            Definition[] own = fields?.IsFields(record) == true ? ReadDefinitions(fields.Fields(record), _ => true) : [];
            result.Add(record, [.. own, .. common.Where(c => own.All(o => o.Name != c.Name))]);
        }

        if (fields?.Names.FirstOrDefault(name => fields.IsFields(name) && !records.Has(name)) is { } unknown)
        {
            throw new FormulaException(fields.PositionOf(unknown),
                $"the family declares no record '{unknown}'{NearestName.Suggest(unknown, records.Names)}");
        }

        return result;
    }

    /// <summary>The definitions of the family that the formulas need, directly or through one another, before the oracle's own.</summary>
    private static Definition[] WithShared(
        FamilyRecord record, IReadOnlyList<Member> given, IReadOnlyList<Definition> own, IEnumerable<Formula> formulas)
    {
        HashSet<string> needed = new(StringComparer.Ordinal);
        Queue<string> names = new(own.Select(d => d.Body).Concat(formulas).SelectMany(f => ExpressionTree.Names(f.Syntax)));
        while (names.TryDequeue(out string? name))
        {
            if (own.All(d => d.Name != name) && given.All(m => m.Name != name)
                && record.Definitions.FirstOrDefault(d => d.Name == name) is { } shared && needed.Add(name))
            {
                foreach (string further in ExpressionTree.Names(shared.Body.Syntax))
                {
                    names.Enqueue(further);
                }
            }
        }

        return [.. record.Definitions.Where(d => needed.Contains(d.Name)), .. own];
    }

    private static IEnumerable<Formula> Parts(ValueExpression value) =>
        value is ValueExpression.Single single ? [single.Body] : ((ValueExpression.Named)value).Parts.Select(part => part.Value);

    // The conditions and numbers of claims and the formulas of evidence may use shared definitions too.
    private static IEnumerable<Formula> Claims(IEnumerable<OracleProperty> properties, IEnumerable<LimitClaim> limits,
        IEnumerable<Note> notes) =>
    [
        .. properties.Select(p => p.When).OfType<Formula>(),
        .. properties.OfType<OracleProperty.Homogeneous>().Select(p => p.Degree),
        .. properties.OfType<OracleProperty.Scaling>().SelectMany(p => new[] { p.Factor, p.Multiplies }),
        .. properties.OfType<OracleProperty.Rescale>().SelectMany(p => p.Exponents.Select(e => e.Value).Append(p.Degree)),
        .. properties.OfType<OracleProperty.Duplicate>().Select(p => p.Multiplies),
        .. limits.Select(l => l.EqualTo),
        .. notes.Select(n => n.Evidence).OfType<ErratumEvidence>().SelectMany(e => new[] { e.Printed.Formula, e.Corrected.Formula })
            .OfType<Formula>(),
    ];
}
