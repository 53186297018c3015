using System.Text.Json.Nodes;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;

namespace LowRank.Verify.Cli.Output;

/// <summary>The JSON of <c>evaluate</c>: of a number, <c>reference</c> is an enclosure; of an array it holds <c>values</c>, of a record <c>named</c>.</summary>
internal static class EvaluationJson
{
    public static JsonObject Write(EvaluationReport report)
    {
        Evaluation evaluation = report.Reference;
        JsonObject result = new()
        {
            ["oracle"] = evaluation.Oracle.Id,
            ["revision"] = evaluation.Oracle.Revision,
            ["kind"] = OracleDescription.Word(evaluation.Oracle.Kind),
        };
        AddValue(result, evaluation, report.Fast, report.RelativeDistance, report.Digits);
        result["unused"] = JsonText.Strings(evaluation.Unused);
        return result;
    }

    /// <summary>The members that <c>evaluate</c> and <c>bounds</c> share: status, reference, fast, log10, relativeDistance.</summary>
    public static void AddValue(JsonObject target, Evaluation evaluation, FastResult fast, double? relativeDistance, int digits)
    {
        target["status"] = evaluation.Status == EvaluationStatus.Enclosed ? "enclosed" : "undecided";
        if (evaluation.Reason is { } reason)
        {
            target["reason"] = reason;
        }

        JsonObject? reference = Enclosure(evaluation.Result, digits);
        if (reference is not null)
        {
            reference["digits"] = evaluation.Digits;
        }

        target["reference"] = reference;
        target["fast"] = Fast(fast);
        if (fast is FastResult.NotApplicable why)
        {
            target["fastReason"] = why.Reason;
        }
        else if (LeavesTheRange(fast))
        {
            target["fastLog10"] = Log10(fast);
        }

        target["log10"] = evaluation.Result is ResultValue.Scalar { Log10: { } log } ? EnclosureFormat.Json(log, digits) : null;
        target["relativeDistance"] = JsonText.Number(relativeDistance);
    }

    private static JsonObject? Enclosure(ResultValue? value, int digits) => value switch
    {
        ResultValue.Scalar scalar => EnclosureFormat.Json(scalar.Enclosure, digits),
        ResultValue.Sequence sequence => new JsonObject { ["values"] = JsonText.Array(sequence.Items.Select(item => (JsonNode?)Enclosure(item, digits))) },
        ResultValue.Named named => new JsonObject { ["named"] = new JsonObject(named.Parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)Enclosure(part.Value, digits)))) },
        _ => null,
    };

    private static JsonNode? Fast(FastResult value) => value switch
    {
        FastResult.Scalar scalar => FastComparison.IsKnownByLogarithm(scalar) ? null : JsonText.Number(scalar.Value),
        FastResult.Sequence sequence => JsonText.Array(sequence.Items.Select(Fast)),
        FastResult.Named named => new JsonObject(named.Members.Select(part => KeyValuePair.Create(part.Key, Fast(part.Value)))),
        _ => null,
    };

    private static bool LeavesTheRange(FastResult value) => value switch
    {
        FastResult.Scalar scalar => FastComparison.IsKnownByLogarithm(scalar) || !double.IsFinite(scalar.Value),
        FastResult.Sequence sequence => sequence.Items.Any(LeavesTheRange),
        FastResult.Named named => named.Members.Values.Any(LeavesTheRange),
        _ => false,
    };

    // The shape of "fast", a logarithm for each number; null for that of 0.
    private static JsonNode? Log10(FastResult value) => value switch
    {
        FastResult.Scalar scalar => JsonText.Number(scalar.Log10),
        FastResult.Sequence sequence => JsonText.Array(sequence.Items.Select(Log10)),
        FastResult.Named named => new JsonObject(named.Members.Select(part => KeyValuePair.Create(part.Key, Log10(part.Value)))),
        _ => null,
    };
}
