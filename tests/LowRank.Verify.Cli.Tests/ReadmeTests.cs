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
    public void Enclosures_shown_for_the_network_are_the_real_ones()
    {
        string output = Tool.Run("bounds", Tool.Fixture("mlp.onnx"), "--samples", "1000").Output;
        MatchCollection shown = Bounds().Matches(Readme);
        Assert.Equal(3, shown.Count);
        Assert.All(shown, row => Assert.Contains(row.Groups["enclosure"].Value, output, StringComparison.Ordinal));
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

    [GeneratedRegex(@"(?m)^(golowich|classical/|ledent2025/|pinto2025/)\S+ +\S+ +(?<enclosure>\[[\d.]+, [\d.]+\])")]
    private static partial Regex Bounds();

    [GeneratedRegex(@"(?m)^\| `([a-z0-9.]+/[^`]+)` \|")]
    private static partial Regex ListedOracle();
}
