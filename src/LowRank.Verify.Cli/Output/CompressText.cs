using LowRank.Verify.Cli.Commands;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Codes.Certificates;
using LowRank.Verify.Codes.Decoded;

namespace LowRank.Verify.Cli.Output;

/// <summary>What <c>compress</c> prints for people.</summary>
internal static class CompressText
{
    public static void Write(Invocation invocation, CompressDocument document, ErrorLimit code, ErrorLimit? test)
    {
        invocation.Line($"{document.File}: {document.Parts}");
        string kept = code.Kept > 0 ? $", {code.Kept} samples kept" : string.Empty;
        invocation.Line($"  {code.Bits} bits count{kept}; {code.Errors} errors of {code.Samples - code.Kept} samples (ties are errors)");
        invocation.Line($"  error at most {Text(code)} ({code.Oracle}, delta {document.Delta}): {Standing(code)}");
        if (test is not null)
        {
            invocation.Line($"  test: {test.Errors} errors of {test.Samples}; error at most {Text(test)} ({test.Oracle}, "
                + $"delta {document.Delta}; each limit holds alone)");
        }

        invocation.Line($"  {document.Verdict}");
    }

    /// <summary>Maps, layers or rule.</summary>
    public static string Parts(CodedPredictor predictor)
    {
        string[] maps = [.. predictor.Maps.Select(map => map switch
        {
            InputMap.Cosine cosine => $"{cosine.Kept} cosine coefficients",
            InputMap.Pooling pooling => $"sums over {pooling.Side} x {pooling.Side}",
            InputMap.Features features => $"{features.Count} hidden units of seed {features.Seed} with ReLU",
            _ => throw new ArgumentOutOfRangeException(nameof(predictor)),
        })];
        string rest = predictor is KeptSamples kept
            ? $"{kept.Kept.Length} samples, rule {kept.Rule.ToString().ToLowerInvariant()} {kept.Power}"
            : string.Join(", ", ((CodedNetwork)predictor).Layers.Select(layer =>
                $"{layer.Matrices[^1].Rows} x {layer.Matrices[0].Columns}"
                + (layer.Matrices.Count > 1 ? $" of rank {layer.Matrices[0].Rows}" : string.Empty)
                + $" in {layer.Matrices[0].Entries.Distinct().Count()} levels"
                + (layer.BiasExponent is null ? string.Empty : " with bias")));
        return $"{predictor.Inputs} inputs, {predictor.Classes} classes, {string.Concat(maps.Select(map => map + ", "))}{rest}";
    }

    /// <summary>Which of the two numbers is better, and when a code is the one to use.</summary>
    public static string Verdict(ErrorLimit code, ErrorLimit? test) => test is null
        ? "No test samples: --hold-out 0.2 or --test-data gives a limit from a split, which is better wherever samples can be held out."
        : test.Limit.UpperDouble <= code.Limit.UpperDouble
        ? "The split is better. The code is the one to use where no samples can be held out, or where the file itself is the claim."
        : "The code is better: the split has too few test samples.";

    private static string Text(ErrorLimit limit) => EnclosureFormat.Text(limit.Limit, OptionValues.DefaultDigits);

    private static string Standing(ErrorLimit code) => code.Limit.UpperDouble is var upper && upper < 0.5 ? "below one half"
        : upper < 1 ? "below one" : "not below one: it says nothing";
}
