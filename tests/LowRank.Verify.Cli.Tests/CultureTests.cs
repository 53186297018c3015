using System.Globalization;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>A culture that writes a comma in decimals changes nothing.</summary>
public sealed class CultureTests
{
    private static readonly string[][] Commands =
    [
        ["spectrum", Tool.Fixture("mlp.onnx"), "--p", "0.5", "--digits", "9"],
        ["spectrum", Tool.Fixture("mlp.onnx"), "--p", "0.5", "--json"],
        ["bounds", Tool.Fixture("mlp.onnx"), "--samples", "1000", "--margin", "0.5"],
        ["bounds", Tool.Fixture("mlp.onnx"), "--samples", "1000", "--margin", "0.5", "--json"],
        ["describe", "pinto2025/theorem-7"],
    ];

    [Fact]
    public void Output_is_the_same_under_a_comma_culture()
    {
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        comma.NumberFormat.NegativeSign = "−";
        foreach (string[] command in Commands)
        {
            string expected = Under(CultureInfo.InvariantCulture, command);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Under(comma, command));
        }
    }

    [Fact]
    public void German_environment_changes_nothing()
    {
        Dictionary<string, string> german = new() { ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8" };
        Assert.Equal(Tool.Run(Commands[0]).Output, Tool.Run(Commands[0], environment: german).Output);
    }

    private static string Under(CultureInfo culture, string[] arguments)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            ToolResult result = Tool.Run(arguments);
            Assert.Equal(0, result.ExitStatus);
            return result.Output;
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
