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
            "jacobian", "jacobian", Tool.Fixture("cnn.onnx"), "--data", Tool.Fixture("mixture-images.npy"), "--labels",
                Tool.Fixture("mixture-images-y.npy"), "--cutoff",
            expected.GetProperty("alignment").GetProperty("cnn.onnx").GetProperty("cutoff").GetRawText(), "--json");
        Assert.Equal([1500, 1791], report.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()));
        JsonElement values = report.GetProperty("singularValues"),
            top = expected.GetProperty("jacobian").GetProperty("cnn.onnx").GetProperty("top");
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
        string text = Tool.Run("jacobian", Tool.Fixture("mlp-biased.onnx"), "--data", x, "--labels", y, "--top", "3", "--early-stopping",
            "2").Output;
        Assert.Contains("    0.bias: ", text, StringComparison.Ordinal);
        Assert.Contains("sigma[3]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sigma[4]", text, StringComparison.Ordinal);
        Assert.Contains("labels y", text, StringComparison.Ordinal);
        Assert.Contains("residual f - y", text, StringComparison.Ordinal);
        Assert.Contains("(Gamma 2)", text, StringComparison.Ordinal);
        Assert.Contains("effective singular value ||Pi_I y||/||J_I^+ y||", text, StringComparison.Ordinal);
        Assert.Contains("B = sqrt(alpha^2 ||J_I^+ y||^2 + (Gamma/alpha)^2 ||J^T Pi_N y||^2) and D = B/alpha", text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("not held", text, StringComparison.Ordinal);
        string free = Tool.Run("jacobian", Tool.Fixture("mlp-biased.onnx"), "--data", x, "--labels", y, "--top", "3", "--early-stopping",
            "2", "--matrix-free").Output;
        Assert.Contains("not held         Ritz values of", free, StringComparison.Ordinal);
        Assert.Contains("labels y", free, StringComparison.Ordinal);
        string first = Tool.Run("jacobian", Tool.Fixture("mlp.npz"), "--data", x, "--activation", "relu", "--layers", "0,2,4,6",
            "--weights", "0.weight").Output;
        Assert.Contains("x 1280:", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        (string x, string y) = Small();
        string model = Tool.Fixture("mlp.onnx");
        string few = folder.WriteNpy("few.npy", [2], 0, 1), narrow = folder.WriteNpy("narrow.npy", [2, 3], 1, 2, 3, 4, 5, 6),
            five = folder.WriteNpy("five.npy", [1, 5], 1, 2, 3, 4, 5);
        Assert.Contains("same length", Tool.Fail(2, ["jacobian", model, "--data", x, "--labels", few]), StringComparison.Ordinal);
        Assert.Contains("takes 20", Tool.Fail(2, ["jacobian", model, "--data", narrow]), StringComparison.Ordinal);
        Assert.Contains("above the top singular value", Tool.Fail(2, ["jacobian", model, "--data", x, "--labels", y, "--cutoff", "1e6"]),
            StringComparison.Ordinal);
        Assert.Contains("--cutoff 0", Tool.Fail(2, ["jacobian", model, "--data", x, "--cutoff", "0"]), StringComparison.Ordinal);
        Assert.Contains("at least 1", Tool.Fail(2, ["jacobian", model, "--data", x, "--early-stopping", "1/2"]), StringComparison.Ordinal);
        Assert.Contains("'nowhere'", Tool.Fail(2, ["jacobian", model, "--data", x, "--weights", "nowhere"]), StringComparison.Ordinal);
        Assert.Contains("--activation", Tool.Fail(2, ["jacobian", Tool.Fixture("mlp.npz"), "--data", x, "--layers", "0,2,4,6"]),
            StringComparison.Ordinal);
        Assert.Contains("Tan", Tool.Fail(2, ["jacobian", Tool.Fixture("graph/unsupported-operator.onnx"), "--data", five]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_cutoff_inside_an_enclosure_is_undecided_and_says_which()
    {
        (string x, string y) = Small();
        JsonElement values = Tool.RunJson("jacobian", "jacobian", Tool.Fixture("mlp.onnx"), "--data", x, "--labels", y, "--top", "4",
            "--json").GetProperty("singularValues");
        Enclosed second = Enclosed.Read(values[1]);
        string middle = ((second.Lower + second.Upper) / Rational.Parse("2")).ToString();
        string[] arguments = ["jacobian", Tool.Fixture("mlp.onnx"), "--data", x, "--labels", y, "--top", "4", "--cutoff", middle];
        JsonElement report = Tool.RunJson("jacobian", [.. arguments, "--json"]);
        Assert.Contains("singular value 2 lies in", report.GetProperty("undecided").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("rank").ValueKind);
        Assert.Equal(1, Tool.Run([.. arguments, "--strict"]).ExitStatus);
    }

    [Fact]
    public void A_cutoff_that_was_not_given_is_said_to_be_chosen()
    {
        (string x, string y) = Small();
        string[] arguments = ["jacobian", Tool.Fixture("mlp.onnx"), "--data", x, "--labels", y, "--top"];
        JsonElement report = Tool.RunJson("jacobian", [.. arguments, "3", "--json"]);
        Assert.True(report.GetProperty("cutoffChosen").GetBoolean());
        string cutoff = report.GetProperty("cutoff").GetString()!;
        Assert.Contains("chosen here, between singular values 3 and 4, because --cutoff was not given",
            Tool.Run([.. arguments, "3"]).Output, StringComparison.Ordinal);
        Assert.Contains("chosen here, below the last singular value, 24, because", Tool.Run([.. arguments, "100"]).Output,
            StringComparison.Ordinal);
        Assert.False(Tool.RunJson("jacobian", [.. arguments, "3", "--cutoff", cutoff, "--json"]).GetProperty("cutoffChosen").GetBoolean());
        Assert.DoesNotContain("chosen", Tool.Run([.. arguments, "3", "--cutoff", cutoff]).Output, StringComparison.Ordinal);

        // Equal inputs give a Jacobian of lower rank: nothing separates its last singular values from 0.
        string twice = folder.WriteNpy("twice.npy", [2, 20], [.. Enumerable.Range(0, 40).Select(i => Math.Sin((i % 20) + 1.0))]);
        string[] flat = ["jacobian", Tool.Fixture("mlp.onnx"), "--data", twice];
        JsonElement none = Tool.RunJson("jacobian", [.. flat, "--json"]);
        Assert.Equal((JsonValueKind.Null, false), (none.GetProperty("cutoff").ValueKind, none.GetProperty("cutoffChosen").GetBoolean()));
        Assert.Contains("--cutoff was not given, and no cutoff separates singular value 8 from 0", Tool.Run(flat).Output,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// Every enclosure of the report is held to the digits asked for: what is short of them is listed with the digits that its printed ends
    /// share.
    /// </summary>
    [Fact]
    public void Strict_takes_every_enclosure_and_the_output_says_which_are_short()
    {
        (string x, string y) = Small();
        string[] arguments = ["jacobian", Tool.Fixture("mlp.onnx"), "--data", x, "--labels", y, "--top", "3", "--digits"];
        int[] digits = [.. Enumerable.Range(1, 15)];
        int[] strict = [.. digits.Where(d => Tool.Run([.. arguments, Number(d), "--strict"]).ExitStatus == 1)],
            singular = [.. digits.Where(d => Short(d).Any(name => name.StartsWith("singularValues", StringComparison.Ordinal)))];
        Assert.Equal(digits.Where(d => Short(d).Length > 0), strict);
        Assert.True(strict[0] < singular[0], $"{strict[0]} {singular[0]}"); // so the singular values alone would not have failed

        JsonElement report = Tool.RunJson("jacobian", [.. arguments, "15", "--json"]);
        JsonElement[] missing = [.. report.GetProperty("notReached").EnumerateArray()];
        string[] expected = ["frobenius", "singularValues[2]",
            .. new[] { "labels", "residual" }.SelectMany(of => report.GetProperty(of).EnumerateObject()
            .Where(member => member.Name != "norm").Select(member => $"{of}.{member.Name}"))];
        Assert.All(expected, name => Assert.Contains(name, missing.Select(Of)));
        Assert.All(missing, item =>
        {
            Enclosed value = Enclosed.Read(At(report, Of(item)));
            int have = item.GetProperty("digits").GetInt32();
            Assert.InRange(have, 0, 14);
            Assert.InRange((value.Upper - value.Lower).ToDouble(), 0, 1.1 * Math.Pow(10, -have) * value.Upper.ToDouble());
            Assert.True((value.Upper - value.Lower).ToDouble() > 0.9 * Math.Pow(10, -have - 1) * value.Upper.ToDouble());
        });
        int least = missing.Min(item => item.GetProperty("digits").GetInt32());
        ToolResult text = Tool.Run([.. arguments, "15", "--strict"]);
        Assert.Contains($"  digits           {least} of 15 asked for; fewer than asked for: ", text.Output, StringComparison.Ordinal);
        Assert.Contains($" and {missing.Length - 3} more\n", text.Output, StringComparison.Ordinal);
        Assert.StartsWith($"lowrank: --strict: digits {least} of 15 asked for; ", text.Error, StringComparison.Ordinal);
        Assert.Contains("  digits           2 of 2 asked for\n", Tool.Run([.. arguments, "2", "--strict"]).Output,
            StringComparison.Ordinal);

        string[] Short(int d) =>
            [.. Tool.RunJson("jacobian", [.. arguments, Number(d), "--json"]).GetProperty("notReached").EnumerateArray().Select(Of)];
    }

    /// <summary>
    /// Numbers that leave the doubles on the way are an error of this file: W = [1e-200], x = 1e200, so the score is 1 and the Jacobian's
    /// square is not finite.
    /// </summary>
    [Fact]
    public void Numbers_out_of_range_are_an_error_that_names_the_file()
    {
        string weights = folder.WriteNpy("tiny.npy", [1, 1], 1e-200), huge = folder.WriteNpy("huge.npy", [1, 1], 1e200);
        Assert.StartsWith($"lowrank: {weights}: ", Tool.Fail(2, ["jacobian", weights, "--data", huge]), StringComparison.Ordinal);
        Assert.StartsWith($"lowrank: {weights}: ", Tool.Fail(2, ["jacobian", weights, "--data", huge, "--matrix-free"]),
            StringComparison.Ordinal);
    }

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Of(JsonElement item) => item.GetProperty("of").GetString()!;

    private static JsonElement At(JsonElement report, string place) =>
        place.Split('.', '[')
        .Aggregate(report, (at, name) => name.EndsWith(']') ? at[int.Parse(name[..^1], System.Globalization.CultureInfo.InvariantCulture)]
        : at.GetProperty(name));

    private (string X, string Y) Small() =>
        (folder.WriteNpy("x.npy", [6, 20], [.. Enumerable.Range(0, 120).Select(i => Math.Sin((3 * i) + 1.0))]),
            folder.WriteNpy("y.npy", [6], 0, 1, 2, 3, 0, 1));
}
