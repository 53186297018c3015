using System.Globalization;
using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary><c>errata</c> lists every slip and evaluates the evidence.</summary>
public sealed class ErrataCommandTests
{
    [Fact]
    public void Every_slip_of_the_catalogue_is_listed_and_evidence_tells_the_statements_apart()
    {
        JsonElement[] errata = [.. Tool.RunJson("errata", "errata", "--json").GetProperty("errata").EnumerateArray()];
        int described = Tool.RunJson("describe-catalogue", "describe", "--json").GetProperty("oracles").EnumerateArray().Sum(oracle =>
        {
            JsonElement description = Tool.RunJson("describe", "describe", oracle.GetProperty("id").GetString()!, "--json");
            return new[] { "errata", "readings", "remarks" }.Sum(kind => description.GetProperty(kind).GetArrayLength());
        });
        Assert.Equal(described, errata.Length);
        JsonElement[] evidence = [.. errata.Select(e => e.GetProperty("evidence")).Where(e => e.ValueKind == JsonValueKind.Object)];
        Assert.True(evidence.Length >= 100);
        Assert.All(errata.Where(e => e.GetProperty("kind").GetString() == "erratum"),
            e => Assert.NotEqual(e.GetProperty("evidence").ValueKind == JsonValueKind.Object,
            e.GetProperty("noNumber").ValueKind == JsonValueKind.String));
        Assert.All(evidence, e => Assert.True(e.GetProperty("differs").GetBoolean()));
        JsonElement repaired = Assert.Single(errata, e => e.GetProperty("oracle").GetString() == "ledent2025/theorem-3.6/repaired"
            && e.GetProperty("printed").GetString() == "no factor min(U, d)").GetProperty("evidence");
        Assert.Equal(0.7837942854, Lower(repaired.GetProperty("printed")), 1e-9);
        Assert.Equal(0.8642611023, Lower(repaired.GetProperty("corrected")), 1e-9);
    }

    [Fact]
    public void Slips_readings_and_remarks_are_told_apart()
    {
        string output = Tool.Run("errata").Output;
        Assert.Contains("  printed    no factor min(U, d)\n  corrected  the factor", output, StringComparison.Ordinal);
        Assert.Contains("  open       no margin in the base\n  read as    the base is divided by gamma", output, StringComparison.Ordinal);
        Assert.Contains("  remark     Not monotone in Gamma", output, StringComparison.Ordinal);
        Assert.Matches(@"\d+ slips of \d+ oracles, \d+ with numeric evidence, .*; \d+ readings and \d+ remarks", output);
    }

    [Fact]
    public void Text_shows_both_values()
    {
        ToolResult result = Tool.Run("errata");
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.Contains("gives      printed [0.78379428", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("UNPROVED", result.Output, StringComparison.Ordinal);
    }

    private static double Lower(JsonElement side) =>
        double.Parse(side.GetProperty("enclosure").GetProperty("lower").GetString()!, CultureInfo.InvariantCulture);
}
