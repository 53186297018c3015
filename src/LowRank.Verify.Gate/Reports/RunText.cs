using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Reports;

/// <summary>A run as plain text for a console.</summary>
public static class RunText
{
    private const int MostGroups = 60;
    private const int MostNotCovered = 12;
    private const int MostMissing = 3;

    /// <summary>What the note on an oracle's precision-limited cases begins with.</summary>
    internal const string PrecisionLimited = "precision-limited: ";

    /// <summary>The whole report.</summary>
    public static string Write(RunFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        StringBuilder text = new();
        Line(text, Title(findings.Report.Header));
        Table(text, findings);
        foreach (string note in Facts(findings))
        {
            Line(text, note);
        }

        foreach (SmokeFailure failure in findings.Report.Smoke)
        {
            Line(text, $"{failure.Verdict.Name()}  {failure.Oracle}: {failure.Message}");
            Diagnostics(text, failure.Diagnostics);
        }

        string failures = Failures(findings);
        if (failures.Length > 0)
        {
            text.Append('\n').Append(failures).Append('\n');
        }

        foreach (string line in Reached(findings).Concat(Silence(findings)))
        {
            Line(text, line);
        }

        Line(text, Verdict(findings));
        return text.ToString();
    }

    /// <summary>All kinds of failure, the gravest first, with an empty line between them; empty when there are none.</summary>
    public static string Failures(RunFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        string text = string.Join('\n', findings.Failures.Take(MostGroups).Select(group => Describe(group, findings)));
        return findings.Failures.Count > MostGroups
            ? $"{text}\nand {Count(findings.Failures.Count - MostGroups)} more kinds of failure; the records have them all\n"
            : text;
    }

    /// <summary>Implementation, version, precision and seed.</summary>
    public static string Title(RunHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        string shard = header.Shard is { } part ? $", shard {part}" : string.Empty;
        return $"{header.Implementation.Name} {header.Implementation.Version}, {header.Implementation.Precision}, "
            + $"seed {header.Seed.ToString(CultureInfo.InvariantCulture)}{shard}";
    }

    /// <summary>What the run amounts to, in a sentence.</summary>
    public static string Verdict(RunFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        int kinds = findings.Failures.Count;
        int doubts = findings.IsStrict ? findings.Table.Sum(row => row.Counts.Where(count => count.Key.IsDoubt()).Sum(count => count.Value))
            : 0;
        return findings switch
        {
            { Report.Smoke.Count: > 0 } when findings.Report.Smoke.All(failure => failure.Verdict == Contract.Verdict.Timeout) =>
                "The harness met the time limit in each of its first questions, and nothing else was asked; "
                    + "--time-limit gives a case more.",
            { Report.Smoke.Count: > 0 } =>
                "The harness answered none of its first questions: it is not wired up right, and nothing else was asked.",
            { Failures.Count: > 0 } =>
                $"{Count(findings.FailureCount)} {(findings.FailureCount == 1 ? "case" : "cases")} failed, of {Count(kinds)} "
                + $"{(kinds == 1 ? "kind" : "kinds")}.",
            { IsEmpty: true, Report.Cases.Count: 0 } => "No case was judged, so nothing is passed: the implementation claims none of the "
                + "oracles that were asked for.",
            { IsEmpty: true } => $"No value was judged in {Count(findings.Report.Cases.Count)} cases, so nothing is passed.",
            { Unjudged.Count: > 0 } => $"No failure, but of {Count(findings.Unjudged.Count)} claimed "
                + $"{(findings.Unjudged.Count == 1 ? "oracle" : "oracles")} no value was judged, so "
                + $"{(findings.Unjudged.Count == 1 ? "it is" : "they are")} not passed: "
                + $"{Named([.. findings.Unjudged.Select(oracle => oracle.Oracle)])}.",
            { AskedInVain.Count: > 0 } => $"No failure, but not gated, though asked for: {Named(findings.AskedInVain)}.",
            { ExitStatus: 1 } when doubts > 0 =>
                $"No failure, but {Count(doubts)} {(doubts == 1 ? "case is" : "cases are")} in doubt, which counts under --strict.",
            { ExitStatus: 1 } => "No failure, but known gaps pass, which counts under --strict.",
            { ExitStatus: 2 } => "Nothing wrong so far; the run is not complete.",
            _ => "Nothing wrong.",
        };
    }

    /// <summary>What a reader must know beside the numbers: what is missing, not covered, known, or at the edge of the precision.</summary>
    public static IReadOnlyList<string> Notes(RunFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return [.. Facts(findings), .. Silence(findings)];
    }

    // What a console shows above the failures; the rest of the notes stands in its last lines.
    private static List<string> Facts(RunFindings findings)
    {
        RunReport report = findings.Report;
        List<string> notes = [];
        if (!report.IsComplete && report.Smoke.Count == 0)
        {
            string dropped = report.DroppedCases > 0
                ? $"; {Count(report.DroppedCases)} cases of an unfinished unit are left out" : string.Empty;
            notes.Add($"incomplete: {Count(report.MissingUnits.Count)} of {Count(report.Header.OwnUnits.Count())} units are missing, the "
                + $"first is {report.MissingUnits[0]}{dropped}");
        }

        foreach (IGrouping<string, KeyValuePair<string, string>> reason in report.NotCovered.GroupBy(pair => pair.Value,
            StringComparer.Ordinal))
        {
            notes.Add($"not gated: {reason.Key}: {Named([.. reason.Select(pair => pair.Key)])}");
        }

        notes.AddRange(report.Notes.Select(note => $"note: {note}"));
        notes.AddRange(findings.PrecisionLimited.Select(limit =>
            $"{PrecisionLimited}{limit.Oracle}, {Count(limit.Cases)} {(limit.Cases == 1 ? "case" : "cases")}"
                + (limit.WorstCondition is { } worst ? $", condition up to {Number(worst)}" : string.Empty)));
        notes.AddRange(findings.Known.GroupBy(group => group.Gap!).Select(gap =>
            $"known gap: {gap.Key.Id}, {Count(gap.Sum(group => group.Cases.Count))} failing "
                + $"({string.Join(", ", gap.Select(group => group.First.Verdict.Name()).Distinct())}): "
                + $"{gap.Key.Reason}{(gap.Key.Issue is { } issue ? $" ({issue})" : string.Empty)}"));
        notes.AddRange(findings.UnexpectedPasses.Select(gap =>
            $"unexpected pass: {gap.Id} is a known gap, but all its cases conform; remove the entry ({gap.Where})"));
        return notes;
    }

    /// <summary>How far the generated values reached: how many pairs of features met, and which feature no case had.</summary>
    public static IEnumerable<string> Reached(RunFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        RunCoverage coverage = findings.Coverage;
        if (!findings.Report.IsComplete || coverage.Features.Count == 0)
        {
            yield break;
        }

        int declared = coverage.Features.Sum(feature => feature.Oracles);
        string pairs = coverage.Pairs == 0 ? string.Empty
            : $", and {Count((int)(100L * coverage.PairsMet / coverage.Pairs))} % of the pairs of two";
        yield return $"coverage: {Count(coverage.Features.Count)} kinds of feature over {Count(declared)} places{pairs}; "
            + "the records have the table";
        foreach (FeatureCoverage feature in coverage.Features.Where(feature => feature.Missing.Count > 0))
        {
            yield return $"no case had: {feature.Feature}: {Named(feature.Missing, MostMissing)}";
        }
    }

    /// <summary>Oracles of which most cases, or all, say nothing.</summary>
    private static IEnumerable<string> Silence(RunFindings findings) => findings.Silent.Select(oracle =>
        $"{(oracle.Judged == 0 ? "not judged" : "mostly skipped")}: {oracle.Oracle}, {Count(oracle.Skipped)} of {Count(oracle.Cases)} "
            + $"{(oracle.Cases == 1 ? "case" : "cases")} skipped{(oracle.Reason is { } reason ? $": {reason}" : string.Empty)}");

    private static string Named(IReadOnlyList<string> oracles, int most = MostNotCovered) => string.Join(", ", oracles.Take(most))
        + (oracles.Count > most ? $" and {Count(oracles.Count - most)} more" : string.Empty);

    /// <summary>A kind of failure by the case to read, in a few lines.</summary>
    public static string Describe(RunGroup group, RunFindings findings)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(findings);
        StringBuilder text = new();
        RunCase first = group.First;
        Line(text, $"{first.Verdict.Name()}  {first.Oracle}  "
            + $"({first.Property}){(group.IsUnsound ? "  BELOW the published bound" : string.Empty)}");
        if (first.Message is { } message)
        {
            Line(text, $"  {message}");
        }

        Call(text, string.Empty, first.Inputs, first.Enclosure, first.Answer);
        if (first.Related is { } related)
        {
            Line(text, $"  against   {related.Description}{(related.Oracle != first.Oracle ? $" ({related.Oracle})" : string.Empty)}");
            Call(text, "  ", related.Inputs, related.Enclosure, related.Answer);
        }

        if (first.Distance is { } distance)
        {
            Line(text, $"  distance  {Number(distance)} tolerances");
        }

        Diagnostics(text, first.Diagnostics);
        if (group.Cases.Count > 1)
        {
            Line(text, $"  also      {Count(group.Cases.Count - 1)} more {(group.Cases.Count == 2 ? "case" : "cases")} of this kind"
                + Others(group));
        }

        Line(text, $"  replay    {findings.Replay(first)}");
        return text.ToString();
    }

    /// <summary>Where a kind of failure has more than one oracle: the oracles, in words that continue "of this kind".</summary>
    internal static string Others(RunGroup group) => group.Oracles is { Count: > 1 } oracles
        ? $", of {string.Join(", ", oracles.Take(MostNotCovered))}"
            + (oracles.Count > MostNotCovered ? $" and {Count(oracles.Count - MostNotCovered)} more oracles" : string.Empty)
        : string.Empty;

    /// <summary>The table oracle × verdict, header first, totals last.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(RunFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        bool hasKnown = findings.KnownCount > 0;
        IReadOnlyList<Verdict> verdicts = findings.Verdicts;
        List<string[]> rows =
            [["oracle", "kind", "cases", .. verdicts.Select(verdict => verdict.Name()), .. hasKnown ? new[] { "known gap" } : []]];
        foreach (RunRow row in findings.Table)
        {
            rows.Add([row.Oracle, OracleDescription.Word(row.Kind), Count(row.Cases), .. verdicts.Select(verdict => Count(row[verdict])),
                .. hasKnown ? new[] { Count(row.KnownGaps) } : []]);
        }

        rows.Add(["all", string.Empty, Count(findings.Report.Cases.Count), .. verdicts.Select(verdict => Count(findings.Count(verdict))),
            .. hasKnown ? new[] { Count(findings.KnownCount) } : []]);
        return rows;
    }

    internal static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Number(double value) => double.IsFinite(value)
        ? Math.Abs(value) is >= 1e-3 and < 1e5 or 0 ? value.ToString("0.####", CultureInfo.InvariantCulture)
            : value.ToString("0.###e+0", CultureInfo.InvariantCulture)
        : double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";

    private static void Table(StringBuilder text, RunFindings findings)
    {
        IReadOnlyList<IReadOnlyList<string>> rows = Rows(findings);
        int[] widths = [.. Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length))];
        foreach (IReadOnlyList<string> row in rows)
        {
            Line(text, string.Join(' ', row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static void Call(StringBuilder text, string indent, JsonObject inputs, JsonNode? enclosure, JsonNode? answer)
    {
        Line(text, $"{indent}  inputs    "
            + $"{string.Join(", ", ReadableJson.Inputs(inputs).Select(input => $"{input.Name} = {input.Value}"))}");
        Line(text, $"{indent}  exact     {ReadableJson.Enclosure(enclosure)}");
        Line(text, $"{indent}  answer    {ReadableJson.Answer(answer)}");
    }

    private static void Diagnostics(StringBuilder text, string? diagnostics)
    {
        if (diagnostics is not null)
        {
            Line(text, $"  stderr    {diagnostics.Trim().ReplaceLineEndings("\n            ")}");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
