using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>The script <c>run</c> where it cannot build or cannot write.</summary>
public sealed class RunScriptTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    public void Checkout_that_cannot_be_written_is_one_line_and_status_3(string script)
    {
        using TemporaryFolder folder = new();
        Copy(folder, script);

        // Nobody can make a folder below /proc, root included.
        _ = Directory.CreateSymbolicLink(Path.Combine(folder.Location, "artifacts"), "/proc/artifacts");
        ToolResult result = Shell.Run($"bash '{Path.Combine(folder.Location, script)}' doctor");
        Assert.Equal((3, string.Empty), (result.ExitStatus, result.Output));
        string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"{Path.Combine(folder.Location, "artifacts")} cannot be written", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Closed_standard_output_is_one_line_and_status_3()
    {
        using TemporaryFolder folder = new();
        Copy(folder, "run");
        ToolResult result = Shell.Run($"bash '{Path.Combine(folder.Location, "run")}' doctor >&-");
        Assert.Equal(3, result.ExitStatus);
        Assert.Equal("lowrank: standard output cannot be written: it is closed.\n", result.Error);
    }

    private static void Copy(TemporaryFolder folder, string script)
    {
        _ = Directory.CreateDirectory(Path.Combine(folder.Location, "eng"));
        _ = Directory.CreateDirectory(Path.Combine(folder.Location, "src", "LowRank.Verify.Cli"));
        _ = Directory.CreateDirectory(Path.Combine(folder.Location, "tests", "Some.Tests"));
        foreach (string file in new[] { script, Path.Combine("eng", "prepare.sh") })
        {
            File.Copy(Path.Combine(Tool.Root, file), Path.Combine(folder.Location, file));
        }
    }
}
