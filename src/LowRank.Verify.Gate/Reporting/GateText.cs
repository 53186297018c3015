using System.Globalization;
using System.Text;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>Failures for people: what was asked, what is true, what was answered, and how to see it again.</summary>
public static class GateText
{
    private const int LargestShown = 36;

    /// <summary>One failure in a few lines.</summary>
    public static string Describe(GateRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        StringBuilder text = new();
        Line(text, $"{record.Verdict.Name()}  {record.Oracle}  ({record.Property})");
        if (record.Message is { } message)
        {
            Line(text, $"  {message}");
        }

        Call(text, string.Empty, record.Inputs, record.Enclosure, record.Answer);
        if (record.Related is { } related)
        {
            Line(text, $"  against   {related.Description}");
            Call(text, "  ", related.Inputs, related.Enclosure, related.Answer);
        }

        if (record.Diagnostics is { } diagnostics)
        {
            Line(text, $"  stderr    {diagnostics.ReplaceLineEndings("\n            ")}");
        }

        if (record.Distance is { } distance)
        {
            Line(text, $"  distance  {distance.ToString("0.###e+0", CultureInfo.InvariantCulture)} tolerances");
        }

        Line(text, $"  replay    {record.Replay}");
        return text.ToString();
    }

    /// <summary>All failures of a run, the gravest first, each group by its shrunk case; empty when there are none.</summary>
    public static string Describe(GateReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder text = new();
        foreach (FailureGroup group in report.Failures)
        {
            text.Append(Describe(group.Records[0]));
            if (group.Records.Count > 1)
            {
                Line(text, $"  and {group.Records.Count - 1} more cases of this kind");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Call(StringBuilder text, string indent, InputRecord inputs, ResultValue? enclosure, Answer? answer)
    {
        Line(text, $"{indent}  inputs    {string.Join(", ", inputs.Members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key} = {Show(m.Value)}"))}");
        Line(text, $"{indent}  exact     {GateJson.Write(enclosure)?.ToJsonString() ?? "not enclosed"}");
        Line(text, $"{indent}  answer    {GateJson.Write(answer)?.ToJsonString() ?? "none"}");
    }

    // Numbers and small matrices as a person would write them; of a large matrix its shape, since the token gives the entries.
    private static string Show(InputValue value) => value switch
    {
        InputValue.Number number => number.Text ?? number.Exact.ToDouble().ToString("R", CultureInfo.InvariantCulture),
        InputValue.Sequence list => $"[{string.Join(", ", list.Items.Select(Show))}]",
        InputValue.MatrixValue { Value: { } a } when a.Values.Length <= LargestShown =>
            $"[{string.Join(", ", Enumerable.Range(0, a.Rows).Select(i => $"[{string.Join(", ", Enumerable.Range(0, a.Columns).Select(j => a[i, j].ToString("R", CultureInfo.InvariantCulture)))}]"))}]{Storage(a)}",
        InputValue.MatrixValue { Value: { } a } => $"({a.Rows}×{a.Columns} matrix){Storage(a)}",
        _ => "?",
    };

    private static string Storage(Matrix a) => a.Storage == StorageType.Float64 ? string.Empty : $" as {a.Storage.ToString().ToLowerInvariant()}";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
