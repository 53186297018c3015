using System.Globalization;
using System.Text;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>Failures for people: what was asked, what is true, what was answered, and how to see it again.</summary>
public static class GateText
{
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

    private static void Call(StringBuilder text, string indent, Formulas.InputRecord inputs, ResultValue? enclosure, Answer? answer)
    {
        Line(text, $"{indent}  inputs    {InputJson.Write(inputs).ToJsonString()}");
        Line(text, $"{indent}  exact     {GateJson.Write(enclosure)?.ToJsonString() ?? "not enclosed"}");
        Line(text, $"{indent}  answer    {GateJson.Write(answer)?.ToJsonString() ?? "none"}");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
