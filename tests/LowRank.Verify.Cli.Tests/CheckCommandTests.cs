using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary><c>check</c> on the shipped derivations and on mistakes.</summary>
public sealed class CheckCommandTests
{
    private static string Sample(string name) => Path.Combine(Tool.Root, "samples", "derivations", name + ".yaml");

    [Fact]
    public void Right_derivation_exits_0()
    {
        ToolResult result = Tool.Run("check", Sample("tight-at-most-printed"));
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.Contains("at most pinto2025/theorem-7: not refuted in 200 cases", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_derivation_exits_1_with_a_counterexample_of_small_integers()
    {
        ToolResult result = Tool.Run("check", Sample("simplified-at-least-printed"), "--json");
        Assert.Equal((1, string.Empty), (result.ExitStatus, result.Error));
        JsonElement[] records = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Schemas.Check("check", line))];
        JsonElement refuted = Assert.Single(records, record => record.GetProperty("verdict").GetString() == "refuted");
        JsonElement point = refuted.GetProperty("point");
        Assert.Equal("2", point.GetProperty("enclosure").GetProperty("lower").GetString());
        Assert.StartsWith("3.8284271247461", point.GetProperty("related").GetProperty("enclosure").GetProperty("lower").GetString(),
            StringComparison.Ordinal);
        Assert.Equal([1, 1, 1], point.GetProperty("inputs").GetProperty("h").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal("at least pinto2025/theorem-7", refuted.GetProperty("claim").GetString());
    }

    [Theory]
    [InlineData("m + sum(i in 1..1000000000000, 1/i)", "takes more than 10000000 steps")]
    [InlineData("m + integral(z in 0..1, 1/z)", "the integrand of an integral cannot be bounded on every panel")]
    [InlineData("m + integral(z in 0..1, log(z))", "the integrand of an integral cannot be bounded on every panel")]
    public void What_takes_too_long_is_given_up_and_said(string value, string reason)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("mine.yaml", $$"""
            id: pinto2025/mine
            revision: 1
            title: mine
            source: {paper: none, statement: none, provenance: derived}
            kind: quantity
            record: network
            given:
              m: {}
            value: {{value}}
            """);
        ToolResult result = Tool.Run("check", file);
        Assert.Contains(reason, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_on_the_way_to_a_limit_are_shortened_with_their_digits()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("mine.yaml", """
            id: pinto2025/mine
            revision: 1
            title: mine
            source: {paper: none, statement: none, provenance: derived}
            kind: quantity
            record: network
            given:
              X_frobenius: {}
            value: 1/X_frobenius
            limits:
              - {limit: X_frobenius -> inf, equals: 1}
            """);
        ToolResult result = Tool.Run("check", file);
        Assert.Equal(1, result.ExitStatus);
        Assert.Matches(@"[0-9]{8}\.\.\.\([0-9]{4} digits\)", result.Output);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 300));
        Assert.Matches("[0-9]{1000}", Tool.Run("check", file, "--json").Output);
    }

    [Fact]
    public void Mistake_in_the_file_is_bad_input_with_its_place()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("mine.yaml",
            File.ReadAllText(Sample("tight-at-most-printed")).Replace("sqrt(r[1]*h[1])", "sqrt(r[1]*hh[1])", StringComparison.Ordinal));
        string line = Tool.Fail(2, ["check", file]);
        Assert.Contains($"{file}:", line, StringComparison.Ordinal);
        Assert.Contains("hh", line, StringComparison.Ordinal);
        Assert.Contains("nothing.yaml", Tool.Fail(2, ["check", "nothing.yaml"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_with_a_statement_under_further_hypotheses_is_noted()
    {
        using TemporaryFolder folder = new();
        string own = File.ReadAllText(Sample("tight-at-most-printed"));
        Assert.DoesNotContain("numbers only", Tool.Run("check", Sample("tight-at-most-printed")).Output, StringComparison.Ordinal);
        string wide = folder.Write("wide.yaml",
            own.Replace("activation: [elementwise, lipschitz <= 1, zero-at-zero]", "activation: [lipschitz]", StringComparison.Ordinal));
        Assert.Contains(
            "(of numbers only: pinto2025/theorem-7 also asks for activation: elementwise; activation: lipschitz <= 1; activation: "
                + "zero-at-zero)", Tool.Run("check", wide).Output, StringComparison.Ordinal);
    }
}
