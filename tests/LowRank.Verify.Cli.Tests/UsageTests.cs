using Xunit;

namespace LowRank.Verify.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("no-such-command")]
    [InlineData("spectrum")]
    [InlineData("spectrum", "x.npy", "--no-such-option")]
    [InlineData("describe", "a", "b")]
    [InlineData("doctor", "--", "python3")]
    [InlineData("gate", "--", "python3", "harness.py")]
    public void Wrong_usage_is_one_line_and_status_2(params string[] arguments) => Tool.Fail(2, arguments);

    [Theory]
    [InlineData("vectors lint --no-such-option", "See 'lowrank vectors lint --help'.")]
    [InlineData("describe a b", "See 'lowrank describe --help'.")]
    [InlineData("--no-such-option", "See 'lowrank --help'.")]
    public void Help_that_is_pointed_to_is_that_of_the_command(string line, string help) =>
        Assert.EndsWith(help, Tool.Fail(2, line.Split(' ')).TrimEnd(), StringComparison.Ordinal);

    [Theory]
    [InlineData("--oracle")]
    [InlineData("--shard")]
    public void Replay_takes_no_selection_beside_its_token(string option) =>
        Assert.Contains($"leave out {option}", Tool.Fail(2, ["gate", "--replay", "spectra/rank:value:1f:3", option, "0/2"]),
            StringComparison.Ordinal);

    [Fact]
    public void A_run_that_never_began_leaves_no_records()
    {
        using TemporaryFolder folder = new();
        string records = Path.Combine(folder.Location, "run.ndjson");
        Assert.Contains("no oracle", Tool.Fail(2, ["gate", "--oracle", "no/*", "--records", records]), StringComparison.Ordinal);
        Assert.False(File.Exists(records));
        Assert.Contains("is no path", Tool.Fail(2, ["gate", "--oracle", "spectra/rank", "--records", ""]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_selects_what_is_listed_and_must_match()
    {
        ToolResult listed = Tool.Run("describe", "--oracle", "spectra/*-rank");
        Assert.Equal(0, listed.ExitStatus);
        Assert.Contains("spectra/storage-rank", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("spectra/nuclear-norm", listed.Output, StringComparison.Ordinal);
        Assert.Contains("--oracle no/*: no oracle", Tool.Fail(2, ["describe", "--oracle", "no/*"]), StringComparison.Ordinal);
        Assert.Contains("--oracle no/*: no oracle", Tool.Fail(2, ["vectors", "lint", "--oracle", "no/*"]), StringComparison.Ordinal);
        Assert.Contains("not both", Tool.Fail(2, ["describe", "spectra/rank", "--oracle", "*"]), StringComparison.Ordinal);
    }

    [Fact]
    public void No_command_is_wrong_usage() => Tool.Fail(2, []);

    [Fact]
    public void Help_goes_to_standard_output()
    {
        ToolResult result = Tool.Run("--help");
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.All(["bounds", "spectrum", "evaluate", "describe", "doctor", "gate"],
            name => Assert.Contains(name, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Reader_that_closes_the_pipe_is_no_error()
    {
        using ClosedWriter closed = new();
        using StringWriter error = new();
        Assert.Equal(0, LowRankTool.Run(["describe"], new Streams(TextReader.Null, closed, error, IsTerminal: false)));
        Assert.Empty(error.ToString());
    }

    [Fact]
    public void Stack_trace_only_when_asked_for()
    {
        ToolResult result = Tool.Run("spectrum", "no-such.npy", "--verbose");
        Assert.Equal((2, string.Empty), (result.ExitStatus, result.Output));
        Assert.Contains("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("describe spectra/rank")]
    [InlineData("--help")]
    [InlineData("evaluate spectra/rank --lines")]
    public void Closed_standard_output_is_one_line_and_status_3(string command)
    {
        ToolResult result = Shell.Run($"{Shell.Tool} {command} >&-", """{"A":[[1,2],[3,4]]}""");
        Assert.Equal(3, result.ExitStatus);
        string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("standard output cannot be written", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Closed_standard_error_changes_no_status()
    {
        Assert.Equal((2, string.Empty),
            (Shell.Run($"{Shell.Tool} describe no/such 2>&-").ExitStatus, Shell.Run($"{Shell.Tool} describe no/such 2>&-").Output));
        Assert.Equal(0, Shell.Run($"{Shell.Tool} describe spectra/rank 2>&-").ExitStatus);
    }

    [Fact]
    public void Control_characters_of_a_name_do_not_reach_the_terminal()
    {
        string line = Tool.Fail(2, ["describe", "a\u001b[31mb\u2028c"]);
        Assert.Contains("'a?[31mb?c'", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spectra")]
    [InlineData("pinto2025/")]
    public void Family_in_place_of_an_oracle_is_named_as_one(string id) =>
        Assert.Contains($"'{id}' is a family of oracles", Tool.Fail(2, ["describe", id]), StringComparison.Ordinal);

    [Theory]
    [InlineData("vectors", "lint")]
    [InlineData("published")]
    public void Folder_with_nothing_in_it_is_not_called_checked(params string[] command)
    {
        using TemporaryFolder folder = new();
        Assert.Contains(folder.Location, Tool.Fail(2, [.. command, "--folder", folder.Location]), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_that_cannot_be_written_is_one_line() =>
        Assert.Contains("cannot be written", Tool.Fail(2, ["vectors", "generate", "--oracle", "spectra/rank", "--folder", "/proc/vectors"]),
            StringComparison.Ordinal);
}
