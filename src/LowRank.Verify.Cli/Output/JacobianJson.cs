using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Spectra.Spaces;

namespace LowRank.Verify.Cli.Output;

/// <summary>The JSON of <c>jacobian</c>.</summary>
internal static class JacobianJson
{
    public static JsonObject Write(JacobianReport report) => new()
    {
        ["file"] = report.File,
        ["digits"] = report.Digits,
        ["samples"] = report.Samples,
        ["classes"] = report.Classes,
        ["shape"] = JsonText.Array([JsonValue.Create(report.Samples * report.Classes), JsonValue.Create(report.Weights.Sum(weight => weight.Count))]),
        ["weights"] = JsonText.Array(report.Weights.Select(weight => (JsonNode?)new JsonObject { ["name"] = weight.Name, ["count"] = weight.Count })),
        ["notReached"] = JsonText.Array(JacobianEnclosure.NotReached(report).Select(missing => (JsonNode?)new JsonObject { ["of"] = missing.Of.Member, ["digits"] = missing.Digits })),
        ["frobenius"] = EnclosureFormat.Json(report.FrobeniusNorm, report.Digits),
        ["error"] = report.Error,
        ["method"] = report.Method,
        ["singularValueCount"] = report.Count,
        ["singularValues"] = JsonText.Array(report.SingularValues.Select(value => (JsonNode?)EnclosureFormat.Json(value, report.Digits))),
        ["cutoff"] = report.Cutoff?.ToString(),
        ["cutoffChosen"] = report.IsCutoffChosen,
        ["rank"] = report.Rank,
        ["undecided"] = report.Undecided,
        ["gamma"] = report.Gamma.ToString(),
        ["labels"] = Alignment(report.Labels, report),
        ["residual"] = Alignment(report.Residual, report),
        ["runtime"] = RuntimeJson.Write(report.Runtime, report.Digits),
        ["notes"] = JsonText.Strings(report.Notes),
    };

    private static JsonObject? Alignment(SpaceSplit<Interval>? alignment, JacobianReport report) => alignment is null || report.Cutoff is not { } cutoff ? null : new JsonObject
    {
        ["norm"] = EnclosureFormat.Json(alignment.Norm, report.Digits),
        ["information"] = EnclosureFormat.Json(alignment.Information, report.Digits),
        ["nuisance"] = EnclosureFormat.Json(alignment.Nuisance, report.Digits),
        ["inverse"] = EnclosureFormat.Json(alignment.PseudoInverse, report.Digits),
        ["scaledInformation"] = EnclosureFormat.JsonOrNull(alignment.ScaledInformation(), report.Digits),
        ["scaledNuisance"] = EnclosureFormat.JsonOrNull(alignment.ScaledNuisance(), report.Digits),
        ["scaledInverse"] = EnclosureFormat.JsonOrNull(alignment.ScaledInverse(), report.Digits),
        ["effectiveSingularValue"] = EnclosureFormat.JsonOrNull(alignment.EffectiveSingularValue(), report.Digits),
        ["earlyStoppingValue"] = EnclosureFormat.Json(alignment.EarlyStoppingValue(cutoff, report.Gamma), report.Digits),
        ["earlyStoppingDistance"] = EnclosureFormat.Json(alignment.EarlyStoppingDistance(cutoff, report.Gamma), report.Digits),
    };
}
