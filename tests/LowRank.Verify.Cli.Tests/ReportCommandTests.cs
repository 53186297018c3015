using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // The run that was written by hand for the tests of the reports: 14 cases, of which 6 fail.
    private static string Recorded => Path.Combine(Tool.Root, "tests", "LowRank.Verify.Gate.Tests", "Records", "run.ndjson");

    [Fact]
    public void Report_of_a_run_exits_as_the_run_did_and_writes_its_files()
    {
        ToolResult result = Tool.Run("report", Recorded, "--html", At("a.html"), "--junit", At("a.xml"), "--markdown", At("a.md"),
            "--candidates", At("a.jsonl"), "--", "python3", "my harness.py");
        Assert.Equal((1, string.Empty), (result.ExitStatus, result.Error));
        Assert.StartsWith("toy 1.2, float64, seed 20250226\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("lowrank gate --replay classical/bartlett2017-lemma-3.1:value:a3:3 -- python3 'my harness.py'\n", result.Output,
            StringComparison.Ordinal);
        Assert.Contains("6 cases failed, of 5 kinds.\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(At("a.html")), StringComparison.Ordinal);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites>", File.ReadAllText(At("a.xml")),
            StringComparison.Ordinal);
        Assert.StartsWith("## ❌", File.ReadAllText(At("a.md")), StringComparison.Ordinal);
        string[] candidates = File.ReadAllLines(At("a.jsonl"));
        Assert.Equal(1, Tool.Run("report", Recorded, "--candidates", At("a.jsonl")).ExitStatus);
        Assert.Equal(candidates, File.ReadAllLines(At("a.jsonl")));
    }

    [Fact]
    public void Known_gaps_change_the_exit_status_and_their_mistakes_are_one_line()
    {
        string gaps = folder.Write("gaps.yaml",
            "- {id: 'classical/*', reason: other constant}\n- {id: 'spectra/schatten-sum', reason: known}\n- {id: 'spectra/rank', "
            + "reason: known}\n");
        Assert.Equal(0, Tool.Run("report", Recorded, "--known-gaps", gaps).ExitStatus);
        Assert.Equal(1, Tool.Run("report", Recorded, "--known-gaps", gaps, "--strict").ExitStatus);
        Assert.Contains("gaps.yaml:1: entry 1 ('a') has no reason",
            Tool.Fail(2, ["report", Recorded, "--known-gaps", folder.Write("gaps.yaml", "- {id: a}")]), StringComparison.Ordinal);
        Assert.Contains("'a' matches no case",
            Tool.Fail(2, ["report", Recorded, "--known-gaps", folder.Write("gaps.yaml", "- {id: a, reason: x}"), "--html",
            At("none.html")]), StringComparison.Ordinal);
        Assert.False(File.Exists(At("none.html")));
    }

    [Fact]
    public void Wrong_paths_are_one_line_before_a_run()
    {
        Assert.Contains("--html",
            Tool.Fail(2, ["gate", "--oracle", "spectra/rank", "--html", At("none/a.html"), "--records", At("run.ndjson")]),
            StringComparison.Ordinal);
        Assert.False(File.Exists(At("run.ndjson")));
        Assert.Contains("--out", Tool.Fail(2, ["merge", Recorded, "--out", folder.Location]), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Tool.Fail(2, ["report", At("none.ndjson")]), StringComparison.Ordinal);
        Assert.Contains("no such file or folder", Tool.Fail(2, ["merge", At("none")]), StringComparison.Ordinal);
        Assert.Contains("run.txt:1: not the records of a run", Tool.Fail(2, ["report", folder.Write("run.txt", "hello\n")]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_merge_to_the_run_in_one_piece_and_a_missing_part_fails()
    {
        string[] options = ["gate", "--cases", "3", "--property-cases", "1", "--oracle", "spectra/*-norm"];
        string parts = Path.Combine(folder.Location, "parts");
        _ = Directory.CreateDirectory(parts);
        Assert.Equal(0, Tool.Run([.. options, "--records", At("whole.ndjson")]).ExitStatus);
        foreach (int i in Enumerable.Range(0, 4))
        {
            Assert.Equal(0, Tool.Run([.. options, "--shard", $"{i}/4", "--records", Path.Combine(parts, $"{i}.ndjson")]).ExitStatus);
        }

        ToolResult merged = Tool.Run("merge", parts, "--out", Path.Combine(parts, "merged.ndjson"), "--junit", At("merged.xml"));
        Assert.Equal((0, string.Empty), (merged.ExitStatus, merged.Error));
        string[] whole = File.ReadAllLines(At("whole.ndjson")), together = File.ReadAllLines(Path.Combine(parts, "merged.ndjson"));
        Assert.True(whole.Length > 100);
        Assert.Equal(whole[0], together[0]);
        Assert.Equal(whole[1..^1].Order(StringComparer.Ordinal), together[1..^1].Order(StringComparer.Ordinal));
        Assert.All(together, line => Schemas.Check("gate", line));
        string[] units = [.. JsonDocument.Parse(together[0]).RootElement.GetProperty("units").EnumerateArray()
            .Select(unit => unit.GetString()!)];
        Assert.Equal(units, together.Where(line => line.StartsWith("{\"record\":\"unit\"", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!));
        Assert.Equal(together,
            Tool.Run("merge", parts, "--out", Path.Combine(parts, "merged.ndjson"), "--json").Output.TrimEnd('\n').Split('\n'));

        File.Delete(Path.Combine(parts, "2.ndjson"));
        File.Delete(Path.Combine(parts, "merged.ndjson"));
        string message = Tool.Fail(2, ["merge", parts, "--out", Path.Combine(parts, "merged.ndjson"), "--html", At("merged.html")]);
        Assert.Contains("units are missing: ", message, StringComparison.Ordinal);
        Assert.Contains("(shard 2/4)", message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(parts, "merged.ndjson")) || File.Exists(At("merged.html")));
    }

    private string At(string name) => Path.Combine(folder.Location, name);
}
