using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>
/// Devices and libtorch: what is missing is one line with status 3, and the processor's engine works by name all the same.
/// </summary>
public sealed class DeviceTests
{
    private static readonly Dictionary<string, string> Hidden = new() { ["LOWRANK_LIBTORCH"] = "none" };

    [Fact]
    public void Engine_without_libtorch_is_one_line_and_the_processors_engine_works()
    {
        Dictionary<string, string> asked = new(Hidden) { ["LOWRANK_ENGINE"] = "torch" };
        Assert.Contains("LOWRANK_LIBTORCH", Tool.Fail(3, ["spectrum", Tool.Fixture("mixture-x.npy")], environment: asked),
            StringComparison.Ordinal);
        Assert.Contains("libtorch", Tool.Fail(3, ["spectrum", Tool.Fixture("mixture-x.npy"), "--device", "cuda"], environment: Hidden),
            StringComparison.Ordinal);
        foreach (string device in new[] { "cpu", "auto" })
        {
            Assert.Equal(0, Tool.Run(["spectrum", Tool.Fixture("mixture-x.npy"), "--device", device], environment: Hidden).ExitStatus);
        }

        asked["LOWRANK_ENGINE"] = "managed";
        Assert.Equal(0, Tool.Run(["spectrum", Tool.Fixture("mixture-x.npy")], environment: asked).ExitStatus);
    }

    [Fact]
    public void Folder_without_libtorch_and_libtorch_of_another_version_are_named()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> asked = new() { ["LOWRANK_ENGINE"] = "torch", ["LOWRANK_LIBTORCH"] = folder.Location };
        string[] command = ["spectrum", Tool.Fixture("mixture-x.npy")];
        Assert.Contains("libtorch_cpu.so", Tool.Fail(3, command, environment: asked), StringComparison.Ordinal);
        folder.Write("libtorch_cpu.so", "no library");
        Assert.Contains("does not say its version", Tool.Fail(3, command, environment: asked), StringComparison.Ordinal);
        folder.Write("build-version", "1.13.1+cpu\n");
        Assert.Contains("1.13.1+cpu", Tool.Fail(3, command, environment: asked), StringComparison.Ordinal);
        folder.Write("build-version", "2.10.0+cpu\n");
        Assert.Contains("does not load", Tool.Fail(3, command, environment: asked), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("CPU")]
    public void Names_that_are_none_are_bad_input(string name) =>
        Assert.Contains("--device " + name, Tool.Fail(2, ["spectrum", Tool.Fixture("mixture-x.npy"), "--device", name]),
            StringComparison.Ordinal);

    [Fact]
    public void Device_and_engine_that_contradict_each_other_are_bad_input() =>
        Assert.Contains("LOWRANK_ENGINE says managed", Tool.Fail(
            2, ["spectrum", Tool.Fixture("mixture-x.npy"), "--device", "cuda:1"],
                environment: new Dictionary<string, string> { ["LOWRANK_ENGINE"] = "managed" }), StringComparison.Ordinal);

    [Fact]
    public void Doctor_says_which_libtorch_or_what_is_missing()
    {
        JsonElement hidden = Schemas.Check("doctor", Tool.Run(["doctor", "--json"], environment: Hidden).Output);
        Assert.Equal(JsonValueKind.Null, hidden.GetProperty("torch").ValueKind);
        Assert.Contains("LOWRANK_LIBTORCH", hidden.GetProperty("torchMissing").GetString(), StringComparison.Ordinal);
        JsonElement here = Schemas.Check("doctor", Tool.Run(["doctor", "--json"]).Output);
        string? missing = here.GetProperty("torchMissing").GetString();
        Assert.SkipWhen(missing is not null, missing ?? string.Empty);
        Assert.Matches(@"libtorch 2\.10.*device cpu, \d+ thread", here.GetProperty("torch").GetString());
    }

    [Fact]
    public void Spectrum_on_libtorch_is_that_of_the_processor_to_the_certified_digits()
    {
        string? missing = Tool.RunJson("doctor", "doctor", "--json").GetProperty("torchMissing").GetString();
        Assert.SkipWhen(missing is not null, missing ?? string.Empty);
        ToolResult there = Tool.Run(["spectrum", Tool.Fixture("mixture-x.npy")],
            environment: new Dictionary<string, string> { ["LOWRANK_ENGINE"] = "torch" });
        Assert.Equal(0, there.ExitStatus);
        Assert.Contains("(torch)",
            Tool.Run(["spectrum", Tool.Fixture("mixture-x.npy"), "--json"],
            environment: new Dictionary<string, string> { ["LOWRANK_ENGINE"] = "torch" }).Output, StringComparison.Ordinal);
    }
}
