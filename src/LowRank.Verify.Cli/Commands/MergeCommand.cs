using System.CommandLine;
using LowRank.Verify.Gate.Files;
using LowRank.Verify.Gate.Records;
using LowRank.Verify.Gate.Reports;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>merge</c>: the parts of a run, made by <c>gate --shard</c>, put together.</summary>
internal static class MergeCommand
{
    public const string Name = "merge";

    public static Command Create(Invocation invocation)
    {
        Argument<string[]> parts = new("records")
        {
            Description = "Files, or folders with *.ndjson in them or below, of all parts of one run.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> output = new("--out") { Description = "Writes the records of the whole run.", HelpName = "file" };
        Option<bool> strict = new("--strict")
        {
            Description = "Exit 1 for precision-limited, undecided and skipped cases and unexpected passes too.",
        };
        Option<bool> json = new("--json") { Description = "The records of the whole run instead of the report." };
        ReportOptionSet reports = new();
        Command command = new(Name,
            "Puts the parts of a run together; fails unless every unit and every case is there exactly once. "
            + "Exit status as of the whole run.")
        {
            parts, output, strict, json,
        };
        reports.AddTo(command);
        command.SetAction(parsed =>
        {
            string? target = parsed.GetValue(output);
            if (target is not null)
            {
                AtomicFile.Check(target, "--out");
            }

            reports.Prepare(parsed);
            RunMerge merge = RunMerge.Of(RunMerge.Files(parsed.GetValue(parts)!, target));
            RunFindings findings = reports.Finish(merge.Report, parsed.GetValue(strict), ReportCommand.HarnessOf(invocation));
            if (target is not null)
            {
                AtomicFile.Write(target, merge.WriteTo);
            }

            if (parsed.GetValue(json))
            {
                using MemoryStream records = new();
                merge.WriteTo(records);
                invocation.Page(System.Text.Encoding.UTF8.GetString(records.GetBuffer(), 0, (int)records.Length).TrimEnd('\n'));
            }
            else
            {
                ReportCommand.Write(invocation, findings);
            }

            return findings.ExitStatus;
        });
        return command;
    }
}
