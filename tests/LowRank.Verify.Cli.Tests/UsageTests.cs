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

    [Fact]
    public void No_command_is_wrong_usage() => Tool.Fail(2, []);

    [Fact]
    public void Help_goes_to_standard_output()
    {
        ToolResult result = Tool.Run("--help");
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.All(["bounds", "spectrum", "evaluate", "describe", "doctor", "gate"], name => Assert.Contains(name, result.Output, StringComparison.Ordinal));
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
}
