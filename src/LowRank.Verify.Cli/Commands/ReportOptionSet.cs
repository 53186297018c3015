using System.CommandLine;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Reports;

namespace LowRank.Verify.Cli.Commands;

/// <summary>The options for reports of a run, the same on every command that has one.</summary>
internal sealed class ReportOptionSet
{
    private readonly Option<string?> junit = new("--junit") { Description = "Writes JUnit XML.", HelpName = "file" };
    private readonly Option<string?> markdown = new("--markdown")
    {
        Description = "Writes Markdown for the summary of a CI job.",
        HelpName = "file",
    };
    private readonly Option<string?> html = new("--html")
    {
        Description = "Writes a page with tables, plots and counterexamples that needs no network.",
        HelpName = "file",
    };
    private readonly Option<string?> candidates = new("--candidates")
    {
        Description = "Adds shrunk failures to a file of candidate vectors.",
        HelpName = "file",
    };
    private readonly Option<string?> knownGaps = new("--known-gaps")
    {
        Description = "A list of failures that are known: id (of a case, a unit or an oracle, with * and ?), reason, issue, expires.",
        HelpName = "file",
    };

    private ReportFiles files = new();
    private KnownGaps gaps = KnownGaps.None;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { knownGaps, junit, markdown, html, candidates })
        {
            command.Add(option);
        }
    }

    /// <summary>
    /// Reads the options and what they name, before the work: what cannot be written, and gaps that expired, are refused now.
    /// </summary>
    public void Prepare(ParseResult parsed)
    {
        files = new ReportFiles
        {
            JUnit = parsed.GetValue(junit),
            Markdown = parsed.GetValue(markdown),
            Html = parsed.GetValue(html),
            Candidates = parsed.GetValue(candidates),
        };
        files.Check();
        gaps = parsed.GetValue(knownGaps) is { } path ? KnownGaps.Read(path, DateOnly.FromDateTime(DateTime.UtcNow)) : KnownGaps.None;
    }

    /// <summary>Judges a run and writes the reports that are asked for.</summary>
    /// <param name="report">The run.</param>
    /// <param name="isStrict">Whether doubts count.</param>
    /// <param name="harness">The harness as it is typed; empty for the built-in fast path, null when unknown.</param>
    public RunFindings Finish(RunReport report, bool isStrict, string? harness)
    {
        RunFindings findings = new(report, gaps, isStrict) { Harness = harness };
        files.Write(findings, DateTime.UtcNow);
        return findings;
    }
}
