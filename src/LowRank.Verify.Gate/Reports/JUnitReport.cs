using System.Globalization;
using System.Text;
using System.Xml;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Files;

namespace LowRank.Verify.Gate.Reports;

/// <summary>
/// A run as JUnit XML: a suite per oracle, a test case per unit. It keeps to what the schemas in use have in common: attributes that
/// all of them know, and at most one child of a test case.
/// </summary>
public static class JUnitReport
{
    private const int MostGroups = 20;
    private const int LongestText = 60_000;
    private const string Gate = "lowrank-gate";

    /// <summary>The document.</summary>
    /// <param name="findings">The run.</param>
    /// <param name="time">When the report is made.</param>
    public static string Write(RunFindings findings, DateTime time)
    {
        ArgumentNullException.ThrowIfNull(findings);
        using MemoryStream stream = new();
        using (XmlWriter xml = XmlWriter.Create(stream,
            new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("testsuites");
            int id = 0;
            foreach (Suite suite in Suites(findings))
            {
                Write(xml, suite, id++, time);
            }

            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static IEnumerable<Suite> Suites(RunFindings findings)
    {
        RunReport report = findings.Report;
        List<Test> run =
        [
            .. report.Smoke.Select(failure => new Test($"first question: {failure.Oracle}", "error", failure.Verdict.Name(), failure.Message
                ?? failure.Verdict.Name(), failure.Diagnostics ?? string.Empty)),
        ];
        if (!report.IsComplete && report.Smoke.Count == 0)
        {
            run.Add(new Test("the run is complete", "error", "incomplete", RunText.Notes(findings)[0],
                string.Join('\n', report.MissingUnits)));
        }

        run.AddRange(findings.UnexpectedPasses.Select(gap => new Test(
            $"known gap: {gap.Id}", findings.IsStrict ? "failure" : "skipped", "unexpected-pass",
                $"all cases conform; remove the entry ({gap.Where})", gap.Reason)));
        run.AddRange(findings.Unjudged.Select(oracle => new Test($"a value is judged: {oracle.Oracle}", "failure", "not-judged",
            $"no value in {Number(oracle.Cases)} cases", oracle.Reason ?? string.Empty)));

        // What the implementation does not have is no test of it, unless it was asked for; a claim that does not fit the catalogue is.
        run.AddRange(report.Header.NotCovered.Where(pair => pair.Value != RunReport.NotClaimed || findings.AskedInVain.Contains(pair.Key))
            .Select(pair => new Test($"not gated: {pair.Key}", findings.AskedInVain.Contains(pair.Key) ? "failure" : "skipped",
                "not-covered", pair.Value, string.Empty)));
        if (findings.IsEmpty && run.TrueForAll(test => test.Outcome == "skipped"))
        {
            run.Add(new Test("a value is judged", "failure", "not-judged", RunText.Verdict(findings), string.Empty));
        }

        if (run.Count > 0)
        {
            yield return new Suite(Gate, run);
        }

        ILookup<string, RunCase> cases = report.Cases.ToLookup(found => found.Unit, StringComparer.Ordinal);
        HashSet<string> complete = [.. report.Units.Select(unit => unit.Id)];
        foreach (IGrouping<string, RunUnit> oracle in report.Units.Where(unit => unit.Cases > 0)
            .Concat(cases.Where(unit => !complete.Contains(unit.Key)).Select(unit => new RunUnit(unit.Key, unit.Count())))
            .GroupBy(unit => cases[unit.Id].First().Oracle))
        {
            yield return new Suite(oracle.Key, [.. oracle.Select(unit => Of(unit, oracle.Key, [.. cases[unit.Id]], findings) with
            {
                Time = report.UnitTimes.GetValueOrDefault(unit.Id),
            })]);
        }
    }

    private static Test Of(RunUnit unit, string oracle, RunCase[] cases, RunFindings findings)
    {
        RunCase? tested = cases.FirstOrDefault(found => found.Part == unit.Id[(oracle.Length + 1)..].Split(':')[0]);
        string name = unit.Id[(oracle.Length + 1)..]
            + (tested is { } one && one.Property != one.Part ? $" ({one.Property})" : string.Empty);
        IReadOnlyList<RunGroup> groups = RunGroup.Of(cases.Where(found => found.Verdict.IsFailure() && !findings.IsKnown(found)));
        if (groups.Count > 0)
        {
            bool isError = groups[0].First.Verdict is Verdict.Error or Verdict.Crash or Verdict.Timeout;
            return new Test(
                name,
                isError ? "error" : "failure",
                groups[0].First.Verdict.Name(),
                $"{Number(groups.Sum(group => group.Cases.Count))} of {Number(cases.Length)} cases failed: "
                    + $"{groups[0].First.Message ?? groups[0].First.Verdict.Name()}",
                string.Join('\n', groups.Take(MostGroups).Select(group => RunText.Describe(group, findings))));
        }

        IGrouping<Verdict, RunCase>[] doubts = [.. cases.Where(found => found.Verdict.IsDoubt() && !findings.IsKnown(found))
            .GroupBy(found => found.Verdict)];
        if (findings.IsStrict && doubts.Length > 0)
        {
            return new Test(name, "failure", doubts[0].Key.Name(),
                string.Join(", ", doubts.Select(group => $"{Number(group.Count())} {group.Key.Name()}")), doubts[0].First().Message
                ?? string.Empty);
        }

        RunCase[] known = [.. cases.Where(findings.IsKnown)];
        return known.Length > 0
            ? new Test(name, "skipped", "known-gap", $"{Number(known.Length)} known failures: {findings.Gaps.Of(known[0])!.Reason}",
            string.Empty)
            : doubts.Sum(group => group.Count()) == cases.Length
                ? new Test(name, "skipped", doubts[0].Key.Name(),
                $"all cases {string.Join(" or ", doubts.Select(group => group.Key.Name()))}: {doubts[0].First().Message}", string.Empty)
            : new Test(name, null, string.Empty, string.Empty, string.Empty);
    }

    private static void Write(XmlWriter xml, Suite suite, int id, DateTime time)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "id", Number(id));
        Attribute(xml, "name", suite.Name);
        Attribute(xml, "package", "lowrank");
        Attribute(xml, "timestamp", time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        Attribute(xml, "hostname", "localhost");
        Attribute(xml, "tests", Number(suite.Tests.Count));
        Attribute(xml, "failures", Number(suite.Tests.Count(test => test.Outcome == "failure")));
        Attribute(xml, "errors", Number(suite.Tests.Count(test => test.Outcome == "error")));
        Attribute(xml, "skipped", Number(suite.Tests.Count(test => test.Outcome == "skipped")));
        Attribute(xml, "time", Seconds(suite.Tests.Aggregate(TimeSpan.Zero, (sum, test) => sum + test.Time)));
        xml.WriteStartElement("properties");
        xml.WriteEndElement();
        foreach (Test test in suite.Tests)
        {
            xml.WriteStartElement("testcase");
            Attribute(xml, "name", test.Name);
            Attribute(xml, "classname", suite.Name);
            Attribute(xml, "time", Seconds(test.Time));
            if (test.Outcome is { } outcome)
            {
                xml.WriteStartElement(outcome);
                if (outcome == "skipped")
                {
                    Attribute(xml, "message", test.Message);
                }
                else
                {
                    Attribute(xml, "message", test.Message);
                    Attribute(xml, "type", test.Type);
                    xml.WriteString(SafeText.Clean(test.Text.Length > LongestText ? test.Text[..LongestText] + "…" : test.Text));
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteElementString("system-out", string.Empty);
        xml.WriteElementString("system-err", string.Empty);
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, SafeText.Clean(value));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Suite(string Name, IReadOnlyList<Test> Tests);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private sealed record Test(string Name, string? Outcome, string Type, string Message, string Text)
    {
        public TimeSpan Time { get; init; }
    }
}
