using System.Text;
using System.Text.RegularExpressions;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Files;

namespace LowRank.Verify.Gate.Reports;

/// <summary>A run as Markdown for the summary of a CI job, which takes about a megabyte.</summary>
public static partial class MarkdownReport
{
    // Of the megabyte in bytes; the tables after the counterexamples need the rest.
    private const int Limit = 800_000;
    private const int MostOpen = 5;
    private const int MostRows = 400;
    private const int LongestBlock = 20_000;

    /// <summary>The document.</summary>
    public static string Write(RunFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        StringBuilder text = new();
        string sign = findings.ExitStatus switch { 0 => "✅", 1 => "❌", _ => "⚠️" };
        text.Append($"## {sign} {Inline(RunText.Verdict(findings))}\n\n");
        text.Append($"{Inline(RunText.Title(findings.Report.Header))}\n\n");
        string[] counts =
        [
            $"{RunText.Count(findings.Report.Cases.Count)} cases of {RunText.Count(findings.Table.Count)} oracles",
            .. findings.Verdicts.Select(verdict => $"{RunText.Count(findings.Count(verdict))} {verdict.Name()}"),
            .. findings.KnownCount > 0 ? new[] { $"{RunText.Count(findings.KnownCount)} known gap" } : [],
        ];
        text.Append(string.Join(" · ", counts)).Append("\n\n");
        foreach (SmokeFailure failure in findings.Report.Smoke)
        {
            text.Append($"**{failure.Verdict.Name()}** {Code(failure.Oracle)}: {Inline(failure.Message ?? string.Empty)}\n\n");
            if (failure.Diagnostics is { } diagnostics)
            {
                text.Append(Block(diagnostics.Trim()));
            }
        }

        Table(text, [.. findings.Table.Where(row => row.Failures > 0)], findings, "Failing oracles");
        RunRow[] rest = [.. findings.Table.Where(row => row.Failures == 0)];
        if (rest.Length > 0)
        {
            text.Append("<details>\n<summary>Oracles without a failure (").Append(RunText.Count(rest.Length)).Append(")</summary>\n\n");
            Table(text, rest, findings, null);
            text.Append("</details>\n\n");
        }

        Failures(text, findings);
        Notes(text, findings);

        return SafeText.Clean(text.ToString());
    }

    private static void Failures(StringBuilder text, RunFindings findings)
    {
        if (findings.Failures.Count > 0)
        {
            text.Append("### Counterexamples\n\n");
        }

        int shown = 0, size = Encoding.UTF8.GetByteCount(text.ToString());
        foreach (RunGroup group in findings.Failures)
        {
            RunCase first = group.First;
            string more = group.Oracles.Count > 1 ? $" and {RunText.Count(group.Oracles.Count - 1)} more" : string.Empty;
            string below = group.IsUnsound ? "below the published bound, " : string.Empty;
            string title = $"{below}{first.Verdict.Name()} · {first.Oracle}{more} · {group.Property} "
                + $"· {RunText.Count(group.Cases.Count)} {(group.Cases.Count == 1 ? "case" : "cases")}";
            string block = Block(RunText.Describe(group, findings).TrimEnd('\n'));
            size += Encoding.UTF8.GetByteCount(title) + Encoding.UTF8.GetByteCount(block) + 64;
            if (size > Limit)
            {
                break;
            }

            string open = shown < MostOpen ? " open" : string.Empty;
            text.Append($"<details{open}>\n<summary>{SafeText.Html(title)}</summary>\n\n{block}</details>\n\n");
            shown++;
        }

        if (shown < findings.Failures.Count)
        {
            text.Append($"{RunText.Count(findings.Failures.Count - shown)} more kinds of failure do not fit here; the records and the "
                + $"HTML page have them.\n\n");
        }
    }

    private static void Notes(StringBuilder text, RunFindings findings)
    {
        IReadOnlyList<string> notes = RunText.Notes(findings);
        if (notes.Count == 0)
        {
            return;
        }

        string open = findings.ExitStatus == 2 || findings.UnexpectedPasses.Count > 0 ? " open" : string.Empty;
        text.Append($"<details{open}>\n<summary>Notes ({RunText.Count(notes.Count)})</summary>\n\n");
        foreach (string note in notes.Take(MostRows))
        {
            text.Append("- ").Append(Inline(note)).Append('\n');
        }

        text.Append("\n</details>\n\n");
    }

    private static void Table(StringBuilder text, RunRow[] rows, RunFindings findings, string? title)
    {
        if (rows.Length == 0)
        {
            return;
        }

        if (title is not null)
        {
            text.Append($"### {title}\n\n");
        }

        Verdict[] verdicts = [.. findings.Verdicts.Where(verdict => rows.Any(row => row[verdict] > 0))];
        bool hasKnown = rows.Any(row => row.KnownGaps > 0);
        text.Append($"| oracle | kind | cases "
            + $"|{string.Concat(verdicts.Select(verdict => $" {verdict.Name()} |"))}{(hasKnown ? " known gap |" : string.Empty)}\n");
        text.Append($"|---|---|--:|{string.Concat(verdicts.Select(_ => "--:|"))}{(hasKnown ? "--:|" : string.Empty)}\n");
        foreach (RunRow row in rows.Take(MostRows))
        {
            text.Append($"| {Code(row.Oracle)} | {OracleDescription.Word(row.Kind)} | {RunText.Count(row.Cases)} |");
            text.Append(string.Concat(verdicts.Select(verdict =>
                $" {(row[verdict] > 0 && verdict.IsFailure() ? $"**{RunText.Count(row[verdict])}**" : RunText.Count(row[verdict]))} |")));
            text.Append(hasKnown ? $" {RunText.Count(row.KnownGaps)} |\n" : "\n");
        }

        text.Append(rows.Length > MostRows ? $"\nand {RunText.Count(rows.Length - MostRows)} more\n\n" : "\n");
    }

    // A fence is longer than every run of backticks inside it.
    private static string Block(string content)
    {
        string body = content.Length <= LongestBlock ? content : content[..LongestBlock] + "…";
        int longest = Backticks().Matches(body).Select(run => run.Length).DefaultIfEmpty(0).Max();
        string fence = new('`', Math.Max(3, longest + 1));
        return $"{fence}text\n{body}\n{fence}\n\n";
    }

    private static string Code(string text) =>
        $"`{OneLine(text).Replace("`", "'", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Inline(string text) => Special().Replace(OneLine(text), @"\$0").Replace("<", "&lt;", StringComparison.Ordinal);

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"[\\`*_\[\]|#~]")]
    private static partial Regex Special();
}
