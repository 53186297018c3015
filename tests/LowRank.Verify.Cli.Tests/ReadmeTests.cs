using System.Text.RegularExpressions;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>What the README shows is what the tool does.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Tool.Root, "README.md"));

    [Fact]
    public void Example_is_the_real_output()
    {
        Match example = Example().Match(Readme);
        Assert.True(example.Success);
        ToolResult result = Tool.Run(["evaluate", example.Groups["oracle"].Value, "--input", "-"], example.Groups["inputs"].Value);
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.Equal(result.Output, example.Groups["output"].Value);
    }

    [Fact]
    public void Matrices_shown_as_inputs_are_read_as_shown()
    {
        MatchCollection examples = PipedExample().Matches(Readme);
        Assert.Equal(2, examples.Count);
        Assert.All(examples, example =>
        {
            ToolResult result = Tool.Run(["evaluate", example.Groups["oracle"].Value, "--input", "-"], example.Groups["inputs"].Value);
            Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
            Assert.Equal(result.Output, example.Groups["output"].Value);
        });
    }

    /// <summary>Every line shown is a line of the real output, in its order; where lines are left out, <c>...</c> stands. The fast path's last digits belong to the machine.</summary>
    [Fact]
    public void Bounds_shown_are_the_real_ones_and_gaps_are_marked()
    {
        Match example = BoundsExample().Match(Readme);
        Assert.True(example.Success);
        ToolResult result = Tool.Run("bounds", Path.Combine(Tool.Root, example.Groups["model"].Value), "--samples", "1000");
        string[] real = [.. result.Output.Replace(Tool.Root + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal).TrimEnd('\n').Split('\n').Select(Certified)];
        string[] shown = [.. example.Groups["output"].Value.TrimEnd('\n').Split('\n').Select(Certified)];
        int next = 0;
        bool gap = false;
        foreach (string line in shown)
        {
            if (line == "...")
            {
                gap = true;
                continue;
            }

            int at = Array.IndexOf(real, line, next);
            Assert.True(at >= 0 && (gap || at == next), $"'{line}' is {(at < 0 ? "not in the output" : "not the next line of the output")}");
            (next, gap) = (at + 1, false);
        }

        Assert.Equal(next == real.Length, !gap);
        Assert.Equal(3, shown.Count(line => line.Contains(" [", StringComparison.Ordinal) && line.Contains('/', StringComparison.Ordinal) && !line.StartsWith('/')));
    }

    // A row of a table of values without the fast path's value and distance, which differ with the machine's kernels; other lines as they are.
    private static string Certified(string line) => ValueRow().Match(line) is { Success: true } row
        ? $"{row.Groups["before"].Value} {row.Groups["digits"].Value} {row.Groups["p"].Value}"
        : line;

    [Fact]
    public void Caught_harness_is_shown_as_it_is()
    {
        Match example = GateExample().Match(Readme);
        Assert.True(example.Success);
        string[] words = example.Groups["words"].Value.Split(' ');
        ToolResult result = Tool.Run([.. words.Select(word => File.Exists(Path.Combine(Tool.Root, word)) ? Path.Combine(Tool.Root, word) : word)]);
        Assert.Equal((1, string.Empty), (result.ExitStatus, result.Error));
        Assert.Equal(result.Output.Replace(Tool.Root + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal), example.Groups["output"].Value);
    }

    [Fact]
    public void Every_oracle_and_every_mutant_is_listed()
    {
        string[] ids = [.. Tool.RunJson("describe-catalogue", "describe", "--json").GetProperty("oracles").EnumerateArray().Select(oracle => oracle.GetProperty("id").GetString()!)];
        Assert.Equal(ids.Order(StringComparer.Ordinal), ListedOracle().Matches(Readme).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
        string[] mutants = [.. Directory.GetFiles(Path.Combine(Tool.Root, "tests", "mutants"), "*.cs").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "Mutant")];
        Assert.NotEmpty(mutants);
        Assert.All(mutants, name => Assert.Contains($"\n| {name} |", Readme, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\$ echo '(?<inputs>[^']+)' > inputs\.json\n\$ \./run evaluate (?<oracle>\S+) --input inputs\.json\n(?<output>(.+\n)+?)```")]
    private static partial Regex Example();

    [GeneratedRegex(@"\$ echo '(?<inputs>[^']+)' \| \./run evaluate (?<oracle>\S+) --input -\n(?<output>(  .+\n|[a-z]+/.+\n)+)")]
    private static partial Regex PipedExample();

    [GeneratedRegex(@"\$ \./run (?<words>gate --fail-fast .+)\n(?<output>(.*\n)+?)```")]
    private static partial Regex GateExample();

    [GeneratedRegex(@"\$ \./run bounds (?<model>\S+) --samples 1000\n(?<output>(.*\n)+?)```")]
    private static partial Regex BoundsExample();

    [GeneratedRegex(@"^(?<before>[a-z0-9]+/\S+ +\S+ +\[[\d.]+, [\d.]+\]) +\S+ +\S+ +(?<digits>\d+) +(?<p>.+)$")]
    private static partial Regex ValueRow();

    [GeneratedRegex(@"(?m)^\| `([a-z0-9.]+/[^`]+)` \|")]
    private static partial Regex ListedOracle();
}
