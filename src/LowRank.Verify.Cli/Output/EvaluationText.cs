using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;

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
        if (evaluation.Result is ResultValue.Scalar { Log10: { } log })
        {
            invocation.Line($"  log10      {EnclosureFormat.Text(log, report.Digits)}");
        }

        invocation.Line($"  fast path  {Fast(report.Fast)}");
        invocation.Line($"  distance   {(report.RelativeDistance is { } distance ? EnclosureFormat.Short(distance) + " relative to the value" : "not comparable")}");
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

    public static string Fast(FastResult value) => value switch
    {
        FastResult.Scalar scalar => FastComparison.IsKnownByLogarithm(scalar) ? EnclosureFormat.PowerOfTen(scalar.Log10) : EnclosureFormat.Number(scalar.Value),
        FastResult.Sequence sequence => $"[{string.Join(", ", sequence.Items.Select(Fast))}]",
        FastResult.Named named => string.Join(", ", named.Members.Select(part => $"{part.Key} {Fast(part.Value)}")),
        FastResult.NotApplicable why => $"none: {why.Reason}",
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static void Write(Invocation invocation, string label, ResultValue? value, int digits)
    {
        switch (value)
        {
            case ResultValue.Scalar scalar:
                invocation.Line($"{label}  {EnclosureFormat.Text(scalar.Enclosure, digits)}");
                break;
            case ResultValue.Sequence sequence:
                for (int i = 0; i < sequence.Items.Count; i++)
                {
                    Write(invocation, $"{label}[{i + 1}]", sequence.Items[i], digits);
                }

                break;
            case ResultValue.Named named:
                foreach ((string name, ResultValue part) in named.Parts)
                {
                    Write(invocation, $"{label}.{name}", part, digits);
                }

                break;
            default:
                invocation.Line($"{label}  none");
                break;
        }
    }
}
