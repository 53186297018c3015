using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Cli.Output;

/// <summary>The text of <c>evaluate</c>.</summary>
internal static class EvaluationText
{
    public static void Write(Invocation invocation, EvaluationReport report)
    {
        Evaluation evaluation = report.Reference;
        Oracle oracle = evaluation.Oracle;
        invocation.Line($"{oracle.Id} (revision {oracle.Revision}, {OracleDescription.Word(oracle.Kind)}: {KindMeaning.Of(oracle.Kind)})");
        invocation.Line($"  {oracle.Title}");
        Write(invocation, "  reference", evaluation.Result, report.Digits);
        if (evaluation.Result is Shaped<CertifiedNumber>.Scalar { Value.Log10: { } log })
        {
            invocation.Line($"  log10      {EnclosureFormat.Text(log, report.Digits)}");
        }

        invocation.Line($"  fast path  {Fast(report.Fast)}");
        string apart = report.RelativeDistance is { } distance
            ? EnclosureFormat.Short(distance) + " relative to the value"
            : "not comparable";
        invocation.Line($"  distance   {apart}");
        invocation.Line($"  digits     {evaluation.Digits} of {report.Digits} asked for");
        if (evaluation.Status == EvaluationStatus.Undecided)
        {
            invocation.Line($"  undecided  {evaluation.Reason}");
        }

        if (evaluation.Unused.Count > 0)
        {
            invocation.Line($"  not used   {string.Join(", ", evaluation.Unused)}");
        }
    }

    public static string Fast(FastResult value) => value is FastResult.NotApplicable why ? $"none: {why.Reason}" : value.Numbers.Fold(
        number => FastComparison.IsKnownByLogarithm(number) ? EnclosureFormat.PowerOfTen(number.Log10)
            : EnclosureFormat.Number(number.Value),
        items => $"[{string.Join(", ", items)}]",
        parts => string.Join(", ", parts.Select(part => $"{part.Key} {part.Value}")));

    private static void Write(Invocation invocation, string label, Shaped<CertifiedNumber>? value, int digits)
    {
        if (value is null)
        {
            invocation.Line($"{label}  none");
            return;
        }

        foreach ((string path, CertifiedNumber number) in value.Walk())
        {
            invocation.Line($"{label}{path}  {EnclosureFormat.Text(number.Enclosure, digits)}");
        }
    }
}
