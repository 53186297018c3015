using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Schema;
using LowRank.Verify.Catalogue.Vectors;
using Xunit;

namespace LowRank.Verify.Gate.Tests.Reports;

public sealed class ReportFormatTests
{
    private const string Totals = """
        import sys, collections, xml.etree.ElementTree as tree
        root = tree.fromstring(sys.stdin.buffer.read())
        count = collections.Counter()
        for suite in root:
            cases = suite.findall("testcase")
            found = {kind: sum(case.find(kind) is not None for case in cases) for kind in ("failure", "error", "skipped")}
            assert int(suite.get("tests")) == len(cases) and int(suite.get("failures")) == found["failure"]
            assert int(suite.get("errors")) == found["error"] and int(suite.get("skipped")) == found["skipped"]
            count.update(tests=len(cases), **found)
        print(root.tag, len(root), count["tests"], count["failure"], count["error"], count["skipped"])
        """;

    private static readonly DateTime Time = new(2026, 3, 1, 12, 30, 0, DateTimeKind.Utc);

    [Fact]
    public void JUnit_is_counted_right_by_another_reader()
    {
        // Six units; the oracle that is not claimed is no test: three fail, one is in error, one conforms, one has cases in doubt only.
        Assert.Equal("testsuites 4 6 3 1 1", Python(Totals, JUnitReport.Write(Recorded.Findings(), Time)));
        Assert.Equal("testsuites 4 6 0 0 5",
            Python(Totals, JUnitReport.Write(Recorded.Findings("- {id: 'classical/*', reason: r}\n- {id: 'spectra/*', reason: r}"), Time)));
        Assert.Equal("testsuites 4 6 5 1 0", Python(Totals, JUnitReport.Write(Recorded.Findings(isStrict: true), Time)));
        RunFindings killed = new(RunFile.Read(Recorded.Lines[..9], "killed"));
        Assert.Equal("testsuites 2 3 2 1 0", Python(Totals, JUnitReport.Write(killed, Time)));
    }

    [Fact]
    public void JUnit_keeps_the_rules_of_its_schemas()
    {
        foreach (RunFindings findings in new[] { Recorded.Findings(), Recorded.Findings(isStrict: true),
            Recorded.Findings("- {id: 'spectra/*', reason: r}"), Large(200) })
        {
            Assert.Empty(Violations(JUnitReport.Write(findings, Time)));
        }

        string valid = JUnitReport.Write(Recorded.Findings(), Time);
        Assert.NotEmpty(Violations(valid.Replace("hostname=\"localhost\"", string.Empty, StringComparison.Ordinal)));
        Assert.NotEmpty(Violations(valid.Replace("timestamp=\"2026-03-01T12:30:00\"", "timestamp=\"2026-03-01T12:30:00Z\"",
            StringComparison.Ordinal)));
    }

    [Fact]
    public void JUnit_carries_what_failed_without_characters_that_xml_refuses()
    {
        XmlDocument document = new();
        document.LoadXml(JUnitReport.Write(Recorded.Findings(), Time));
        XmlElement failure = (XmlElement)document.SelectSingleNode("//testcase[starts-with(@name,'property-1 (nonincreasing')]/failure")!;
        Assert.Equal("property-violated", failure.GetAttribute("type"));
        Assert.Equal("1 of 1 cases failed: the second answer is too high <for> the first \uFFFD&\uFFFD[31m",
            failure.GetAttribute("message"));
        Assert.Contains("replay    lowrank gate --replay classical/bartlett2017-lemma-3.1:property-1:b1:3 -- python3 toy.py",
            failure.InnerText, StringComparison.Ordinal);
        Assert.Empty(document.SelectNodes("//testcase[@classname='lowrank-gate']")!.Cast<XmlElement>());
    }

    [Fact]
    public void Markdown_is_short_and_shows_the_counterexamples()
    {
        string text = MarkdownReport.Write(Recorded.Findings());
        Assert.StartsWith("## ❌ 6 cases failed, of 5 kinds.\n", text, StringComparison.Ordinal);
        Assert.Contains("| `classical/bartlett2017-lemma-3.1` | bound | 4 | 1 | 0 | 0 | 0 | **1** | 0 | **2** |", text,
            StringComparison.Ordinal);
        Assert.Contains("<details open>\n<summary>below the published bound, too-low · classical/bartlett2017-lemma-3.1 · value · 2 "
            + "cases</summary>\n\n```text\ntoo-low  classical", text, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(text, "<details"), Regex.Count(text, "</details>"));
        Assert.Equal(0, Regex.Count(text, "(?m)^```") % 2);
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(text) < 12_000);
    }

    [Fact]
    public void Markdown_cannot_be_broken_by_what_a_harness_says()
    {
        string[] lines = [.. Recorded.Lines];
        lines[11] = lines[11].Replace("IndexError: list", "```\\n</details><script>````", StringComparison.Ordinal);
        string text = MarkdownReport.Write(new RunFindings(RunFile.Read(lines, "run")));
        Assert.Contains("`````text\nerror  spectra/rank", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_of_many_cases_stay_small_and_lose_no_failure()
    {
        RunFindings findings = Large(30_000);
        string html = HtmlReport.Write(findings), markdown = MarkdownReport.Write(findings);
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 10_000, 3_000_000);
        Assert.InRange(Encoding.UTF8.GetByteCount(markdown), 500, 1_000_000);

        // Each of the 300 failures is a cross of its own; the legend has one more.
        Assert.Equal(300 + 1, Regex.Count(html, "class=\"mark bad\""));
        Assert.Matches("[0-9]+ dots stand for 29700 conforming cases", html);
        Assert.True(Regex.Count(html, "h0") < 4000);
    }

    [Fact]
    public void Markdown_of_many_long_failures_fits_a_summary()
    {
        JsonNode header = JsonNode.Parse(Recorded.Lines[0])!;
        header["units"] = new JsonArray("spectra/rank:value");
        RunFindings findings = new(RunFile.Read(
            [
                header.ToJsonString(),
                .. Enumerable.Range(0, 400).Select(i => Recorded.Lines[11]
                    .Replace(":d1:", string.Create(CultureInfo.InvariantCulture, $":{i:x}:"), StringComparison.Ordinal)
                    .Replace("\"message\":\"", $"\"message\":\"{(char)('a' + (i % 20))}{(char)('a' + (i / 20))} ", StringComparison.Ordinal)
                    .Replace("list index out of range\\n", new string('é', 15_000), StringComparison.Ordinal)),
                """{"record":"unit","id":"spectra/rank:value","cases":400}""",
            ],
            "long"));
        string text = MarkdownReport.Write(findings);
        Assert.Equal(400, findings.Failures.Count);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 500_000, 1_000_000);
        Assert.Matches("[0-9]+ more kinds of failure do not fit here", text);
    }

    [Fact]
    public void Verdicts_in_numbers_come_before_the_cases()
    {
        string page = HtmlReport.Write(Recorded.Findings()), summary = MarkdownReport.Write(Recorded.Findings());
        Assert.Matches("(?s)id=\"matrix\".*id=\"failures\"", page);
        Assert.Matches("(?s)### Failing oracles.*Oracles without a failure.*### Counterexamples", summary);
    }

    [Fact]
    public void Html_stands_alone_and_shows_failures_and_plots()
    {
        string html = HtmlReport.Write(Recorded.Findings("- {id: 'spectra/rank', reason: 'ranks & co', issue: 'https://example.org/7'}"));
        Assert.DoesNotMatch("(?i)<script|<link|@import|url\\(|src=|<iframe|\\son[a-z]+=", html);
        Assert.Equal(["https://example.org/7"],
            Regex.Matches(html, "href=\"(?!#)([^\"]*)\"").Select(link => link.Groups[1].Value).Distinct());
        Assert.All(Regex.Matches(html, "href=\"#([^\"]*)\"").Select(link => link.Groups[1].Value),
            anchor => Assert.Contains($"id=\"{anchor}\"", html, StringComparison.Ordinal));
        Assert.Contains("too high &lt;for&gt; the first \uFFFD&amp;\uFFFD[31m", html, StringComparison.Ordinal);
        Assert.Contains("<table class=\"matrix num\"><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>", html,
            StringComparison.Ordinal);
        Assert.Contains("ranks &amp; co", html, StringComparison.Ordinal);
        Assert.Contains("name=\"viewport\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Enclosure and answers against p, spectra/schatten-sum\"", html, StringComparison.Ordinal);
        string silent = string.Join('\n', Recorded.Lines).Replace("\"undecided\"", "\"error\"", StringComparison.Ordinal);
        Assert.Contains("1 failure has no distance", HtmlReport.Write(new RunFindings(RunFile.Read(silent.Split('\n'), "silent"))),
            StringComparison.Ordinal);
        XmlDocument drawing = new();
        Assert.All(Regex.Matches(html, "<svg.*?</svg>").Select(svg => svg.Value), drawing.LoadXml);
    }

    [Theory]
    [InlineData("5.5", 1, 0.7403626894942439)]
    [InlineData("-1e-400", -1, -400)]
    [InlineData("2e1000000", 1, 1000000.3010299957)]
    [InlineData("0.0", 0, double.NegativeInfinity)]
    public void Decimals_beyond_doubles_have_a_place(string text, int sign, double log10)
    {
        DecimalLogarithm found = DecimalLogarithm.Of(text)!.Value;
        Assert.Equal(sign, found.Sign);
        Assert.Equal(log10, found.Log10, 1e-9 * Math.Max(1, double.IsFinite(log10) ? Math.Abs(log10) : 1));
        Assert.Null(DecimalLogarithm.Of("nan"));
    }

    [Fact]
    public void Candidates_are_vectors_that_are_added_once()
    {
        IReadOnlyList<string> lines = CandidateVectors.Lines(Recorded.Findings(), [], "new.jsonl");
        TestVector[] vectors = [.. lines.Select((line, i) => VectorFile.Parse(line, $"line {i + 1}"))];
        // a violated property on the inputs of the first adds nothing
        Assert.Equal(["classical/bartlett2017-lemma-3.1", "spectra/schatten-sum", "spectra/rank"], vectors.Select(vector => vector.Oracle));
        Assert.Equal(ExpectedValue.Of("2", "2"), vectors[0].Expect);
        Assert.Contains("\"inputs\":{\"m\":1,\"gamma\":1}", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"A\":[[1,2],[3,4]]", lines[1], StringComparison.Ordinal);
        Assert.Equal(vectors.Length, vectors.Select(vector => vector.Id).Distinct().Count());
        Assert.Equal(lines, CandidateVectors.Lines(Recorded.Findings(), lines, "new.jsonl"));
        Assert.Equal(lines[1], CandidateVectors.Lines(Recorded.Findings(), [lines[1]], "new.jsonl")[0]);
        Assert.StartsWith("new.jsonl:1: ",
            Assert.Throws<InputException>(() => CandidateVectors.Lines(Recorded.Findings(), ["{}"], "new.jsonl")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_written_whole_or_stay_as_they_were()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lowrank-");
        try
        {
            string path = Path.Combine(folder.FullName, "report.html");
            AtomicFile.Write(path, "first");
            string link = Path.Combine(folder.FullName, "link.html");
            File.CreateSymbolicLink(link, path);
            AtomicFile.Write(link, "second");
            Assert.Equal(("second", path), (File.ReadAllText(path), File.ResolveLinkTarget(link, true)!.FullName));
            _ = Assert.Throws<InputException>(() => AtomicFile.Write(path, stream =>
            {
                stream.Write("half"u8);
                throw new IOException("no space left");
            }));
            Assert.Equal("second", File.ReadAllText(path));
            Assert.Equal(2, folder.GetFiles().Length);
            Assert.Contains("--html", Assert.Throws<InputException>(() => AtomicFile.Check(folder.FullName, "--html")).Message,
                StringComparison.Ordinal);
            Assert.Contains("there is no folder",
                Assert.Throws<InputException>(() => AtomicFile.Check(Path.Combine(folder.FullName, "none", "x"), "--html")).Message,
                StringComparison.Ordinal);
            Assert.Contains("the same file", Assert.Throws<InputException>(new ReportFiles { Html = path, JUnit = path }.Check).Message,
                StringComparison.Ordinal);
            Assert.Equal(2, folder.GetFiles().Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// The second of two files fails, while it is written or while it takes its place: the first stays as it was or absent, and nothing
    /// lies beside them.
    /// </summary>
    [Fact]
    public void Several_files_are_written_all_or_none()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lowrank-");
        try
        {
            string first = Path.Combine(folder.FullName, "table.csv"), second = Path.Combine(folder.FullName, "plot.svg"),
                taken = Path.Combine(folder.FullName, "taken.svg");
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "link.csv"), first);
            Directory.CreateDirectory(taken);
            static Action<Stream> Text(string text) => stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            void Fails(string named, params IReadOnlyList<(string, Action<Stream>)> files)
            {
                string message = Assert.Throws<InputException>(() => AtomicFile.Write(files)).Message;
                Assert.StartsWith($"{named}: cannot be written: ", message, StringComparison.Ordinal);
                Assert.DoesNotContain(".part", message, StringComparison.Ordinal);
                Assert.DoesNotContain(folder.GetFiles(), file => file.Extension == ".part");
            }

            Action<Stream> full = stream =>
            {
                stream.Write("half"u8);
                throw new IOException($"No space left on device : '{((FileStream)stream).Name}'");
            };
            foreach (string? before in new[] { null, "before" })
            {
                Fails(second, (first, Text("new")), (second, full));
                Fails(taken, (first, Text("new")), (taken, Text("new"))); // written, but it cannot take the folder's place
                Assert.Equal((false, before is not null), (File.Exists(second), File.Exists(first)));
                Assert.Equal(before, File.Exists(first) ? File.ReadAllText(first) : null);
                File.WriteAllText(first, "before");
            }

            AtomicFile.Write([(Path.Combine(folder.FullName, "link.csv"), Text("one")), (second, Text("two"))]);
            Assert.Equal(("one", "two"), (File.ReadAllText(first), File.ReadAllText(second)));
            AtomicFile.Write([(first, Text("three")), (second, Text("four"))]);
            Assert.Equal(("three", "four"), (File.ReadAllText(first), File.ReadAllText(second)));
            Assert.Equal(["link.csv", "plot.svg", "table.csv"], folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>One oracle with many value cases, each hundredth of them too low, conditions and errors spread.</summary>
    internal static RunFindings Large(int cases)
    {
        JsonNode header = JsonNode.Parse(Recorded.Lines[0])!;
        header["units"] = new JsonArray("spectra/stable-rank:value");
        string template = Recorded.Lines[1].Replace("classical/bartlett2017-lemma-3.1", "spectra/stable-rank", StringComparison.Ordinal)
            .Replace("\"kind\":\"bound\"", "\"kind\":\"quantity\"", StringComparison.Ordinal);
        Random random = new(7);
        return new RunFindings(RunFile.Read(
            [
                header.ToJsonString(),
                .. Enumerable.Range(0, cases).Select(i => template
                    .Replace(":a1:", string.Create(CultureInfo.InvariantCulture, $":{i:x}:"), StringComparison.Ordinal)
                    .Replace("\"conforms\"", i % 100 == 0 ? "\"too-low\"" : "\"conforms\"", StringComparison.Ordinal)
                    .Replace("\"distance\":0.0",
                        FormattableString.Invariant(
                        $"\"distance\":{(i % 100 == 0 ? -Math.Pow(10, random.NextDouble() * 9) : (2 * random.NextDouble()) - 1):R}"),
                        StringComparison.Ordinal)
                    .Replace("\"condition\":2.5", FormattableString.Invariant($"\"condition\":{Math.Pow(10, random.NextDouble() * 14):R}"),
                        StringComparison.Ordinal)),
                FormattableString.Invariant($"{{\"record\":\"unit\",\"id\":\"spectra/stable-rank:value\",\"cases\":{cases}}}"),
            ],
            "large"));
    }

    private static List<string> Violations(string xml)
    {
        List<string> violations = [];
        XmlReaderSettings settings = new() { ValidationType = ValidationType.Schema };
        _ = settings.Schemas.Add(null, Path.Combine(AppContext.BaseDirectory, "records", "junit.xsd"));
        settings.ValidationEventHandler += (_, e) => violations.Add(e.Message);
        using XmlReader reader = XmlReader.Create(new StringReader(xml), settings);
        while (reader.Read())
        {
        }

        return violations;
    }

    private static string Python(string program, string input)
    {
        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd(), error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((0, string.Empty), (process.ExitCode, error));
        return output.Trim();
    }
}
