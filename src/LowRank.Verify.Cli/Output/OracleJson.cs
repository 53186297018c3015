using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Cli.Output;

/// <summary>The JSON of <c>describe</c>: an oracle file, normalised.</summary>
internal static class OracleJson
{
    public static JsonObject WriteList(IEnumerable<Oracle> oracles) => new()
    {
        ["oracles"] = JsonText.Array(oracles.Select(oracle => (JsonNode?)new JsonObject
        {
            ["id"] = oracle.Id,
            ["revision"] = oracle.Revision,
            ["kind"] = CatalogueNames.Of(oracle.Kind),
            ["title"] = oracle.Title,
        })),
    };

    public static JsonObject Write(Oracle oracle) => new()
    {
        ["id"] = oracle.Id,
        ["revision"] = oracle.Revision,
        ["title"] = oracle.Title,
        ["source"] = new JsonObject { ["paper"] = oracle.Paper, ["statement"] = oracle.Statement, ["provenance"] = CatalogueNames.Of(oracle.Provenance) },
        ["kind"] = CatalogueNames.Of(oracle.Kind),
        ["record"] = oracle.Record,
        ["given"] = JsonText.Array(oracle.Given.Select(member => (JsonNode?)Write(member))),
        ["requires"] = JsonText.Strings(oracle.Requires.Select(requirement => requirement.Text)),
        ["where"] = JsonText.Array(oracle.Where.Select(definition => (JsonNode?)new JsonObject { ["name"] = definition.Head, ["formula"] = definition.Body.Text })),
        ["value"] = Write(oracle.Value, formula => formula.Text),
        ["errata"] = JsonText.Array(oracle.Errata.Select(erratum => (JsonNode?)new JsonObject
        {
            ["printed"] = erratum.Printed,
            ["read"] = erratum.Read,
            ["why"] = erratum.Why,
        })),
        ["properties"] = JsonText.Strings(oracle.Properties.Select(property => property.Text)),
        ["limits"] = JsonText.Strings(oracle.Limits.Select(limit => limit.Text)),
    };

    private static JsonObject Write(Member member) => new()
    {
        ["name"] = member.Name,
        ["type"] = CatalogueNames.Of(member.Type),
        ["domain"] = member.Type == MemberType.Matrix ? null : member.Domain.ToString(),
        ["index"] = member.Index?.Text,
        ["meaning"] = member.Meaning,
        ["optional"] = member.IsOptional,
        ["default"] = member.DefaultText,
    };

    private static JsonNode Write(ValueExpression value, Func<Formula, string> text) => value switch
    {
        ValueExpression.Single single => JsonValue.Create(text(single.Body)),
        ValueExpression.Named named => new JsonObject(named.Parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)JsonValue.Create(text(part.Value))))),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
