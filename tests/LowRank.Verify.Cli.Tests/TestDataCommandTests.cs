using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary><c>bounds --test-data</c> on networks that torch exported; errors are those of torch's scores (README of the folder).</summary>
public sealed class TestDataCommandTests
{
    private static string Folder { get; } = "digits" + Path.DirectorySeparatorChar;

    [Theory]
    [InlineData("mlp", 19)]
    [InlineData("mlp-bn", 13)]
    [InlineData("cnn", 18)]
    [InlineData("cnn-folded", 18)]
    [InlineData("resnet", 11)]
    [InlineData("gelu", 15)]
    [InlineData("transformer", 14)]
    [InlineData("transformer-parts", 14)]
    [InlineData("gru", 13)]
    [InlineData("lstm", 15)]
    [InlineData("lora-merged", 41)]
    [InlineData("mlp-qdq", 19)]
    [InlineData("binary", 14)]
    public void Every_network_has_a_limit_on_its_error(string name, int errors)
    {
        string labels = name == "binary" ? "test-y-binary.npy" : "test-y.npy";
        JsonElement report = Tool.RunJson("bounds", ["bounds", File(name + ".onnx"), "--json", "--test-data", File("test-x.npy"),
            "--test-labels", File(labels)]);
        Assert.Equal(errors, report.GetProperty("test").GetProperty("errors").GetProperty("upper").GetInt32());
        JsonElement[] limits = [.. report.GetProperty("oracles").EnumerateArray()
            .Where(oracle => oracle.GetProperty("oracle").GetString()!.StartsWith("test/", StringComparison.Ordinal))];
        Assert.Equal(3, limits.Length);
        Assert.All(limits, limit =>
        {
            Assert.True(limit.GetProperty("applies").GetBoolean());
            Assert.Equal(errors, limit.GetProperty("inputs").GetProperty("k_err").GetInt32());
            Assert.Equal(360, limit.GetProperty("inputs").GetProperty("n").GetInt32());
        });
    }

    [Fact]
    public void Test_samples_that_do_not_fit_are_refused_in_one_line()
    {
        string model = File("mlp.onnx"), binary = File("binary.onnx");
        Assert.Contains("--test-data", Tool.Fail(2, ["bounds", model, "--test-labels", File("test-y.npy")]), StringComparison.Ordinal);
        Assert.Contains("--test-labels", Tool.Fail(2, ["bounds", model, "--test-data", File("test-x.npy")]), StringComparison.Ordinal);
        Assert.Contains("1437 labels", Tool.Fail(2, ["bounds", model, "--test-data", File("test-x.npy"), "--test-labels",
            File("train-y.npy")]), StringComparison.Ordinal);
        Assert.Contains("with one score", Tool.Fail(2, ["bounds", binary, "--test-data", File("test-x.npy"), "--test-labels",
            File("test-y.npy")]), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_data_as_test_data_are_noted_and_what_needs_samples_says_so()
    {
        string[] test = ["--test-data", File("test-x.npy"), "--test-labels", File("test-y-binary.npy")];
        string same = Tool.Run(["bounds", File("binary.onnx"), .. test, "--data", File("test-x.npy")]).Output;
        Assert.Contains("the test statements do not hold", same, StringComparison.Ordinal);
        string alone = Tool.Run(["bounds", File("binary.onnx"), .. test, "--why"]).Output;
        Assert.Contains("needs --samples or --data", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("the test statements do not hold", alone, StringComparison.Ordinal);
    }

    private static string File(string name) => Tool.Fixture(Folder + name);
}
