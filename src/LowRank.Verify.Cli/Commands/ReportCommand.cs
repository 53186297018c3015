using System.CommandLine;
using LowRank.Verify.Gate.Files;
using LowRank.Verify.Gate.Records;
using LowRank.Verify.Gate.Reports;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>report</c>: reports of a run that is over, from its records.</summary>
internal static class ReportCommand
{
    public const string Name = "report";

    public static Command Create(Invocation invocation)
    {
        Argument<string> file = new("run.ndjson")
        {
            Description = "The records of a run, as 'gate --records' or 'merge --out' writes them.",
        };
        Option<bool> strict = new("--strict")
        {
            Description = "Exit 1 for precision-limited, undecided and skipped cases and unexpected passes too.",
        };
        ReportOptionSet reports = new();
        Command command = new(Name,
            "Reports of a finished run from its records; -- and the harness command, if given, complete the lines that reproduce "
            + "failures.")
        {
            file, strict,
        };
        reports.AddTo(command);
        command.SetAction(parsed =>
        {
            reports.Prepare(parsed);
            RunFindings findings = reports.Finish(RunFile.Read(parsed.GetValue(file)!), parsed.GetValue(strict), HarnessOf(invocation));
            Write(invocation, findings);
            return findings.ExitStatus;
        });
        return command;
    }

    /// <summary>The harness as it is typed; null when none is.</summary>
    public static string? HarnessOf(Invocation invocation) => invocation.Harness is { Count: > 0 } words ? ShellWords.Join(words) : null;

    /// <summary>The report on the console.</summary>
    public static void Write(Invocation invocation, RunFindings findings)
    {
        foreach (string line in RunText.Write(findings).TrimEnd('\n').Split('\n'))
        {
            invocation.Line(line);
        }
    }
}
