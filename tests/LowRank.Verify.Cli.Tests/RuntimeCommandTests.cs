using System.Text.Json;
using LowRank.Verify.Arithmetic;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary><c>--runtime</c> of bounds and jacobian: what ONNX Runtime makes of a file, beside numbers that do not depend on it.</summary>
public sealed class RuntimeCommandTests : IDisposable
{
    /// <summary>A hundred roundings to float32.</summary>
    private const double SinglePrecision = 1e-5;

    private static readonly Dictionary<string, string> WithoutRuntime = new() { ["LOWRANK_ONNXRUNTIME"] = "none" };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Default_level_rounds_the_activations_of_int8_weights_and_the_margins_pay_for_it()
    {
        JsonElement rounded = Bounds("mlp-qdq.onnx").GetProperty("comparison"),
            exact = Bounds("mlp-qdq.onnx", "--ort-level", "disable").GetProperty("comparison");
        double difference = Upper(rounded, "difference");
        Assert.InRange(Upper(rounded, "relative"), 10 * SinglePrecision, 0.05);
        Assert.InRange(Upper(exact, "relative"), 0, SinglePrecision);
        Assert.InRange(double.Parse(rounded.GetProperty("marginChange").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            2 * difference, 2.001 * difference);
        Assert.Equal(1000, rounded.GetProperty("samples").GetInt32());
        Assert.Equal("float32", rounded.GetProperty("precision").GetString());
        Assert.False(rounded.GetProperty("inputsRounded").GetBoolean());
        Assert.True(rounded.GetProperty("certified").GetBoolean());
        (int below, int with) = (Lower(Report("mlp-qdq.onnx").GetProperty("data").GetProperty("margins"), "below"),
            Lower(rounded, "belowWithChange"));
        Assert.True(below < with, $"{below} samples have a margin of at most gamma, {with} of at most gamma + 2d");
    }

    [Fact]
    public void Float_network_is_reproduced_to_float32_at_the_default_level()
    {
        JsonElement runtime = Bounds("mlp.onnx");
        Assert.Equal("default", runtime.GetProperty("level").GetString());
        Assert.InRange(Upper(runtime.GetProperty("comparison"), "relative"), 0, SinglePrecision);
        Assert.Equal(0, Lower(runtime.GetProperty("comparison"), "changedClasses"));
    }

    [Fact]
    public void Jacobian_prints_the_same_comparison()
    {
        string x = folder.WriteNpy("x.npy", [2, 20], [.. Enumerable.Range(0, 40).Select(i => Math.Sin(i))]);
        JsonElement runtime = Tool.RunJson("jacobian", "jacobian", Tool.Fixture("mlp-qdq.onnx"), "--data", x, "--top", "2", "--runtime",
            "--ort-level", "basic", "--json").GetProperty("runtime");
        Assert.Equal(("basic", "cpu"), (runtime.GetProperty("level").GetString(), runtime.GetProperty("provider").GetString()));
        Assert.InRange(Upper(runtime.GetProperty("comparison"), "relative"), 0, SinglePrecision);
        Assert.True(runtime.GetProperty("comparison").GetProperty("inputsRounded").GetBoolean());
        string text = Tool.Run("jacobian", Tool.Fixture("mlp-qdq.onnx"), "--data", x, "--top", "2", "--runtime").Output;
        Assert.Contains("default optimisation level, provider cpu, in float32; the data is rounded to that first", text,
            StringComparison.Ordinal);
        Assert.Contains("changed classes  ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_file_costs_its_own_section_only()
    {
        string[] arguments = ["bounds", Tool.Fixture("cnn-float64.onnx"), "--data", Tool.Fixture("mixture-images.npy")];
        ToolResult with = Tool.Run([.. arguments, "--runtime"]), without = Tool.Run(arguments);
        Assert.Equal((0, string.Empty, 0), (with.ExitStatus, with.Error, without.ExitStatus));
        string[] lines = with.Output.Split('\n');
        int start = Array.IndexOf(lines, "ONNX Runtime");
        string reason = Assert.Single(lines, line => line.StartsWith("  not run ", StringComparison.Ordinal));
        Assert.Contains("'convolution'", reason, StringComparison.Ordinal);
        Assert.Contains("float64", reason, StringComparison.Ordinal);
        Assert.Equal(without.Output, string.Join('\n', lines.Take(start).Concat(lines.Skip(start + 4))));
    }

    [Fact]
    public void Nothing_of_its_log_reaches_standard_error()
    {
        string x = folder.WriteNpy("x.npy", [1, 5], 1, 2, 3, 4, 5);
        ToolResult result = Tool.Run("bounds", Tool.Fixture(Path.Combine("graph", "unused-initializer.onnx")), "--data", x, "--runtime");
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.Contains("difference d ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_before_a_final_softmax_are_compared()
    {
        string x = folder.WriteNpy("x.npy", [1, 5], 1, 2, 3, 4, 5);
        JsonElement report = Tool.RunJson("bounds", "bounds", Tool.Fixture(Path.Combine("graph", "softmax-last.onnx")), "--data", x,
            "--runtime", "--json");
        Assert.InRange(Upper(report.GetProperty("runtime").GetProperty("comparison"), "relative"), 0, SinglePrecision);
    }

    [Fact]
    public void Without_the_native_library_everything_else_works_and_doctor_says_so()
    {
        string[] arguments = ["bounds", Tool.Fixture("mlp.onnx"), "--samples", "1000"];
        Assert.Equal(Tool.Run(arguments).Output, Tool.Run(arguments, environment: WithoutRuntime).Output);
        ToolResult result = Tool.Run(["bounds", Tool.Fixture("mlp.onnx"), "--data", Tool.Fixture("mixture-x.npy"), "--runtime"],
            environment: WithoutRuntime);
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.Contains("not run          ONNX Runtime is hidden by LOWRANK_ONNXRUNTIME", result.Output, StringComparison.Ordinal);
        Assert.Contains("hidden by LOWRANK_ONNXRUNTIME", Tool.Run(["doctor"], environment: WithoutRuntime).Output,
            StringComparison.Ordinal);
        string text = folder.Write("text.so", "no library");
        Assert.Contains(text, Tool.Run(["doctor"], environment: new Dictionary<string, string> { ["LOWRANK_ONNXRUNTIME"] = text }).Output,
            StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+ \(.*CPUExecutionProvider.*\)$",
            Tool.RunJson("doctor", "doctor", "--json").GetProperty("onnxRuntime").GetString());
    }

    [Fact]
    public void Native_library_lies_beside_the_tool_for_this_platform_alone()
    {
        string[] natives = [.. Directory.GetFiles(AppContext.BaseDirectory, "*onnxruntime*", SearchOption.AllDirectories)
            .Where(file => file.Contains("runtimes", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(AppContext.BaseDirectory, file).Split(Path.DirectorySeparatorChar)[1])];
        Assert.Single(natives.Distinct());
    }

    [Theory]
    [InlineData("--runtime as well", "--data", "mixture-x.npy", "--ort-level", "basic")]
    [InlineData("--runtime as well", "--data", "mixture-x.npy", "--ort-provider", "cpu")]
    [InlineData("disable, basic, extended or all", "--data", "mixture-x.npy", "--runtime", "--ort-level", "99")]
    [InlineData("cpu or cuda", "--data", "mixture-x.npy", "--runtime", "--ort-provider", "gpu")]
    [InlineData("--data x.npy", "--samples", "1000", "--runtime")]
    public void Slips_are_named(string expected, params string[] options) =>
        Assert.Contains(expected,
            Tool.Fail(2, ["bounds", Tool.Fixture("mlp.onnx"),
            .. options.Select(option => option.EndsWith(".npy", StringComparison.Ordinal) ? Tool.Fixture(option) : option)]),
            StringComparison.Ordinal);

    [Fact]
    public void File_of_another_kind_is_not_run() =>
        Assert.Contains("runs .onnx files",
            Tool.Fail(2, ["bounds", Tool.Fixture("mlp.npz"), "--activation", "relu", "--data", Tool.Fixture("mixture-x.npy"), "--runtime"]),
            StringComparison.Ordinal);

    private static JsonElement Report(string model, params string[] options) => Tool.RunJson(
        "bounds", ["bounds", Tool.Fixture(model), "--data", Tool.Fixture("mixture-x.npy"), "--labels", Tool.Fixture("mixture-y.npy"),
            "--margin", "6", "--runtime", "--json", .. options]);

    private static JsonElement Bounds(string model, params string[] options) => Report(model, options).GetProperty("runtime");

    private static double Upper(JsonElement parent, string name) => Enclosed.Read(parent.GetProperty(name)).Upper.ToDouble();

    private static int Lower(JsonElement parent, string name) => parent.GetProperty(name).GetProperty("lower").GetInt32();
}
