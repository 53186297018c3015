using System.CommandLine;
using System.Globalization;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>errata</c>: every recorded slip, with its numeric evidence evaluated on the spot.</summary>
internal static class ErrataCommand
{
    private const int ShownDigits = 12;

    public static Command Create(Invocation invocation)
    {
        Option<bool> json = OptionValues.Json();
        Command command = new("errata",
            "Every recorded slip of a printed statement (printed, corrected, why, and the numbers that show it), and the readings and "
            + "remarks of the catalogue; exit 1 when evidence shows nothing.")
        {
            json,
        };
        command.SetAction(parsed =>
        {
            ErratumFinding[] findings = [.. ErratumFinding.All(invocation.Rooms.Reference)];
            if (parsed.GetValue(json))
            {
                invocation.Page(DocumentContext.Page(ErrataDocument.Of(findings, ShownDigits), types => types.ErrataDocument));
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
                foreach (string line in Words(finding).Concat(Numbers(finding)))
                {
                    invocation.Line("  " + line);
                }

                invocation.Line();
            }
        }

        int Count(Func<ErratumFinding, bool> isCounted) => findings.Count(isCounted);
        int slips = Count(f => f.Note.Kind == NoteKind.Erratum),
            oracles = findings.Where(f => f.Note.Kind == NoteKind.Erratum).Select(f => f.Oracle.Id).Distinct().Count(),
            proved = Count(f => f.Note is { Kind: NoteKind.Erratum, Evidence: not null } && !f.IsUnproved);
        int readings = Count(f => f.Note.Kind == NoteKind.Reading),
            remarks = Count(f => f.Note.Kind == NoteKind.Remark),
            numbers = Count(f => f.Note is { Kind: not NoteKind.Erratum, Evidence: not null });
        invocation.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{slips} slips of {oracles} oracles, {proved} with numeric evidence, "
            + $"{slips - proved} with the reason why no number can show them; "
            + $"{readings} readings and {remarks} remarks, {numbers} of them with numbers"));
    }

    private static string[] Words(ErratumFinding finding) => finding.Note switch
    {
        Erratum { IsReading: true } reading => [$"open       {reading.Printed}", $"read as    {reading.Read}", $"why        {reading.Why}"],
        Erratum slip => [$"printed    {slip.Printed}", $"corrected  {slip.Read}", $"why        {slip.Why}"],
        _ => [$"remark     {((Remark)finding.Note).Text}"],
    };

    private static string[] Numbers(ErratumFinding finding)
    {
        if (finding.Note.Evidence is not { } evidence)
        {
            return finding.Note is Erratum { NoNumber: { } reason } ? [$"no number  {reason}"] : [];
        }

        (string first, string second) = finding.Note.Kind switch
        {
            NoteKind.Erratum => ("printed", "corrected"),
            NoteKind.Reading => ("the other", "this one"),
            _ => ("one side", "the other"),
        };
        return
        [
            $"at         {JsonText.OneLine(InputJson.Write(evidence.Inputs))}",
            $"gives      {first} {Value(finding.Printed)}, {second} "
                + $"{Value(finding.Corrected)}{(finding.IsUnproved ? "  UNPROVED " + finding.Message : string.Empty)}",
        ];
    }

    private static string Value(Arithmetic.Interval? value) => value is null ? "none" : EnclosureFormat.Text(value, ShownDigits);
}
