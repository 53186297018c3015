using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

public sealed class GateCommandTests
{
    [Fact]
    public void Records_of_every_oracle_satisfy_the_schema_and_nothing_is_wrong()
    {
        ToolResult result = Tool.Run("gate", "--cases", "4", "--property-cases", "1", "--json");
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        JsonElement[] lines = [.. Lines(result.Output).Select(line => Schemas.Check("gate", line))];
        Assert.Equal(("run", "end"), (Kind(lines[0]), Kind(lines[^1])));
        JsonElement[] records = [.. lines.Where(line => Kind(line) == "case")];
        Assert.Equal(lines[0].GetProperty("units").GetArrayLength(), lines.Count(line => Kind(line) == "unit"));
        Assert.Equal(records.Length, lines.Where(line => Kind(line) == "unit").Sum(line => line.GetProperty("cases").GetInt32()));
        string[] gated = [.. records.Select(record => record.GetProperty("oracle").GetString()!).Distinct().Order()];
        string[] all = [.. Tool.RunJson("describe-catalogue", "describe", "--json").GetProperty("oracles").EnumerateArray()
            .Select(oracle => oracle.GetProperty("id").GetString()!).Order()];
        Assert.Equal(all, gated);
        Assert.Contains(records, record => record.GetProperty("property").GetString() != "value");
    }

    [Fact]
    public void Table_has_a_line_per_oracle_and_a_seed()
    {
        ToolResult result = Tool.Run("gate", "--cases", "3", "--property-cases", "1", "--oracle", "pinto2025/*", "--seed", "7");
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.Contains("seed 7", result.Output, StringComparison.Ordinal);
        Assert.Equal(34, result.Output.Split('\n').Count(line => line.StartsWith("pinto2025/", StringComparison.Ordinal)));
        Assert.Matches(@"(?m)^all\s+\d+", result.Output);
    }

    [Fact]
    public void Same_seed_gives_the_same_records()
    {
        string[] command = ["gate", "--cases", "3", "--property-cases", "1", "--oracle", "ledent2025/*/l2", "--seed", "11", "--json"];
        string[] first = Lines(Tool.Run(command).Output);
        Assert.True(first.Length > 10);
        Assert.Equal(first[..^1], Lines(Tool.Run(command).Output)[..^1]); // the last line tells the time
        Assert.NotEqual(first[1..^1], Lines(Tool.Run([.. command[..^2], "12", "--json"]).Output)[1..^1]);
    }

    [Fact]
    public void One_case_is_replayed_by_its_token()
    {
        string[] lines = Lines(Tool.Run("gate", "--cases", "2", "--property-cases", "1", "--oracle", "pinto2025/lemma-4", "--json").Output);
        foreach (string part in new[] { "value", "property-1", "vector-" })
        {
            JsonElement record = lines.Select(line => Schemas.Check("gate", line))
                .First(line => Kind(line) == "case" && line.GetProperty("id").GetString()!.Contains(part, StringComparison.Ordinal));
            string[] again = Lines(Tool.Run("gate", "--replay", record.GetProperty("replay").GetString()!, "--json").Output);
            JsonElement replayed = Assert.Single(again.Select(line => Schemas.Check("gate", line)), line => Kind(line) == "case");
            Assert.All(["inputs", "enclosure", "answer", "verdict", "distance"],
                name => Assert.Equal(record.GetProperty(name).GetRawText(), replayed.GetProperty(name).GetRawText()));
        }
    }

    [Fact]
    public void Parts_and_continuation_are_written_to_files()
    {
        using TemporaryFolder folder = new();
        string[] options = ["gate", "--cases", "3", "--property-cases", "1", "--oracle", "pinto2025/lemma-*"];
        string whole = Path.Combine(folder.Location, "whole.ndjson"), part = Path.Combine(folder.Location, "part.ndjson");
        Assert.Equal(0, Tool.Run([.. options, "--records", whole]).ExitStatus);
        string[] cases = [.. File.ReadAllLines(whole).Where(line => line.StartsWith("{\"record\":\"case\"", StringComparison.Ordinal))];
        Assert.Equal(0, Tool.Run([.. options, "--records", part],
            environment: new Dictionary<string, string> { ["SLURM_ARRAY_TASK_ID"] = "3", ["SLURM_ARRAY_TASK_MIN"] = "1",
            ["SLURM_ARRAY_TASK_STEP"] = "2", ["SLURM_ARRAY_TASK_COUNT"] = "2" }).ExitStatus);
        string[] ofPart = [.. File.ReadAllLines(part).Where(line => line.StartsWith("{\"record\":\"case\"", StringComparison.Ordinal))];
        Assert.Equal("1/2", JsonDocument.Parse(File.ReadLines(part).First()).RootElement.GetProperty("shard").GetString());
        Assert.InRange(ofPart.Length, 1, cases.Length - 1);
        Assert.Subset(cases.ToHashSet(), ofPart.ToHashSet());
        Assert.Contains("--resume", Tool.Fail(2, [.. options, "--records", whole]), StringComparison.Ordinal);
        Assert.Contains("'shard' differs", Tool.Fail(2, [.. options, "--records", part, "--resume"]), StringComparison.Ordinal);
        Assert.Contains("--records", Tool.Fail(2, [.. options, "--resume"]), StringComparison.Ordinal);
        Assert.Contains("--shard 2/2", Tool.Fail(2, [.. options, "--shard", "2/2"]), StringComparison.Ordinal);
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string? Kind(JsonElement line) => line.GetProperty("record").GetString();

    [Fact]
    public void Wrong_options_are_named()
    {
        Assert.Contains("command is missing", Tool.Fail(2, ["gate", "--"]), StringComparison.Ordinal);
        Assert.Contains("'no-such-program'", Tool.Fail(2, ["gate", "--", "no-such-program"]), StringComparison.Ordinal);
        Assert.Contains("exit status 3", Tool.Fail(2, ["gate", "--", "sh", "-c", "exit 3"]), StringComparison.Ordinal);
        Assert.Contains("no-such", Tool.Fail(2, ["gate", "--oracle", "no-such/*"]), StringComparison.Ordinal);
        Assert.Contains("--cases 0", Tool.Fail(2, ["gate", "--cases", "0"]), StringComparison.Ordinal);
        Tool.Fail(2, ["gate", "--replay", "nonsense"]);
    }

    [Fact]
    public void Schema_refuses_a_record_without_a_verdict() =>
        Assert.NotEmpty(Schemas.Validate("gate", """{"id":"a","oracle":"a","revision":1}"""));
}
