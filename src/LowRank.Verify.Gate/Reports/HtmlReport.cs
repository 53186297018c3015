using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Files;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Reports;

/// <summary>A run as one HTML page that needs nothing beside itself: no network, no scripts.</summary>
public static class HtmlReport
{
    private const string Below = "below the published bound";
    private const int MostGroups = 150;
    private const int MostIds = 20;
    private const int MostOpenOracles = 6;
    private const int MostNotes = 400;
    private const int LongestDiagnostics = 8000;

    /// <summary>The page.</summary>
    public static string Write(RunFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        StringBuilder page = new();
        RunHeader header = findings.Report.Header;
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
            + "content=\"width=device-width, initial-scale=1\">\n");
        page.Append($"<title>Gate: {Html(header.Implementation.Name)} "
            + $"{Html(header.Implementation.Version)}</title>\n<style>\n{Style()}</style>\n</head>\n<body>\n<main>\n");
        Head(page, findings);
        Smoke(page, findings);
        if (findings.Table.Count > 0)
        {
            Matrix(page, findings);
        }

        if (findings.Failures.Count > 0)
        {
            Groups(page, "failures", "Counterexamples", findings.Failures, findings);
        }

        if (findings.Known.Count > 0)
        {
            Groups(page, "known", "Known gaps", findings.Known, findings);
        }

        Notes(page, findings);
        if (findings.Table.Count > 0)
        {
            Oracles(page, findings);
        }

        string catalogue = header.Catalogue.Length > 12 ? header.Catalogue[..12] : header.Catalogue;
        page.Append($"<footer>lowrank {Html(header.Tool)} · catalogue {Html(catalogue)} · seed "
            + $"{header.Seed.ToString(CultureInfo.InvariantCulture)}");
        page.Append(findings.Report.End is { } end
            ? $" · {Count(end.Calls)} calls in {end.Seconds.ToString("0.#", CultureInfo.InvariantCulture)} s" : string.Empty);
        page.Append("</footer>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static string Style()
    {
        using StreamReader reader = new(typeof(HtmlReport).Assembly.GetManifestResourceStream("HtmlReport.css")
            ?? throw new InvalidOperationException("The style sheet is missing from the assembly."), Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static void Head(StringBuilder page, RunFindings findings)
    {
        RunHeader header = findings.Report.Header;
        page.Append($"<h1>{Html(header.Implementation.Name)} {Html(header.Implementation.Version)}</h1>\n");
        string style = findings.ExitStatus switch { 0 => "ok", 1 => "bad", _ => "doubt" };
        string mark = findings.ExitStatus switch { 0 => "✓", 1 => "✕", _ => "!" };
        page.Append($"<p><span class=\"result {style}\">{mark} {Html(RunText.Verdict(findings))}</span></p>\n");
        string oracles = header.Options.Oracles is { } chosen ? $", oracles {Html(chosen)}" : string.Empty;
        string shard = header.Shard is { } part ? $", shard {part}" : string.Empty;
        string strict = findings.IsStrict ? ", strict" : string.Empty;
        page.Append($"<p class=\"soft\">{Html(header.Implementation.Language)}, {Html(header.Implementation.Precision)}"
            + $"{oracles}{shard}{strict}</p>\n");
        page.Append("<ul class=\"numbers\">");
        Number(page, findings.Table.Count, "oracles", string.Empty);
        Number(page, findings.Report.Cases.Count, "cases", string.Empty);
        foreach (Verdict verdict in findings.Verdicts)
        {
            Number(page, findings.Count(verdict), verdict.Name(), StyleOf(verdict));
        }

        if (findings.KnownCount > 0)
        {
            Number(page, findings.KnownCount, "known gap", "known");
        }

        page.Append("</ul>\n<nav aria-label=\"Sections\">");
        page.Append(findings.Table.Count > 0 ? "<a href=\"#matrix\">Oracles and verdicts</a>" : string.Empty);
        page.Append(findings.Failures.Count > 0 ? "<a href=\"#failures\">Counterexamples</a>" : string.Empty);
        page.Append(findings.Known.Count > 0 ? "<a href=\"#known\">Known gaps</a>" : string.Empty);
        page.Append(RunText.Notes(findings).Count > 0 ? "<a href=\"#notes\">Notes</a>" : string.Empty);
        page.Append(findings.Table.Count > 0 ? "<a href=\"#plots\">Plots</a>" : string.Empty);
        page.Append("</nav>\n");
    }

    private static void Number(StringBuilder page, int value, string label, string style)
    {
        string styled = style.Length > 0 && value > 0 ? $" class=\"{style}\"" : string.Empty;
        page.Append($"<li{styled}><b>{Count(value)}</b><span>{Html(label)}</span></li>");
    }

    private static void Smoke(StringBuilder page, RunFindings findings)
    {
        foreach (SmokeFailure failure in findings.Report.Smoke)
        {
            page.Append($"<section class=\"card bad\"><h3><span class=\"tag bad\">{failure.Verdict.Name()}</span> "
                + $"{Html(failure.Oracle)}</h3><p>{Html(failure.Message ?? string.Empty)}</p>");
            Diagnostics(page, failure.Diagnostics);
            page.Append("</section>\n");
        }
    }

    private static void Groups(StringBuilder page, string id, string title, IReadOnlyList<RunGroup> groups, RunFindings findings)
    {
        page.Append($"<h2 id=\"{id}\">{title}</h2>\n");
        foreach (RunGroup group in groups.Take(MostGroups))
        {
            Group(page, group, findings);
        }

        if (groups.Count > MostGroups)
        {
            page.Append($"<p class=\"soft\">and {Count(groups.Count - MostGroups)} more kinds of failure; the records have them all</p>\n");
        }
    }

    private static void Group(StringBuilder page, RunGroup group, RunFindings findings)
    {
        RunCase first = group.First;
        string style = group.Gap is null ? "bad" : "known";
        page.Append($"<section class=\"card "
            + $"{style}\"><h3>{(group.IsUnsound ? $"<span class=\"tag unsound\">{Below}</span>" : string.Empty)}<span class=\"tag "
            + $"{style}\">{first.Verdict.Name()}</span>");
        page.Append($"<a href=\"#{Anchor(first.Oracle)}\">{Html(first.Oracle)}</a> <span "
            + $"class=\"soft\">{OracleDescription.Word(first.Kind)} · {Html(first.Property)}</span></h3>");
        if (group.Gap is { } gap)
        {
            string issue = gap.Issue is { } link ? " · " + Link(link) : string.Empty;
            string until = gap.Expires is { } day
                ? $" <span class=\"soft\">until {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}</span>"
                : string.Empty;
            page.Append($"<p><span class=\"tag known\">known gap</span> {Html(gap.Reason)}{issue}{until}</p>");
        }

        if (group.IsUnsound)
        {
            page.Append("<p>The answer is below the value of the published bound. "
                + "Whether it is still above what is bounded, nobody has looked at.</p>");
        }

        page.Append(first.Message is { } message ? $"<p>{Html(message)}</p>" : string.Empty);
        Call(page, first.Inputs, first.Enclosure, first.Answer, first.Distance);
        if (first.Related is { } related)
        {
            page.Append($"<p class=\"soft\">against: "
                + $"{Html(related.Description)}{(related.Oracle != first.Oracle ? $" ({Html(related.Oracle)})" : string.Empty)}</p>");
            Call(page, related.Inputs, related.Enclosure, related.Answer, null);
        }

        Diagnostics(page, first.Diagnostics);
        page.Append($"<pre class=\"wrap\">{Html(findings.Replay(first))}</pre>");
        if (group.Cases.Count > 1)
        {
            page.Append($"<details><summary>{Count(group.Cases.Count - 1)} more {(group.Cases.Count == 2 ? "case" : "cases")} of this "
                + $"kind{Html(RunText.Others(group))}</summary><ul class=\"plain\">");
            page.Append(string.Concat(group.Cases.Skip(1).Take(MostIds)
                .Select(c => $"<li><code>{Html(c.Id)}</code>"
                    + (c.Distance is { } d ? $" <span class=\"soft\">{Html(RunText.Number(d))} tolerances</span>" : string.Empty)
                    + "</li>")));
            page.Append(group.Cases.Count > MostIds + 1 ? $"<li>and {Count(group.Cases.Count - MostIds - 1)} more</li></ul></details>"
                : "</ul></details>");
        }

        page.Append("</section>\n");
    }

    private static void Call(StringBuilder page, JsonObject inputs, JsonNode? enclosure, JsonNode? answer, double? distance)
    {
        page.Append("<dl class=\"facts\"><dt>inputs</dt><dd><div class=\"inputs\">");
        foreach ((string name, string value) in ReadableJson.Inputs(inputs))
        {
            page.Append($"<span><code>{Html(name)}</code> = ");
            Input(page, inputs[name], value);
            page.Append("</span>");
        }

        page.Append($"</div></dd><dt>exact</dt><dd><code>{Html(ReadableJson.Enclosure(enclosure))}</code></dd>"
            + $"<dt>answer</dt><dd><code>{Html(ReadableJson.Answer(answer))}</code></dd>");
        page.Append(distance is { } d ? $"<dt>distance</dt><dd>{Html(RunText.Number(d))} tolerances</dd></dl>" : "</dl>");
    }

    private static void Input(StringBuilder page, JsonNode? value, string text)
    {
        if (ReadableJson.MatrixOf(value) is { } matrix && matrix.Values.Length <= ReadableJson.LargestMatrix)
        {
            Entries(page, matrix);
        }
        else if (value is JsonArray list && list.Count is > 0 and <= 4 && list.Select(ReadableJson.MatrixOf).ToArray() is var layers
            && layers.All(layer => layer is not null && layer.Values.Length <= ReadableJson.LargestMatrix))
        {
            foreach (Matrix? layer in layers)
            {
                Entries(page, layer!);
            }
        }
        else
        {
            page.Append($"<span class=\"scroll\"><code>{Html(text)}</code></span>");
        }
    }

    private static void Entries(StringBuilder page, Matrix matrix)
    {
        page.Append("<span class=\"scroll\"><table class=\"matrix num\">");
        for (int i = 0; i < matrix.Rows; i++)
        {
            page.Append("<tr>");
            for (int j = 0; j < matrix.Columns; j++)
            {
                page.Append($"<td>{ReadableJson.Entry(matrix[i, j])}</td>");
            }

            page.Append("</tr>");
        }

        page.Append("</table></span>");
        page.Append(matrix.Storage == StorageType.Float64 ? string.Empty
            : $"<span class=\"soft\">{matrix.Storage.ToString().ToLowerInvariant()}</span>");
    }

    private static void Diagnostics(StringBuilder page, string? diagnostics)
    {
        if (diagnostics is { } text && text.Trim() is { Length: > 0 } trimmed)
        {
            string tail = trimmed.Length > LongestDiagnostics ? "…" + trimmed[^LongestDiagnostics..] : trimmed;
            page.Append($"<details><summary>standard error</summary><pre>{Html(tail)}</pre></details>");
        }
    }

    private static void Notes(StringBuilder page, RunFindings findings)
    {
        ILookup<bool, string> notes = RunText.Notes(findings).Take(MostNotes)
            .ToLookup(note => note.StartsWith(RunText.PrecisionLimited, StringComparison.Ordinal));
        if (notes.Count == 0)
        {
            return;
        }

        page.Append("<h2 id=\"notes\">Notes</h2>\n");
        page.Append(notes[false].Any()
            ? $"<ul class=\"plain\">{string.Concat(notes[false].Select(note => $"<li>{Html(note)}</li>"))}</ul>\n" : string.Empty);
        if (findings.PrecisionLimited.Count > 0)
        {
            int cases = findings.PrecisionLimited.Sum(limit => limit.Cases);
            page.Append($"<details><summary>{Count(cases)} precision-limited {(cases == 1 ? "case" : "cases")}: inside the range that "
                + $"rounding allows on an ill-conditioned case, far from the exact value</summary><ul class=\"plain\">");
            page.Append(string.Concat(notes[true].Select(note => $"<li>{Html(note[RunText.PrecisionLimited.Length..])}</li>")))
                .Append("</ul></details>\n");
        }
    }

    private static void Matrix(StringBuilder page, RunFindings findings)
    {
        Verdict[] verdicts = [.. findings.Verdicts.Reverse()]; // the gravest are seen without scrolling
        bool hasKnown = findings.KnownCount > 0;
        page.Append("<h2 id=\"matrix\">Oracles and verdicts</h2>\n<div class=\"scroll frame\" tabindex=\"0\" role=\"region\" "
            + "aria-label=\"Oracles and verdicts\"><table class=\"verdicts\"><thead><tr><th scope=\"col\">oracle</th><th "
            + "scope=\"col\">kind</th><th scope=\"col\">cases</th>");
        page.Append(string.Concat(verdicts.Select(verdict => $"<th scope=\"col\">{verdict.Name()}</th>")))
            .Append(hasKnown ? "<th scope=\"col\">known gap</th>" : string.Empty).Append("</tr></thead><tbody>\n");
        foreach (RunRow row in findings.Table)
        {
            string name = Html(row.Oracle).Replace("/", "/<wbr>", StringComparison.Ordinal);
            page.Append($"<tr><td><a href=\"#{Anchor(row.Oracle)}\">{name}</a></td>"
                + $"<td>{OracleDescription.Word(row.Kind)}</td><td>{Count(row.Cases)}</td>");
            page.Append(string.Concat(verdicts.Select(verdict => Cell(row[verdict], StyleOf(verdict)))))
                .Append(hasKnown ? Cell(row.KnownGaps, "known") : string.Empty).Append("</tr>\n");
        }

        page.Append($"<tr class=\"total\"><td>all</td><td></td><td>{Count(findings.Report.Cases.Count)}</td>");
        page.Append(string.Concat(verdicts.Select(verdict => Cell(findings.Count(verdict), StyleOf(verdict)))))
            .Append(hasKnown ? Cell(findings.KnownCount, "known") : string.Empty).Append("</tr>\n</tbody></table></div>\n");
    }

    private static string Cell(int value, string style) => value == 0 ? "<td class=\"zero\">·</td>" : style is "ok"
        ? $"<td>{Count(value)}</td>" : $"<td class=\"{style}\">{Count(value)}</td>";

    private static void Oracles(StringBuilder page, RunFindings findings)
    {
        page.Append("<h2 id=\"plots\">Error against condition, and values against p</h2>\n<div class=\"legend\">");
        page.Append("<span><svg viewBox=\"-7 -7 14 14\" aria-hidden=\"true\"><path class=\"dot ok\" style=\"stroke-width:6\" d=\"M0 "
            + "0h0\"/></svg>conforms</span>");
        page.Append("<span><svg viewBox=\"-7 -7 14 14\" aria-hidden=\"true\"><path class=\"mark bad\" d=\"M-4-4l8 8m0-8l-8 "
            + "8\"/></svg>failure</span>");
        page.Append("<span><svg viewBox=\"-7 -7 14 14\" aria-hidden=\"true\"><path class=\"mark doubt\" d=\"M0-5l5 5l-5 "
            + "5l-5-5z\"/></svg>precision-limited</span>");
        page.Append(findings.KnownCount > 0
            ? "<span><svg viewBox=\"-7 -7 14 14\" aria-hidden=\"true\"><path class=\"mark known\" d=\"M-4-4l8 8m0-8l-8 8\"/></svg>known "
            + "gap</span>" : string.Empty);
        page.Append("</div>\n");
        ILookup<string, RunCase> cases = findings.Report.Cases.ToLookup(found => found.Oracle, StringComparer.Ordinal);
        int open = 0;
        foreach (RunRow row in findings.Table)
        {
            RunCase[] own = [.. cases[row.Oracle]];
            (string Drawing, string Caption)?[] plots = [ConditionPlot.Of(row.Oracle, own, findings),
                ExponentPlot.Of(row.Oracle, [.. own.Where(c => c.IsSweep)], findings)];
            bool isOpen = (row.Failures > 0 || findings.Table.Count <= MostOpenOracles) && open++ < MostOpenOracles;
            page.Append($"<details class=\"oracle\"{(isOpen ? " open" : string.Empty)}><summary>{Html(row.Oracle)} <span "
                + $"class=\"soft\">{OracleDescription.Word(row.Kind)} · {Count(row.Cases)} "
                + $"cases{(row.Failures > 0 ? $" · {Count(row.Failures)} failed" : string.Empty)}</span></summary>");
            page.Append($"<div class=\"plots\" id=\"{Anchor(row.Oracle)}\">");
            string[] titles = ["Signed error against condition", "Value against p"];
            for (int i = 0; i < plots.Length; i++)
            {
                if (plots[i] is { } plot)
                {
                    page.Append($"<figure><b>{titles[i]}</b>{plot.Drawing}<figcaption>{Html(plot.Caption)}</figcaption></figure>");
                }
            }

            page.Append(plots.All(plot => plot is null)
                ? "<p class=\"soft\">No case of this oracle has a distance to draw.</p></div></details>\n" : "</div></details>\n");
        }
    }

    private static string StyleOf(Verdict verdict) => verdict.IsFailure() ? "bad" : verdict.IsDoubt() ? "doubt" : "ok";

    private static string Anchor(string oracle) =>
        "oracle-" + string.Concat(oracle.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'));

    private static string Link(string issue) => issue.StartsWith("https://", StringComparison.Ordinal)
        || issue.StartsWith("http://", StringComparison.Ordinal)
        ? $"<a href=\"{Html(issue)}\" rel=\"noreferrer\">{Html(issue)}</a>"
        : Html(issue);

    private static string Html(string text) => SafeText.Html(text);

    private static string Count(int value) => value.ToString("#,0", Thousands);

    private static readonly NumberFormatInfo Thousands = new() { NumberGroupSeparator = "\u202f" };
}
