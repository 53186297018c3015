using System.Globalization;
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

    /// <summary>
    /// Logs of the test platform: all passed, a filter that matches in one of three projects, in none, a failure, a host that crashed, and
    /// none at all.
    /// </summary>
    [Theory]
    [InlineData("passed", 0, 0, "2 skipped\n1541 passed, 0 failed\n")]
    [InlineData("one-project", 0, 0, "36 passed, 0 failed\n")]
    [InlineData("no-test", 0, 1, "0 passed, 1 failed\n")]
    [InlineData("no-test-unfiltered", 8, 1, "36 passed, 2 failed\n")]
    [InlineData("failed", 2, 1, "34 passed, 2 failed\n")]
    [InlineData("passed", 7, 1, "2 skipped\n1541 passed, 1 failed\n")]
    [InlineData("crashed", 134, 1, "0 passed, 1 failed\n")]
    public void Tests_are_counted_from_the_log(string log, int status, int expectedStatus, string expected)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "test-logs", log + ".txt");
        ToolResult result = Shell.Run($"bash '{Path.Combine(Tool.Root, "eng", "count-tests.sh")}' '{file}' {status}");
        Assert.Equal((expectedStatus, expected, string.Empty), (result.ExitStatus, result.Output, result.Error));
    }

    [Theory]
    [InlineData("./run", "./run")]
    [InlineData("../here/run", "../here/run")]
    [InlineData("bash run", "{0}/run")]
    [InlineData("'{0}/run'", "{0}/run")]
    public void Tool_is_told_how_it_was_called(string call, string told)
    {
        using TemporaryFolder outer = new();
        string root = Path.Combine(outer.Location, "here");
        _ = Directory.CreateDirectory(root);
        Copy(root, "run");
        _ = Directory.CreateDirectory(Path.Combine(outer.Location, "bin"));

        // Builds by making the file that is to be built, and runs it by saying what it was told.
        string built = Path.Combine(root, "src", "LowRank.Verify.Cli", "bin", "Release", "net10.0");
        _ = outer.Write(
            Path.Combine("bin", "dotnet"),
            $"#!/bin/sh\nif [ \"$1\" = build ]; then mkdir -p '{built}' && : >'{built}/lowrank.dll'; else echo \"$LOWRANK_COMMAND\"; fi\n");
        string first = Path.Combine(outer.Location, "bin"), called = string.Format(CultureInfo.InvariantCulture, call, root);
        ToolResult result = Shell.Run($"cd '{root}' && chmod +x run ../bin/dotnet && PATH='{first}':\"$PATH\" {called} doctor");
        Assert.Equal((0, string.Format(CultureInfo.InvariantCulture, told, root) + "\n"), (result.ExitStatus, result.Output));
    }

    private static void Copy(TemporaryFolder folder, string script) => Copy(folder.Location, script);

    private static void Copy(string folder, string script)
    {
        _ = Directory.CreateDirectory(Path.Combine(folder, "eng"));
        _ = Directory.CreateDirectory(Path.Combine(folder, "src", "LowRank.Verify.Cli"));
        _ = Directory.CreateDirectory(Path.Combine(folder, "tests", "Some.Tests"));
        foreach (string file in new[] { script, Path.Combine("eng", "prepare.sh"), Path.Combine("eng", "count-tests.sh") })
        {
            File.Copy(Path.Combine(Tool.Root, file), Path.Combine(folder, file));
        }
    }
}
