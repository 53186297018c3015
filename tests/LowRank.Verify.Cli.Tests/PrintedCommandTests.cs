using LowRank.Verify.Catalogue;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>Commands that the tool prints run as printed: by the script of a checkout as it was called, or by the installed tool.</summary>
public sealed class PrintedCommandTests
{
    public static TheoryData<string?, string> Starts =>
        new() { { null, "lowrank" }, { "./run", "./run" }, { "/some/where/run", "/some/where/run" } };

    [Theory]
    [MemberData(nameof(Starts))]
    public void Hints_name_the_tool_as_it_was_started(string? variable, string start)
    {
        Assert.EndsWith($"See '{start} gate --help'.", Fail(variable, "gate", "--no-such-option"), StringComparison.Ordinal);
        Assert.EndsWith($"'{start} describe' lists them all", Fail(variable, "describe", "pinto2025"), StringComparison.Ordinal);
        Assert.EndsWith($"'{start} describe' lists them all", Fail(variable, "describe", "zzzzzzzz"), StringComparison.Ordinal);
        Assert.EndsWith($"'{start} describe' lists them", Fail(variable, "gate", "--oracle", "zzzzzzzz"), StringComparison.Ordinal);
        Assert.Contains($"'{start} vectors generate' writes one",
            Fail(variable, "vectors", "lint", "--folder", "/no/such/folder"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void Help_shows_the_tool_as_it_was_started(string? variable, string start)
    {
        ToolResult result = Tool.Run(["gate", "--help"], null, Environment(variable));
        Assert.Contains($"Usage:\n  {start} gate [options]", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void Failure_of_the_gate_is_reproduced_by_the_command_as_printed(string? variable, string start)
    {
        string harness = $"/usr/bin/python3 {Path.Combine(Tool.Root, "tests", "mutants", "harnesses", "mutants.py")} wrong-axis";
        ToolResult result = Tool.Run(
            ["gate", "--fail-fast", "--oracle", "spectra/row-norm-21", "--", .. harness.Split(' ')], null, Environment(variable));
        string line = Assert.Single(result.Output.Split('\n'), line => line.Contains(" gate --replay ", StringComparison.Ordinal));
        string command = line[line.IndexOf(start, StringComparison.Ordinal)..];
        Assert.Matches($"^{start} gate --replay spectra/row-norm-21:\\S+ -- {harness}$", command);
        ToolResult again = Shell.Run(Shell.Tool + command[start.Length..]);
        Assert.Equal((1, string.Empty), (again.ExitStatus, again.Error));
        Assert.Contains("too-high  spectra/row-norm-21", again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "lowrank")]
    [InlineData("./run", "../run")]
    [InlineData("checkout/run", "../checkout/run")]
    [InlineData("/some/where/run", "/some/where/run")]
    public void Starter_names_the_tool_from_its_own_folder(string? variable, string start)
    {
        using TemporaryFolder folder = new();
        string set = variable is null ? $"unset {ToolCommand.Variable}" : $"export {ToolCommand.Variable}='{variable}'";
        ToolResult result = Shell.Run($"cd '{folder.Location}' && {set} && {Shell.Tool} init --language python --directory mine");
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.EndsWith($"next: cd mine && {start} gate -- python3 harness.py\n", result.Output, StringComparison.Ordinal);
        string text = File.ReadAllText(Path.Combine(folder.Location, "mine", "harness.py"));
        Assert.Contains($"\n    {start} gate -- python3 harness.py\n", text, StringComparison.Ordinal);
        Assert.Contains($"`{start} describe` lists the oracles", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", text.Split("import base64")[0], StringComparison.Ordinal);
    }

    private static string Fail(string? variable, params string[] arguments) => Tool.Fail(2, arguments, null, Environment(variable));

    private static Dictionary<string, string> Environment(string? variable) =>
        new(StringComparer.Ordinal) { [ToolCommand.Variable] = variable ?? string.Empty };
}
