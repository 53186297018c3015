using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

public sealed class DoctorAndDescribeTests
{
    private static readonly Dictionary<string, string> WithoutMpfr = new() { ["LOWRANK_MPFR"] = "none" };
    private static readonly Dictionary<string, string> WithoutOpenBlas = new() { ["LOWRANK_OPENBLAS"] = "none" };

    [Fact]
    public void Doctor_names_mpfr_and_one_default_engine()
    {
        JsonElement report = Tool.RunJson("doctor", "doctor", "--json");
        Assert.Matches(@"^\d+\.\d+", report.GetProperty("mpfr").GetString());
        JsonElement standard = Assert.Single(report.GetProperty("engines").EnumerateArray(),
            engine => engine.GetProperty("default").GetBoolean());
        Assert.Equal(report.GetProperty("defaultEngine").GetProperty("name").GetString(), standard.GetProperty("name").GetString());
    }

    [Fact]
    public void Doctor_without_openblas_names_the_managed_engine()
    {
        ToolResult result = Tool.Run(["doctor", "--json"], environment: WithoutOpenBlas);
        Assert.Equal(0, result.ExitStatus);
        JsonElement report = Schemas.Check("doctor", result.Output);
        Assert.Equal("managed", report.GetProperty("defaultEngine").GetProperty("name").GetString());
        Assert.Equal("managed", Assert.Single(report.GetProperty("engines").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public void Doctor_without_mpfr_reports_and_exits_with_the_environment_status()
    {
        ToolResult result = Tool.Run(["doctor"], environment: WithoutMpfr);
        Assert.Equal(3, result.ExitStatus);
        Assert.Contains("missing", result.Output, StringComparison.Ordinal);
        Assert.Contains("libmpfr6", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_without_mpfr_is_an_environment_error() =>
        Assert.Contains("libmpfr6", Tool.Fail(3, ["spectrum", Tool.Fixture("mlp.onnx")], environment: WithoutMpfr),
            StringComparison.Ordinal);

    [Fact]
    public void Every_oracle_of_the_list_can_be_described()
    {
        JsonElement list = Tool.RunJson("describe-catalogue", "describe", "--json").GetProperty("oracles");
        string[] ids = [.. list.EnumerateArray().Select(oracle => oracle.GetProperty("id").GetString()!)];
        Assert.Contains("pinto2025/theorem-7", ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (string id in ids)
        {
            Assert.Equal(id, Tool.RunJson("describe", "describe", id, "--json").GetProperty("id").GetString());
        }
    }

    [Fact]
    public void Unknown_oracle_suggests_the_nearest() =>
        Assert.Contains("'pinto2025/theorem-7'", Tool.Fail(2, ["describe", "pinto2025/theorm-7"]), StringComparison.Ordinal);

    [Fact]
    public void Schema_refuses_what_it_does_not_describe()
    {
        Assert.NotEmpty(Schemas.Validate("doctor", """{"version":"1"}"""));
        Assert.NotEmpty(Schemas.Validate("evaluate", """
            {"oracle":"x","revision":1,"kind":"bound","status":"enclosed","reference":{"lower":1,"upper":"2","digits":3},
            "fast":1,"log10":null,"relativeDistance":0,"unused":[]}
            """));
    }

    [Theory]
    [InlineData("spectrum", "mixture-x.npy")]
    [InlineData("doctor", null)]
    public void Library_that_is_named_and_is_not_mpfr_is_status_3(string command, string? fixture)
    {
        using TemporaryFolder folder = new();
        string text = folder.Write("text.so", "no library");
        string other = Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Native.so");
        Assert.True(File.Exists(other));
        foreach ((string path, string why) in new[] { (Path.Combine(folder.Location, "missing.so"), "no such file"),
            (text, "cannot be loaded"), (other, "without the functions of MPFR") })
        {
            ToolResult result = Tool.Run([command, .. fixture is null ? Array.Empty<string>() : [Tool.Fixture(fixture)]],
                environment: new Dictionary<string, string> { ["LOWRANK_MPFR"] = path });
            Assert.Equal(3, result.ExitStatus);
            string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains($"LOWRANK_MPFR names '{path}'", line, StringComparison.Ordinal);
            Assert.Contains(why, line, StringComparison.Ordinal);
        }
    }
}
