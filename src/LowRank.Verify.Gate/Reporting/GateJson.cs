using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>Records as JSON, one object per line: the truth from which all other reports are made.</summary>
public static class GateJson
{
    private const int Digits = 17;

    /// <summary>The object of one record.</summary>
    public static JsonObject Write(GateRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        JsonObject json = new()
        {
            ["record"] = "case",
            ["id"] = record.Replay.ToString(),
            ["oracle"] = record.Oracle,
            ["revision"] = record.Revision,
            ["kind"] = record.Kind.ToString().ToLowerInvariant(),
            ["property"] = record.Property,
            ["verdict"] = record.Verdict.Name(),
            ["inputs"] = InputJson.Write(record.Inputs),
            ["enclosure"] = Write(record.Enclosure),
            ["answer"] = Write(record.Answer),
            ["distance"] = Number(record.Distance),
            ["relativeError"] = Number(record.RelativeError),
            ["condition"] = Number(record.Condition),
            ["message"] = record.Message,
            ["diagnostics"] = record.Diagnostics,
            ["shrinks"] = record.Shrinks,
            ["replay"] = record.Replay.ToString(),
        };
        if (record.Related is { } related)
        {
            json["related"] = new JsonObject
            {
                ["description"] = related.Description,
                ["oracle"] = related.Oracle,
                ["inputs"] = InputJson.Write(related.Inputs),
                ["enclosure"] = Write(related.Enclosure),
                ["answer"] = Write(related.Answer),
            };
        }

        return json;
    }

    /// <summary>The line that a run begins with.</summary>
    public static JsonObject Write(GateRunHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        ImplementationDescription implementation = header.Implementation;
        return new JsonObject
        {
            ["record"] = "run",
            ["format"] = 1,
            ["tool"] = header.Tool,
            ["catalogue"] = header.Catalogue,
            ["seed"] = header.Options.Seed,
            ["options"] = new JsonObject
            {
                ["cases"] = header.Options.ValueCases,
                ["propertyCases"] = header.Options.PropertyCases,
                ["oracles"] = header.Options.Oracles,
                ["tolerance"] = header.Options.ToleranceConstant,
                ["strict"] = header.Options.Strict,
            },
            ["shard"] = header.Shard?.ToString(),
            ["implementation"] = new JsonObject
            {
                ["name"] = implementation.Name,
                ["version"] = implementation.Version,
                ["language"] = implementation.Language,
                ["precision"] = implementation.Precision,
            },
            ["units"] = new JsonArray([.. header.Units.Select(unit => (JsonNode)unit)]),
            ["notCovered"] = new JsonObject(header.NotCovered.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => KeyValuePair.Create(n.Key, (JsonNode?)n.Value))),
        };
    }

    /// <summary>The line of a first question that got no answer.</summary>
    public static JsonObject Write(SmokeFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new JsonObject
        {
            ["record"] = "smoke",
            ["oracle"] = failure.Oracle,
            ["verdict"] = failure.Verdict.Name(),
            ["message"] = failure.Message,
            ["diagnostics"] = failure.Diagnostics,
        };
    }

    /// <summary>An enclosure: {"lower","upper"} as decimal strings rounded outward, an array, or an object of parts.</summary>
    public static JsonNode? Write(Shaped<CertifiedNumber>? value) => value?.Fold<JsonNode>(
        number => new JsonObject { ["lower"] = number.Enclosure.LowerDecimal(Digits), ["upper"] = number.Enclosure.UpperDecimal(Digits) },
        items => new JsonArray([.. items]),
        parts => new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value))));

    /// <summary>An answer, as a harness would write it.</summary>
    public static JsonNode? Write(Answer? answer) => answer switch
    {
        Answer.Value value => new JsonObject { ["value"] = Number(value.Number) },
        Answer.Log10 logarithm => new JsonObject { ["log10"] = Number(logarithm.Exponent) },
        Answer.Bounds bounds => new JsonObject { ["lower"] = Number(bounds.Lower), ["upper"] = Number(bounds.Upper) },
        Answer.Decimal text => new JsonObject { ["value"] = text.Text },
        Answer.DecimalBounds bounds => new JsonObject { ["lower"] = bounds.Lower, ["upper"] = bounds.Upper },
        Answer.Values list => new JsonArray([.. list.Items.Select(Write)]),
        Answer.Named record => new JsonObject(record.Members.Select(member => KeyValuePair.Create(member.Key, Write(member.Value)))),
        Answer.Skipped skipped => new JsonObject { ["skipped"] = skipped.Reason },
        Answer.Error error => new JsonObject { ["error"] = error.Reason },
        _ => null,
    };

    // JSON has no NaN and no infinity.
    private static JsonValue? Number(double? value) => value switch
    {
        null => null,
        double.NaN => JsonValue.Create("nan"),
        double.PositiveInfinity => JsonValue.Create("inf"),
        double.NegativeInfinity => JsonValue.Create("-inf"),
        { } finite => JsonValue.Create(finite),
    };
}
