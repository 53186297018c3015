using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Cli.Output;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>errata</c>: every recorded slip, with its numeric evidence evaluated on the spot.</summary>
internal static class ErrataCommand
{
    private const int ShownDigits = 12;

    public static Command Create(Invocation invocation)
    {
        Option<bool> json = OptionValues.Json();
        Command command = new("errata", "Every recorded slip of a printed statement: printed, corrected, why, and the numbers that show it; exit 1 when evidence shows nothing.") { json };
        command.SetAction(parsed =>
        {
            ErratumFinding[] findings = [.. ErratumFinding.All(invocation.Rooms.Reference)];
            if (parsed.GetValue(json))
            {
                invocation.Page(JsonText.Indented(new JsonObject { ["errata"] = JsonText.Array(findings.Select(Json)) }));
            }
            else
            {
                Write(invocation, findings);
            }

            return findings.Any(f => f.IsUnproved) ? ExitStatus.Violation : ExitStatus.Success;
        });
        return command;
    }

    private static void Write(Invocation invocation, ErratumFinding[] findings)
    {
        foreach (IGrouping<string, ErratumFinding> group in findings.GroupBy(f => f.Oracle.Id))
        {
            invocation.Line($"{group.Key}  ({group.First().Oracle.Statement})");
            foreach (ErratumFinding finding in group)
            {
                invocation.Line($"  printed    {finding.Erratum.Printed}");
                invocation.Line($"  corrected  {finding.Erratum.Read}");
                invocation.Line($"  why        {finding.Erratum.Why}");
                if (finding.Erratum.Evidence is { } evidence)
                {
                    invocation.Line($"  at         {JsonText.OneLine(InputJson.Write(evidence.Inputs))}");
                    invocation.Line($"  gives      printed {Value(finding.Printed)}, corrected {Value(finding.Corrected)}{(finding.IsUnproved ? "  UNPROVED " + finding.Message : string.Empty)}");
                }
                else if (finding.Erratum.NoNumber is { } reason)
                {
                    invocation.Line($"  no number  {reason}");
                }

                invocation.Line();
            }
        }

        int proved = findings.Count(f => f is { Erratum.Evidence: not null, IsUnproved: false });
        invocation.Line(string.Create(CultureInfo.InvariantCulture, $"{findings.Length} slips of {findings.Select(f => f.Oracle.Id).Distinct().Count()} oracles, {proved} with numeric evidence, {findings.Count(f => f.Erratum.NoNumber is not null)} with the reason why no number can show them"));
    }

    private static JsonNode? Json(ErratumFinding finding)
    {
        JsonObject result = new()
        {
            ["oracle"] = finding.Oracle.Id,
            ["statement"] = finding.Oracle.Statement,
            ["printed"] = finding.Erratum.Printed,
            ["corrected"] = finding.Erratum.Read,
            ["why"] = finding.Erratum.Why,
            ["evidence"] = null,
            ["noNumber"] = finding.Erratum.NoNumber,
        };
        if (finding.Erratum.Evidence is { } evidence)
        {
            result["evidence"] = new JsonObject
            {
                ["inputs"] = InputJson.Write(evidence.Inputs),
                ["printed"] = Side(evidence.Printed, finding.Printed),
                ["corrected"] = Side(evidence.Corrected, finding.Corrected),
                ["differs"] = !finding.IsUnproved,
            };
        }

        return result;
    }

    private static JsonObject Side(ErratumSide side, Arithmetic.Interval? value) => new()
    {
        ["statement"] = side.Text,
        ["enclosure"] = EnclosureFormat.JsonOrNull(value, ShownDigits),
    };

    private static string Value(Arithmetic.Interval? value) => value is null ? "none" : EnclosureFormat.Text(value, ShownDigits);
}
