using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Networks.Execution;

namespace LowRank.Verify.Cli.Output;

/// <summary>The member <c>runtime</c> of <c>bounds</c> and <c>jacobian</c>.</summary>
internal static class RuntimeJson
{
    public static JsonObject? Write(RuntimeComparison? comparison, int digits) => comparison is null ? null : new JsonObject
    {
        ["level"] = Name(comparison.Options.Level),
        ["provider"] = Name(comparison.Options.Provider),
        ["failure"] = (comparison as RuntimeComparison.Failed)?.Reason,
        ["comparison"] = comparison is RuntimeComparison.Measured measured ? Comparison(measured, digits) : null,
    };

    public static string Name(OnnxRuntimeLevel level) => level switch
    {
        OnnxRuntimeLevel.Disable => "disable",
        OnnxRuntimeLevel.Basic => "basic",
        OnnxRuntimeLevel.Extended => "extended",
        OnnxRuntimeLevel.All => "all",
        _ => "default",
    };

    public static string Name(OnnxRuntimeProvider provider) => provider == OnnxRuntimeProvider.Cuda ? "cuda" : "cpu";

    private static JsonObject Comparison(RuntimeComparison.Measured measured, int digits) => new()
    {
        ["library"] = measured.Runtime,
        ["precision"] = measured.Precision,
        ["inputsRounded"] = measured.RoundsInputs,
        ["certified"] = measured.IsCertified,
        ["difference"] = EnclosureFormat.Json(measured.Difference, digits),
        ["relative"] = EnclosureFormat.JsonOrNull(measured.Relative, digits),
        ["sample"] = measured.Sample,
        ["class"] = measured.Class,
        ["samples"] = measured.Samples,
        ["changedClasses"] = measured.ChangedClasses is { } changed ? EnclosureFormat.Json(changed) : null,
        ["marginChange"] = Interval.Of(measured.MarginChange).UpperDecimal(digits),
        ["withinReach"] = measured.WithinReach is { } reach ? EnclosureFormat.Json(reach) : null,
        ["belowWithChange"] = measured.BelowWithChange is { } below ? EnclosureFormat.Json(below) : null,
    };
}
