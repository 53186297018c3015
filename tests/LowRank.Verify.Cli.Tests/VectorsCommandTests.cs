using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary><c>vectors</c>: every enclosure is proved again, and a wrong one is found.</summary>
public sealed class VectorsCommandTests
{
    private static readonly string Shipped = Path.Combine(Tool.Root, "fixtures", "vectors");

    [Fact]
    public void Lint_proves_all_shipped_vectors()
    {
        JsonElement report = Tool.RunJson("vectors-lint", "vectors", "lint", "--folder", Shipped, "--json");
        Assert.True(report.GetProperty("vectors").GetInt32() > 300);
        Assert.Equal(report.GetProperty("vectors").GetInt32(), report.GetProperty("proved").GetInt32());
    }

    [Fact]
    public void Lint_of_a_pattern_reads_the_files_of_its_oracles_only()
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "theorem-7", "lemma-4" })
        {
            string file = Path.Combine(folder.Location, "pinto2025", name + ".jsonl");
            _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, name == "lemma-4" ? "broken\n" : File.ReadAllText(Path.Combine(Shipped, "pinto2025", name + ".jsonl")));
        }

        (int status, string output) = Run("vectors", "lint", "--folder", folder.Location, "--oracle", "*/theorem-*");
        Assert.Equal(0, status);
        Assert.Contains(" in 1 files, ", output, StringComparison.Ordinal);
        Assert.Equal(1, Run("vectors", "lint", "--folder", folder.Location).Status);
    }

    [Theory]
    [InlineData("\"lower\":\"9\",\"upper\":\"9\"", "\"lower\":\"8.9999999999999999999999999\",\"upper\":\"8.9999999999999999999999999\"",
        "does not contain")]
    [InlineData("\"lower\":\"9\",\"upper\":\"9\"", "\"lower\":\"9\",\"upper\":\"8\"", "exceeds")]
    [InlineData("\"lower\":\"9\",\"upper\":\"9\"", "\"lower\":\"8\",\"upper\":\"10\"", "determine")]
    [InlineData("\"flags\":[\"edge\"]", "\"flags\":[\"corner\"]", "unknown flag 'corner'")]
    [InlineData("\"revision\":1", "\"revision\":2", "revision 2")]
    [InlineData("\"oracle\":\"pinto2025/theorem-7\"", "\"oracle\":\"pinto2025/theorem-77\"", "no oracle")]
    [InlineData("\"oracle\":\"pinto2025/theorem-7\"", "\"oracle\":\"pinto2025/theorem-7-tight\"", "stand in")]
    [InlineData("pinto2025-theorem-7-edge-smallest", "pinto2025-theorem-7-basic-1", "already used")]
    [InlineData("pinto2025-theorem-7-edge-smallest", "Pinto", "slug")]
    [InlineData("\"m\":1,", "\"m\":0,", "outside")]
    [InlineData("\"m\":1,", "\"m\":1,\"n\":2,", "not a member")]
    [InlineData("\"why\":", "\"because\":", "unknown")]
    [InlineData("{\"id\"", "{\"id", "not valid JSON")]
    public void Lint_finds_a_changed_vector_and_names_its_line(string old, string replacement, string problem)
    {
        using TemporaryFolder folder = new();
        string[] lines = File.ReadAllLines(Path.Combine(Shipped, "pinto2025", "theorem-7.jsonl"));
        int place = Array.FindIndex(lines, line => line.Contains("edge-smallest", StringComparison.Ordinal));
        Assert.Contains(old, lines[place], StringComparison.Ordinal);
        int at = lines[place].IndexOf(old, StringComparison.Ordinal);
        lines[place] = lines[place][..at] + replacement + lines[place][(at + old.Length)..];
        string file = Path.Combine(folder.Location, "pinto2025", "theorem-7.jsonl");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, lines);
        (int status, string output) = Run("vectors", "lint", "--folder", folder.Location);
        Assert.Equal(1, status);
        string line = Assert.Single(output.Split('\n'), l => l.StartsWith(file, StringComparison.Ordinal));
        Assert.StartsWith(FormattableString.Invariant($"{file}:{place + 1}: "), line, StringComparison.Ordinal);
        Assert.Contains(problem, line, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_writes_what_lint_accepts_and_then_changes_nothing()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(0, Run("vectors", "generate", "--folder", folder.Location, "--oracle", "pinto2025/lemma-*", "--json").Status);
        string file = Path.Combine(folder.Location, "pinto2025", "lemma-4.jsonl");
        string before = File.ReadAllText(file);
        (int status, string json) = Run("vectors", "generate", "--folder", folder.Location, "--oracle", "pinto2025/lemma-4", "--json");
        Assert.Equal(0, status);
        JsonElement row = Schemas.Check("vectors-generate", json).GetProperty("oracles")[0];
        Assert.Equal(0, row.GetProperty("new").GetInt32());
        Assert.Equal(before, File.ReadAllText(file));
        Assert.Equal(0, Run("vectors", "lint", "--folder", folder.Location).Status);
    }

    [Fact]
    public void Missing_folder_and_pattern_without_oracle_are_bad_input()
    {
        Assert.Contains("no such folder", Tool.Fail(2, ["vectors", "lint", "--folder", "/nonexistent"]), StringComparison.Ordinal);
        Assert.Contains("no oracle", Tool.Fail(2, ["vectors", "generate", "--folder", "/nonexistent", "--oracle", "x/*"]),
            StringComparison.Ordinal);
    }

    private static (int Status, string Output) Run(params string[] arguments)
    {
        ToolResult result = Tool.Run(arguments);
        return (result.ExitStatus, result.Output);
    }
}
