using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary><c>published</c>: complete, and a changed digit is noticed.</summary>
public sealed class PublishedCommandTests
{
    private static readonly string Shipped = Path.Combine(Tool.Root, "fixtures", "published");

    [Fact]
    public void Shipped_numbers_keep_their_verdicts()
    {
        JsonElement report = Tool.RunJson("published", "published", "--folder", Shipped, "--json");
        Assert.Equal(0, report.GetProperty("changed").GetInt32());
        string[] inconsistent = [.. report.GetProperty("entries").EnumerateArray()
            .Where(e => e.GetProperty("verdict").GetString() == "inconsistent").Select(e => e.GetProperty("id").GetString()!)];
        Assert.Contains("oymak2019/fig-9-final-0", inconsistent);
        Assert.Contains("oymak2019/fig-2-as-printed", inconsistent);
        Assert.Contains("ledent2025/dimension-factor-missing", inconsistent);
        Assert.Equal(report.GetProperty("entries").GetArrayLength(),
            Tool.RunJson("published", "published", "--json").GetProperty("entries").GetArrayLength());
    }

    [Theory]
    [InlineData("ledent2025.yaml", "34.586", "34.587")]
    [InlineData("oymak2019.yaml", ".38081", ".38181")]
    [InlineData("oymak2019.yaml", "final_0: \".232\"", "final_0: \".158\"")]
    public void One_changed_digit_exits_1_and_names_the_entry(string file, string old, string replacement)
    {
        using TemporaryFolder folder = new();
        string text = File.ReadAllText(Path.Combine(Shipped, file));
        int at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at > 0);
        _ = folder.Write(file, text[..at] + replacement + text[(at + old.Length)..]);
        ToolResult result = Tool.Run("published", "--folder", folder.Location);
        Assert.Equal((1, string.Empty), (result.ExitStatus, result.Error));
        Assert.Contains("CHANGED", result.Output, StringComparison.Ordinal);
        Assert.Contains($"{Path.Combine(folder.Location, file)}:", result.Output, StringComparison.Ordinal);
    }
}
