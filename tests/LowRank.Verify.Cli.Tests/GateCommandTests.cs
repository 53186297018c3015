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
        JsonElement[] records = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Schemas.Check("gate", line))];
        string[] gated = [.. records.Select(record => record.GetProperty("oracle").GetString()!).Distinct().Order()];
        string[] all = [.. Tool.RunJson("describe-catalogue", "describe", "--json").GetProperty("oracles").EnumerateArray().Select(oracle => oracle.GetProperty("id").GetString()!).Order()];
        Assert.Equal(all, gated);
        Assert.Contains(records, record => record.GetProperty("property").GetString() != "value");
    }

    [Fact]
    public void Table_has_a_line_per_oracle_and_a_seed()
    {
        ToolResult result = Tool.Run("gate", "--cases", "3", "--property-cases", "1", "--oracle", "pinto2025/*", "--seed", "7");
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.Contains("seed 7", result.Output, StringComparison.Ordinal);
        Assert.Equal(33, result.Output.Split('\n').Count(line => line.StartsWith("pinto2025/", StringComparison.Ordinal)));
        Assert.Matches(@"(?m)^all\s+\d+", result.Output);
    }

    [Fact]
    public void Same_seed_gives_the_same_records()
    {
        string[] command = ["gate", "--cases", "3", "--property-cases", "1", "--oracle", "ledent2025/*/l2", "--seed", "11", "--json"];
        string first = Tool.Run(command).Output;
        Assert.NotEmpty(first);
        Assert.Equal(first, Tool.Run(command).Output);
        Assert.NotEqual(first, Tool.Run([.. command[..^2], "12", "--json"]).Output);
    }

    [Fact]
    public void One_case_is_replayed_by_its_token()
    {
        string line = Tool.Run("gate", "--cases", "2", "--property-cases", "1", "--oracle", "pinto2025/lemma-4", "--json").Output.Split('\n')[0];
        string token = Schemas.Check("gate", line).GetProperty("replay").GetString()!;
        Assert.Equal(line, Assert.Single(Tool.Run("gate", "--replay", token, "--json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        Assert.Contains("not yet supported", Tool.Fail(2, ["gate", "--", "python3", "harness.py"]), StringComparison.Ordinal);
        Assert.Contains("no-such", Tool.Fail(2, ["gate", "--oracle", "no-such/*"]), StringComparison.Ordinal);
        Assert.Contains("--cases 0", Tool.Fail(2, ["gate", "--cases", "0"]), StringComparison.Ordinal);
        Tool.Fail(2, ["gate", "--replay", "nonsense"]);
    }

    [Fact]
    public void Schema_refuses_a_record_without_a_verdict() =>
        Assert.NotEmpty(Schemas.Validate("gate", """{"id":"a","oracle":"a","revision":1}"""));
}
