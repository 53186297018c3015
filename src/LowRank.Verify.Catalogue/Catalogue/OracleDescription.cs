using System.Text.Json.Nodes;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>An oracle in words: plain text, LaTeX and JSON.</summary>
/// <param name="Oracle">The oracle.</param>
public sealed record OracleDescription(Oracle Oracle)
{
    /// <summary>The word of a kind in oracle files.</summary>
    public static string Word(OracleKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The word of a provenance in oracle files.</summary>
    public static string Word(Provenance provenance) => provenance switch
    {
        Provenance.PublishedText => "published-text",
        Provenance.PublicCode => "public-code",
        Provenance.Derived => "derived",
        _ => "recalled",
    };

    /// <summary>The value and the definitions as LaTeX, one formula per line.</summary>
    public IReadOnlyList<string> Latex
    {
        get
        {
            IEnumerable<string> value = Oracle.Value is ValueExpression.Single single
                ? [LatexWriter.Write(single.Body.Syntax)]
                : ((ValueExpression.Named)Oracle.Value)
                    .Parts.Select(part => $"{LatexWriter.Name(part.Key)} = {LatexWriter.Write(part.Value.Syntax)}");
            return [.. value, .. Oracle.Where.Select(d => $"{LatexHead(d)} = {LatexWriter.Write(d.Body.Syntax)}")];
        }
    }

    /// <summary>Plain text, line by line: statement, inputs, formula, LaTeX, errata, properties, limits.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            List<string> lines =
            [
                $"{Oracle.Id}  (revision {Oracle.Revision}, {Word(Oracle.Kind)})",
                Oracle.Title,
                $"{Oracle.Paper}: {Oracle.Statement} ({Word(Oracle.Provenance)})",
                .. Oracle.Sentence is { } sentence ? new[] { string.Empty, sentence } : [],
            ];
            Section(lines, "holds for",
                [.. Oracle.Holds is { } holds ? [Word(holds)] : Array.Empty<string>(),
                .. Oracle.Hypotheses.Lines.Where(line => line.Text != "none").Select(line => $"{line.Key}: {line.Text}")]);
            lines.AddRange([string.Empty, $"inputs (record {Oracle.Record})", .. Oracle.Given.Select(m => "  " + Text(m))]);
            Section(lines, "on a network",
                [.. Oracle.Takes.Select(Text), .. Oracle.Free.Select(free => $"{free.Key}: the best by {free.Value}"),
                .. OfNetwork.Select(m => $"{m.Name}: {m.From!.Text}")]);
            Section(lines, "requires", Oracle.Requires.Select(r => r.Text));
            Section(lines, "value", Oracle.Value is ValueExpression.Single single
                ? [single.Body.Text]
                : ((ValueExpression.Named)Oracle.Value).Parts.Select(part => $"{part.Key}: {part.Value.Text}"));
            Section(lines, "where", Oracle.Where.Select(d => $"{d.Head} = {d.Body.Text}"));
            Section(lines, "latex", Latex);
            Section(lines, "errata", Oracle.Errata.Select(Text));
            Section(lines, "readings", Oracle.Readings.Select(Text));
            Section(lines, "remarks", Oracle.Remarks.Select(r => r.Text));
            Section(lines, "properties", Oracle.Properties.Select(p => p.Text));
            Section(lines, "limits", Oracle.Limits.Select(l => l.Text));
            return lines;
        }
    }

    /// <summary>The word of a scope in oracle files.</summary>
    public static string Word(HoldsFor holds) => holds switch
    {
        HoldsFor.FixedClass => "fixed-class",
        HoldsFor.AllWeights => "all-weights",
        HoldsFor.FixedNetwork => "fixed-network",
        _ => "test-data",
    };

    /// <summary>The members that come from a network and are neither taken from another statement nor left to be chosen.</summary>
    private IEnumerable<Member> OfNetwork =>
        Oracle.Given.Where(m => m.From is not null && Oracle.Takes.All(taken => taken.Member != m.Name)
            && Oracle.Free.All(free => free.Key != m.Name));

    /// <summary>The oracle file, normalised.</summary>
    public JsonObject Json() => new()
    {
        ["id"] = Oracle.Id,
        ["revision"] = Oracle.Revision,
        ["title"] = Oracle.Title,
        ["source"] = new JsonObject { ["paper"] = Oracle.Paper, ["statement"] = Oracle.Statement,
            ["provenance"] = Word(Oracle.Provenance) },
        ["kind"] = Word(Oracle.Kind),
        ["holds"] = Oracle.Holds is { } holds ? Word(holds) : null,
        ["record"] = Oracle.Record,
        ["statement"] = Oracle.Sentence,
        ["hypotheses"] = new JsonObject(Oracle.Hypotheses.Lines.GroupBy(line => line.Key, line => line.Text).Select(group =>
            KeyValuePair.Create(group.Key, (JsonNode?)(group.Key == "further" ? Texts(group) : group.First())))),
        ["takes"] = new JsonObject(Oracle.Takes.Select(taken => KeyValuePair.Create(taken.Member,
            (JsonNode?)new JsonObject { ["leastOf"] = Texts(taken.LeastOf), ["times"] = taken.Times?.Text }))),
        ["free"] = new JsonObject(Oracle.Free.Select(free => KeyValuePair.Create(free.Key, (JsonNode?)free.Value))),
        ["given"] = new JsonObject(Oracle.Given.Select(m => KeyValuePair.Create(m.Name, (JsonNode?)Json(m)))),
        ["requires"] = Texts(Oracle.Requires.Select(r => r.Text)),
        ["where"] = new JsonObject(Oracle.Where.Select(d => KeyValuePair.Create(d.Head, (JsonNode?)d.Body.Text))),
        ["value"] = Oracle.Value is ValueExpression.Single single
            ? single.Body.Text
            : new JsonObject(((ValueExpression.Named)Oracle.Value)
                .Parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value.Text))),
        ["latex"] = Texts(Latex),
        ["errata"] = new JsonArray([.. Oracle.Errata.Select(Json)]),
        ["readings"] = new JsonArray([.. Oracle.Readings.Select(Json)]),
        ["remarks"] = new JsonArray([.. Oracle.Remarks.Select(Json)]),
        ["properties"] = Texts(Oracle.Properties.Select(p => p.Text)),
        ["limits"] = Texts(Oracle.Limits.Select(l => l.Text)),
    };

    private static JsonObject Json(Erratum erratum)
    {
        JsonObject result = WithEvidence(new() { ["printed"] = erratum.Printed, ["read"] = erratum.Read, ["why"] = erratum.Why }, erratum);
        if (erratum.NoNumber is { } reason)
        {
            result["no_number"] = reason;
        }

        return result;
    }

    private static JsonObject Json(Remark remark) => WithEvidence(new() { ["remark"] = remark.Text }, remark);

    private static JsonObject WithEvidence(JsonObject result, Note note)
    {
        if (note.Evidence is { } evidence)
        {
            result["evidence"] = new JsonObject
            {
                ["printed"] = evidence.Printed.Text,
                ["corrected"] = evidence.Corrected.Text,
                ["inputs"] = InputJson.Write(evidence.Inputs),
            };
        }

        return result;
    }

    private static JsonObject Json(Member member)
    {
        JsonObject result = new() { ["type"] = member.Type.ToString().ToLowerInvariant() };
        if (member.Type != MemberType.Matrix)
        {
            result["domain"] = member.Domain.ToString();
        }

        if (member.Index is { } index)
        {
            result["index"] = index.Text;
        }

        if (member.Shape is { } shape)
        {
            result["shape"] = shape.ToString();
        }

        result["meaning"] = member.Meaning;
        result["optional"] = member.IsOptional;
        if (member.DefaultText is { } text)
        {
            result["default"] = text;
        }

        if (member.From is { } source)
        {
            result["from"] = source.Text;
        }

        return result;
    }

    private static string Text(TakenValue taken) =>
        $"{taken.Member}: the least of "
        + $"{string.Join(", ", taken.LeastOf)}{(taken.Times is { } times ? $", times {times.Text}" : string.Empty)}";

    private static string Text(Erratum erratum) => $"printed: {erratum.Printed}; read: {erratum.Read}; why: {erratum.Why}";

    private static string Text(Member member)
    {
        string index = member.Index is { } range ? $"[{range.Text}]" : string.Empty;
        string domain = member.Type != MemberType.Matrix ? $" in {member.Domain}" : member.Shape is { } shape
            ? $" ({shape.Rows} x {shape.Columns})" : string.Empty;
        string fallback = member.DefaultText is { } text ? $"; default {text}" : member.IsOptional ? "; optional" : string.Empty;
        return $"{member.Name}{index}: {member.Type.ToString().ToLowerInvariant()}{domain}, {member.Meaning}{fallback}";
    }

    private static string LatexHead(Definition definition) => definition.Parameters.Count == 0
        ? LatexWriter.Name(definition.Name)
        : $"{LatexWriter.Name(definition.Name)}({string.Join(", ", definition.Parameters.Select(LatexWriter.Name))})";

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode?)JsonValue.Create(t))];

    private static void Section(List<string> lines, string title, IEnumerable<string> items)
    {
        string[] all = [.. items];
        if (all.Length > 0)
        {
            lines.Add(string.Empty);
            lines.Add(title);
            lines.AddRange(all.Select(item => "  " + item));
        }
    }
}
