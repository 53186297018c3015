using System.Diagnostics;
using System.Text.Json;
using LowRank.Verify.Cli.Output;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>No line is longer than the window, and what a table leaves out it names.</summary>
public sealed class WidthTests
{
    private static readonly string[][] Commands =
    [
        ["bounds", Tool.Fixture("cnn-strided.onnx"), "--samples", "1000", "--why"],
        ["bounds", Tool.Fixture("mlp.onnx"), "--samples", "1000", "--full", "--compare"],
        ["spectrum", Tool.Fixture("mlp.npz")],
        ["describe"],
        ["describe", "pinto2025/theorem-7"],
        ["errata"],
        ["published"],
        ["doctor"],
    ];

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    [InlineData(200)]
    public void No_line_is_longer_than_the_window(int width)
    {
        foreach (string[] command in Commands)
        {
            string text = Run(command, width);
            Assert.NotEmpty(text);
            Assert.All(text.Split('\n'), line => Assert.True(TextLayout.Cells(line) <= width, $"{command[0]} at {width}: {line}"));
        }
    }

    [Fact]
    public void Every_value_of_the_json_is_on_a_narrow_screen()
    {
        string text = Run(["bounds", Tool.Fixture("mlp.onnx"), "--samples", "1000"], 60);
        JsonElement report = Tool.RunJson("bounds", "bounds", Tool.Fixture("mlp.onnx"), "--samples", "1000", "--json");
        int looked = 0;
        foreach (JsonElement oracle in report.GetProperty("oracles").EnumerateArray())
        {
            if (oracle.GetProperty("applies").GetBoolean() && oracle.GetProperty("kind").GetString() is "bound" or "rate"
                && oracle.TryGetProperty("reference", out JsonElement reference)
                && reference.TryGetProperty("lower", out JsonElement lower))
            {
                looked++;
                Assert.Contains(oracle.GetProperty("oracle").GetString()!, text, StringComparison.Ordinal);

                // The lower end is rounded down, so its first five digits are those of the JSON.
                string digits = lower.GetString()!;
                Assert.Contains(digits.Length > 6 ? digits[..6] : digits, text, StringComparison.Ordinal);
            }
        }

        Assert.InRange(looked, 30, int.MaxValue);
        Assert.Contains("left out for want of columns", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  abcdef [1.5, 2.5] b", 16, "  abcdef", "      [1.5, 2.5]", "      b")]
    [InlineData("short", 80, "short")]
    [InlineData("0123456789012345", 10, "0123456789", "    012345")]
    public void Lines_break_at_spaces_and_not_within_intervals(string text, int width, params string[] lines) =>
        Assert.Equal(lines, TextLayout.Wrap(text, width));

    [Fact]
    public void On_a_pseudo_terminal_the_window_decides()
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "lowrank.dll");
        ProcessStartInfo start = new("script") { RedirectStandardOutput = true };
        foreach (string word in new[] { "-qec", $"stty cols 60; dotnet '{dll}' errata", "/dev/null" })
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("script did not start.");
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd('\r'))];
        Assert.InRange(lines.Length, 10, int.MaxValue);
        Assert.All(lines, line => Assert.InRange(TextLayout.Cells(line), 0, 60));
    }

    private static string Run(string[] arguments, int width)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        _ = LowRankTool.Run(arguments, new Streams(TextReader.Null, output, error, IsTerminal: false) { Width = width });
        return output.ToString();
    }
}
