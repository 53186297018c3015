using System.Text.Json;
using LowRank.Verify.Arithmetic;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

public sealed class JacobianCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Fifty_singular_values_of_the_image_network_are_certified_with_their_index()
    {
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(Tool.Fixture("execution.json"))).RootElement;
        JsonElement report = Tool.RunJson(
            "jacobian", "jacobian", Tool.Fixture("cnn.onnx"), "--data", Tool.Fixture("mixture-images.npy"), "--labels", Tool.Fixture("mixture-images-y.npy"), "--cutoff",
            expected.GetProperty("alignment").GetProperty("cnn.onnx").GetProperty("cutoff").GetRawText(), "--json");
        Assert.Equal([1500, 1791], report.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()));
        JsonElement values = report.GetProperty("singularValues"), top = expected.GetProperty("jacobian").GetProperty("cnn.onnx").GetProperty("top");
        Assert.Equal(50, values.GetArrayLength());
        for (int i = 0; i < 50; i++)
        {
            Enclosed value = Enclosed.Read(values[i]);
            Assert.Equal(top[i].GetDouble(), value.Lower.ToDouble(), 1e-9);
            Assert.True(value.Width < Rational.Parse("1e-8"), $"{i}");
        }

        Assert.Equal(20, report.GetProperty("rank").GetInt32());
        JsonElement labels = expected.GetProperty("alignment").GetProperty("cnn.onnx").GetProperty("labels");
        double scaled = labels.GetProperty("information").GetDouble() / labels.GetProperty("norm").GetDouble();
        Assert.Equal(scaled, Enclosed.Read(report.GetProperty("labels").GetProperty("scaledInformation")).Lower.ToDouble(), 1e-7);
        Assert.InRange(report.GetProperty("error").GetDouble(), 0, 1e-8);
        Assert.Contains("unit length", report.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_names_the_weights_and_the_two_spaces()
    {
        (string x, string y) = Small();
        string text = Tool.Run("jacobian", Tool.Fixture("mlp-biased.onnx"), "--data", x, "--labels", y, "--top", "3", "--early-stopping", "2").Output;
        Assert.Contains("    0.bias: ", text, StringComparison.Ordinal);
        Assert.Contains("sigma[3]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sigma[4]", text, StringComparison.Ordinal);
        Assert.Contains("labels y", text, StringComparison.Ordinal);
        Assert.Contains("residual f - y", text, StringComparison.Ordinal);
        Assert.Contains("(Gamma 2)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not held", text, StringComparison.Ordinal);
        string free = Tool.Run("jacobian", Tool.Fixture("mlp-biased.onnx"), "--data", x, "--labels", y, "--top", "3", "--early-stopping", "2", "--matrix-free").Output;
        Assert.Contains("not held         Ritz values of", free, StringComparison.Ordinal);
        Assert.Contains("labels y", free, StringComparison.Ordinal);
        string first = Tool.Run("jacobian", Tool.Fixture("mlp.npz"), "--data", x, "--activation", "relu", "--weights", "0.weight").Output;
        Assert.Contains("x 1280:", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        (string x, string y) = Small();
        string model = Tool.Fixture("mlp.onnx");
        string few = folder.WriteNpy("few.npy", [2], 0, 1), narrow = folder.WriteNpy("narrow.npy", [2, 3], 1, 2, 3, 4, 5, 6), five = folder.WriteNpy("five.npy", [1, 5], 1, 2, 3, 4, 5);
        Assert.Contains("same length", Tool.Fail(2, ["jacobian", model, "--data", x, "--labels", few]), StringComparison.Ordinal);
        Assert.Contains("takes 20", Tool.Fail(2, ["jacobian", model, "--data", narrow]), StringComparison.Ordinal);
        Assert.Contains("above the top singular value", Tool.Fail(2, ["jacobian", model, "--data", x, "--labels", y, "--cutoff", "1e6"]), StringComparison.Ordinal);
        Assert.Contains("--cutoff 0", Tool.Fail(2, ["jacobian", model, "--data", x, "--cutoff", "0"]), StringComparison.Ordinal);
        Assert.Contains("at least 1", Tool.Fail(2, ["jacobian", model, "--data", x, "--early-stopping", "1/2"]), StringComparison.Ordinal);
        Assert.Contains("'nowhere'", Tool.Fail(2, ["jacobian", model, "--data", x, "--weights", "nowhere"]), StringComparison.Ordinal);
        Assert.Contains("--activation", Tool.Fail(2, ["jacobian", Tool.Fixture("mlp.npz"), "--data", x]), StringComparison.Ordinal);
        Assert.Contains("Erf", Tool.Fail(2, ["jacobian", Tool.Fixture("graph/unsupported-operator.onnx"), "--data", five]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cutoff_inside_an_enclosure_is_undecided_and_says_which()
    {
        (string x, string y) = Small();
        JsonElement values = Tool.RunJson("jacobian", "jacobian", Tool.Fixture("mlp.onnx"), "--data", x, "--labels", y, "--top", "4", "--json").GetProperty("singularValues");
        Enclosed second = Enclosed.Read(values[1]);
        string middle = ((second.Lower + second.Upper) / Rational.Parse("2")).ToString();
        string[] arguments = ["jacobian", Tool.Fixture("mlp.onnx"), "--data", x, "--labels", y, "--top", "4", "--cutoff", middle];
        JsonElement report = Tool.RunJson("jacobian", [.. arguments, "--json"]);
        Assert.Contains("singular value 2 lies in", report.GetProperty("undecided").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("rank").ValueKind);
        Assert.Equal(1, Tool.Run([.. arguments, "--strict"]).ExitStatus);
    }

    private (string X, string Y) Small() =>
        (folder.WriteNpy("x.npy", [6, 20], [.. Enumerable.Range(0, 120).Select(i => Math.Sin((3 * i) + 1.0))]), folder.WriteNpy("y.npy", [6], 0, 1, 2, 3, 0, 1));
}
