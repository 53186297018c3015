using System.Text.Json.Nodes;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;

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
        Shaped<FastNumber>? numbers = (fast as FastResult.Found)?.Shape;
        target["fast"] = numbers is null ? null : Plain(numbers, number => FastComparison.IsKnownByLogarithm(number) ? null : JsonText.Number(number.Value));
        if (fast is FastResult.NotApplicable why)
        {
            target["fastReason"] = why.Reason;
        }
        else if (numbers!.Leaves.Any(number => FastComparison.IsKnownByLogarithm(number) || !double.IsFinite(number.Value)))
        {
            // null for the logarithm of 0
            target["fastLog10"] = Plain(numbers, number => JsonText.Number(number.Log10));
        }

        target["log10"] = evaluation.Result is Shaped<CertifiedNumber>.Scalar { Value.Log10: { } log } ? EnclosureFormat.Json(log, digits) : null;
        target["relativeDistance"] = JsonText.Number(relativeDistance);
    }

    private static JsonObject? Enclosure(Shaped<CertifiedNumber>? value, int digits) => value?.Fold<JsonObject>(
        number => EnclosureFormat.Json(number.Enclosure, digits),
        items => new JsonObject { ["values"] = JsonText.Array(items) },
        parts => new JsonObject { ["named"] = Parts(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value))) });

    // The shape of the result, a JSON number or null for each number.
    private static JsonNode? Plain(Shaped<FastNumber> value, Func<FastNumber, JsonNode?> write) => value.Fold<JsonNode?>(write, JsonText.Array, Parts);

    private static JsonObject Parts(IEnumerable<KeyValuePair<string, JsonNode?>> parts) => new(parts);
}
