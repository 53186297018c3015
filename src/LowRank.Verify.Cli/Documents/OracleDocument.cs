using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Cli.Documents;

/// <summary>What <c>describe --json</c> prints of one oracle.</summary>
[Description("An oracle file, normalised.")]
internal sealed record OracleDocument(
    string Id,
    [property: Range(1, int.MaxValue)] int Revision,
    string Title,
    OracleSource Source,
    OracleKind Kind,
    [property: Description("What the statement is about; null for a function of its inputs.")] HoldsFor? Holds,
    string Record,
    [property: Description("The statement in words, LaTeX between dollar signs.")] string? Statement,
    OracleHypotheses Hypotheses,
    [property: Description(
        "Inputs that are the least certified value of other statements.")] IReadOnlyDictionary<string, OracleTaken> Takes,
    [property: Description(
        "Inputs that are left to be chosen, with the form by which they are optimised.")] IReadOnlyDictionary<string, string> Free,
    IReadOnlyDictionary<string, OracleInput> Given,
    IReadOnlyList<string> Requires,
    IReadOnlyDictionary<string, string> Where,
    [property: Description("A formula, or a record of named formulas.")]
    [property: JsonConverter(typeof(ShapedConverter<string>))]
    Shaped<string> Value,
    [property: MinLength(1)] IReadOnlyList<string> Latex,
    IReadOnlyList<OracleErratum> Errata,
    IReadOnlyList<OracleErratum> Readings,
    IReadOnlyList<OracleRemark> Remarks,
    IReadOnlyList<string> Properties,
    IReadOnlyList<string> Limits)
{
    public static OracleDocument Of(Oracle oracle) => new(
        oracle.Id,
        oracle.Revision,
        oracle.Title,
        new OracleSource(oracle.Paper, oracle.Statement, oracle.Provenance),
        oracle.Kind,
        oracle.Holds,
        oracle.Record,
        oracle.Sentence,
        OracleHypotheses.Of(oracle.Hypotheses),
        oracle.Takes.ToDictionary(taken => taken.Member, taken => new OracleTaken(taken.LeastOf, taken.Times?.Text),
            StringComparer.Ordinal),
        oracle.Free.ToDictionary(StringComparer.Ordinal),
        oracle.Given.ToDictionary(member => member.Name, OracleInput.Of, StringComparer.Ordinal),
        [.. oracle.Requires.Select(requirement => requirement.Text)],
        oracle.Where.ToDictionary(definition => definition.Head, definition => definition.Body.Text, StringComparer.Ordinal),
        oracle.Value is ValueExpression.Single single
            ? new Shaped<string>.Scalar(single.Body.Text)
            : new Shaped<string>.Named(((ValueExpression.Named)oracle.Value).Parts.ToDictionary(
                part => part.Key, Shaped<string> (part) => new Shaped<string>.Scalar(part.Value.Text), StringComparer.Ordinal)),
        new OracleDescription(oracle).Latex,
        [.. oracle.Errata.Select(OracleErratum.Of)],
        [.. oracle.Readings.Select(OracleErratum.Of)],
        [.. oracle.Remarks.Select(OracleRemark.Of)],
        [.. oracle.Properties.Select(property => property.Text)],
        [.. oracle.Limits.Select(limit => limit.Text)]);
}

/// <summary>Where a statement stands.</summary>
internal sealed record OracleSource(string Paper, string Statement, Provenance Provenance);

/// <summary>What a network and its data must be.</summary>
[Description("What a network and its data must be; further holds what no program reads off a file.")]
internal sealed record OracleHypotheses(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Network = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Activation = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Layers = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Depth = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Outputs = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Matrices = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Biases = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Residual = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Scores = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Data = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Further = null)
{
    public static OracleHypotheses Of(Hypotheses hypotheses)
    {
        Dictionary<string, string> words = hypotheses.Lines.Where(line => line.Key != "further")
            .ToDictionary(line => line.Key, line => line.Text, StringComparer.Ordinal);
        return new OracleHypotheses(
            words.GetValueOrDefault("network"),
            words.GetValueOrDefault("activation"),
            words.GetValueOrDefault("layers"),
            words.GetValueOrDefault("depth"),
            words.GetValueOrDefault("outputs"),
            words.GetValueOrDefault("matrices"),
            words.GetValueOrDefault("biases"),
            words.GetValueOrDefault("residual"),
            words.GetValueOrDefault("scores"),
            words.GetValueOrDefault("data"),
            hypotheses.Further.Count > 0 ? hypotheses.Further : null);
    }
}

/// <summary>An input that is the least value of other statements.</summary>
internal sealed record OracleTaken(IReadOnlyList<string> LeastOf, string? Times);

/// <summary>An input.</summary>
internal sealed record OracleInput
{
    public required MemberType Type { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Domain { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Index { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Shape { get; init; }

    public required string Meaning { get; init; }

    public required bool Optional { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Default { get; init; }

    [Description("Where it comes from on a network: a formula over the facts of a network.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init; }

    public static OracleInput Of(Member member) => new()
    {
        Type = member.Type,
        Domain = member.Type == MemberType.Matrix ? null : member.Domain.ToString(),
        Index = member.Index?.Text,
        Shape = member.Shape?.ToString(),
        Meaning = member.Meaning,
        Optional = member.IsOptional,
        Default = member.DefaultText,
        From = member.From?.Text,
    };
}

/// <summary>A slip or a reading.</summary>
internal sealed record OracleErratum(
    string Printed,
    string Read,
    string Why,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OracleEvidence? Evidence = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyName("no_number"),
        MinLength(1)] string? NoNumber = null)
{
    public static OracleErratum Of(Erratum erratum) =>
        new(erratum.Printed, erratum.Read, erratum.Why, OracleEvidence.Of(erratum), erratum.NoNumber);
}

/// <summary>A remark.</summary>
internal sealed record OracleRemark(
    string Remark,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OracleEvidence? Evidence = null)
{
    public static OracleRemark Of(Remark remark) => new(remark.Text, OracleEvidence.Of(remark));
}

/// <summary>What tells two statements apart.</summary>
[Description("Inputs that tell the printed statement from the corrected one; a side is a formula, the id of an oracle of the record, or "
    + "this oracle with definitions replaced.")]
internal sealed record OracleEvidence([property: MinLength(1)] string Printed, [property: MinLength(1)] string Corrected, JsonObject Inputs)
{
    public static OracleEvidence? Of(Note note) =>
        note.Evidence is { } evidence ? new(evidence.Printed.Text, evidence.Corrected.Text, InputJson.Write(evidence.Inputs)) : null;
}

/// <summary>What <c>describe --json</c> prints of the catalogue.</summary>
[Description("The catalogue.")]
internal sealed record CatalogueDocument([property: MinLength(1)] IReadOnlyList<CatalogueEntry> Oracles)
{
    public static CatalogueDocument Of(IEnumerable<Oracle> oracles) =>
        new([.. oracles.Select(oracle => new CatalogueEntry(oracle.Id, oracle.Revision, oracle.Kind, oracle.Title))]);
}

/// <summary>An oracle in the list.</summary>
internal sealed record CatalogueEntry(string Id, [property: Range(1, int.MaxValue)] int Revision, OracleKind Kind, string Title);
