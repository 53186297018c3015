using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <content>Errata, readings and remarks, and their evidence.</content>
internal static partial class OracleFileReader
{
    private static Note[] ReadNotes(YamlFields root, string id) =>
    [
        .. root.FieldsList("errata").Select(e => ReadErratum(e, id, isReading: false)),
        .. root.FieldsList("readings").Select(e => ReadErratum(e, id, isReading: true)),
        .. root.Items("remarks").Select(item => ReadRemark(item, id)),
    ];

    private static Erratum ReadErratum(YamlFields fields, string id, bool isReading)
    {
        fields.Allow("printed", "read", "why", "evidence", "no_number");
        if (fields.Has("evidence") && fields.Has("no_number"))
        {
            throw new FormulaException(fields.PositionOf("no_number"),
                "an erratum has 'evidence' or the reason 'no_number' why there is none, not both");
        }

        return new Erratum(fields.Text("printed"), fields.Text("read"), fields.Text("why"))
        {
            IsReading = isReading,
            Evidence = fields.OptionalFields("evidence") is { } evidence ? ReadEvidence(evidence, id) : null,
            NoNumber = fields.OptionalText("no_number"),
        };
    }

    // A remark is a sentence, or a sentence with evidence.
    private static Remark ReadRemark(YamlItem item, string id)
    {
        if (item.Fields is not { } fields)
        {
            return new Remark(item.Text);
        }

        fields.Allow("remark", "evidence");
        return new Remark(fields.Text("remark")) { Evidence = fields.OptionalFields("evidence") is { } evidence ? ReadEvidence(evidence, id)
            : null };
    }

    // `with` replaces definitions of this file: on the printed side where that is not given otherwise, else on the corrected side.
    private static ErratumEvidence ReadEvidence(YamlFields fields, string id)
    {
        fields.Allow("printed", "corrected", "with", "inputs");
        ErratumSide itself = new(id, null, id) { Position = fields.Position };
        ErratumSide? changed = fields.OptionalFields("with") is { } with ? ReadChanged(with, id) : null;
        if (changed is not null && fields.Has("printed") && fields.Has("corrected"))
        {
            throw new FormulaException(fields.PositionOf("with"),
                "'with' stands for the printed or for the corrected side; both are given already");
        }

        ErratumSide printed = changed is not null && !fields.Has("printed") ? changed : ReadSide(fields, "printed", id);
        ErratumSide corrected = fields.Has("corrected") ? ReadSide(fields, "corrected", id) : ReferenceEquals(printed, changed) ? itself
            : changed ?? itself;
        return new ErratumEvidence(printed, corrected,
            InputJson.Read(fields.Json("inputs").ToJsonString(), fields.PositionOf("inputs").ToString()));
    }

    private static ErratumSide ReadChanged(YamlFields with, string id)
    {
        Definition[] definitions = ReadDefinitions(with);
        return definitions.Length > 0
            ? new ErratumSide("with " + string.Join(", ", definitions.Select(d => $"{d.Head} = {d.Body.Text}")), null,
                id) { Position = with.Position, With = definitions }
            : throw new FormulaException(with.Position, "'with' must name the definitions that it replaces");
    }

    // An id of the oracle's own family names an oracle, everything else is a formula.
    private static ErratumSide ReadSide(YamlFields fields, string name, string id)
    {
        string text = fields.Text(name), family = id[..(id.IndexOf('/', StringComparison.Ordinal) + 1)];
        bool isOracle = text.StartsWith(family, StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal);
        return new ErratumSide(text, isOracle ? null : Formula.Parse(fields.Source(name)),
            isOracle ? text : null) { Position = fields.PositionOf(name) };
    }

    // Checks evidence against the finished oracle, and makes the oracles with replaced definitions.
    private static void FinishEvidence(Oracle oracle)
    {
        foreach (ErratumEvidence evidence in oracle.Notes.Select(n => n.Evidence).OfType<ErratumEvidence>())
        {
            _ = InputBinding.Of(oracle, evidence.Inputs);
            foreach (ErratumSide side in new[] { evidence.Printed, evidence.Corrected }.Where(s => s.With.Count > 0))
            {
                side.Variant = Variant(oracle, side.With);
            }
        }
    }

    private static Oracle Variant(Oracle oracle, IReadOnlyList<Definition> with)
    {
        if (with.FirstOrDefault(d => oracle.Where.All(w => w.Name != d.Name || w.Parameters.Count != d.Parameters.Count)) is { } unknown)
        {
            throw new FormulaException(unknown.Position,
                $"'{unknown.Head}' is not a definition of this "
                + $"oracle{NearestName.Suggest(unknown.Head, oracle.Where.Select(d => d.Head))}");
        }

        Definition[] own = [.. oracle.Where.Where(d => with.All(w => w.Name != d.Name)), .. with];
        Oracle variant = oracle.Replacing(WithShared(oracle.Declaration, oracle.Given, own, Parts(oracle.Value)));
        variant.Program = OracleProgram.BuildValue(variant);
        return variant;
    }
}
