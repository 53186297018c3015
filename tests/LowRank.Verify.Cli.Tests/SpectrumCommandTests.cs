using System.Text.Json;
using LowRank.Verify.Arithmetic;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

public sealed class SpectrumCommandTests : IDisposable
{
    // Golub and Reinsch 1970: singular values √1248, 20, √384, 0, 0.
    private static readonly double[] GolubReinsch =
    [
        22, 10, 2, 3, 7,
        14, 7, 10, 0, 8,
        -1, 13, -1, -11, 3,
        -3, -2, 13, -2, 4,
        9, 8, 1, -2, 4,
        9, 1, -7, 5, -1,
        2, -6, 6, 5, 1,
        4, 5, 0, -2, 2,
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Golub_Reinsch_matrix_has_its_known_spectrum()
    {
        string file = folder.WriteNpy("golub.npy", [8, 5], GolubReinsch);
        JsonElement tensor = Tool.RunJson("spectrum", "spectrum", file, "--json", "--p", "0,1/2,2").GetProperty("tensors")[0];
        Enclosed[] values = [.. tensor.GetProperty("singularValues").EnumerateArray().Select(Enclosed.Read)];
        long[] squares = [1248, 400, 384, 0, 0];
        for (int i = 0; i < 5; i++)
        {
            Rational square = Rational.Of((double)squares[i]);
            Assert.True(values[i].Lower * values[i].Lower <= square && square <= values[i].Upper * values[i].Upper, $"sigma[{i + 1}]");
            Assert.True(i > 2 || values[i].Width < values[0].Upper * Rational.Parse("1e-12"), $"width of sigma[{i + 1}]");
        }

        // Σσ² is the sum of the squared entries, 1248 + 400 + 384.
        JsonElement schatten = tensor.GetProperty("schatten");
        Assert.True(Enclosed.Read(schatten[2].GetProperty("sum")).Contains(Rational.Of(2032.0)));
        Assert.Equal(["0", "1/2", "2"], schatten.EnumerateArray().Select(sum => sum.GetProperty("p").GetString()));
        Assert.Equal([8, 5], tensor.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()));
        JsonElement rank = tensor.GetProperty("rank");
        Assert.True(rank.GetProperty("lower").GetInt32() <= 3 && rank.GetProperty("upper").GetInt32() >= 3);
    }

    /// <summary>
    /// Singular values √1248, 20, √384, 0, 0: two by products, the energy of the others, and sums between their extreme configurations.
    /// </summary>
    [Fact]
    public void Leading_values_and_what_the_energy_of_the_others_says()
    {
        string file = folder.WriteNpy("golub.npy", [8, 5], GolubReinsch);
        JsonElement tensor = Tool.RunJson("spectrum-top", "spectrum", file, "--json", "--top", "2", "--p", "1/2,1,2")
            .GetProperty("tensors")[0];
        Enclosed[] values = [.. tensor.GetProperty("singularValues").EnumerateArray().Select(Enclosed.Read)];
        Assert.Equal(2, values.Length);
        Assert.True(values[0].Lower * values[0].Lower <= Rational.Of(1248.0) && Rational.Of(1248.0) <= values[0].Upper * values[0].Upper);
        Assert.True(values[1].Contains(Rational.Of(20.0)) && values[1].Width < Rational.Parse("1e-10"));
        Enclosed tail = Enclosed.Read(tensor.GetProperty("tail"));
        Assert.True(tail.Contains(new Rational(384, 2032)) && tail.Width < Rational.Parse("1e-10"));
        JsonElement sums = tensor.GetProperty("schatten");
        Assert.InRange(Math.Pow(1248, 0.25) + Math.Sqrt(20) + Math.Pow(384, 0.25),
            Enclosed.Read(sums[0].GetProperty("sum")).Lower.ToDouble(), Enclosed.Read(sums[0].GetProperty("sum")).Upper.ToDouble());
        Assert.InRange(Math.Sqrt(1248) + 20 + Math.Sqrt(384), Enclosed.Read(sums[1].GetProperty("sum")).Lower.ToDouble(),
            Enclosed.Read(sums[1].GetProperty("sum")).Upper.ToDouble());
        Assert.True(Enclosed.Read(sums[2].GetProperty("sum")).Contains(Rational.Of(2032.0)));

        string text = Tool.Run("spectrum", file, "--top", "2").Output;
        Assert.Contains("sigma[2] ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sigma[3] ", text, StringComparison.Ordinal);
        Assert.Contains("of the energy ||A||_F^2 lies beyond sigma[2]", text, StringComparison.Ordinal);
        Assert.Equal(5, Tool.RunJson("spectrum-top", "spectrum", file, "--json", "--top", "9").GetProperty("tensors")[0].GetProperty("top")
            .GetInt32());
        string zero = folder.WriteNpy("zero.npy", [2, 3], 0, 0, 0, 0, 0, 0);
        Assert.Equal(JsonValueKind.Null,
            Tool.RunJson("spectrum-top", "spectrum", zero, "--json", "--top", "1").GetProperty("tensors")[0].GetProperty("tail").ValueKind);
        Assert.Contains("--p 0", Tool.Fail(2, ["spectrum", file, "--top", "2", "--p", "0,1"]), StringComparison.Ordinal);
        Assert.Contains("--width", Tool.Fail(2, ["spectrum", file, "--top", "2", "--width", "1e-3"]), StringComparison.Ordinal);
        Assert.Contains("--top 0", Tool.Fail(2, ["spectrum", file, "--top", "0"]), StringComparison.Ordinal);
        ToolResult strict = Tool.Run("spectrum", file, "--top", "2", "--digits", "30", "--strict");
        Assert.Equal(1, strict.ExitStatus);
        Assert.Contains("sigma[1] has", strict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tensor_of_a_file_has_as_many_values_as_its_shape_says()
    {
        JsonElement tensors = Tool.RunJson("spectrum", "spectrum", Tool.Fixture("mlp.npz"), "--json").GetProperty("tensors");
        Assert.Equal(4, tensors.GetArrayLength());
        foreach (JsonElement tensor in tensors.EnumerateArray())
        {
            int[] shape = [.. tensor.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
            Assert.Equal(shape.Min(), tensor.GetProperty("singularValues").GetArrayLength());
            Assert.Equal("float32", tensor.GetProperty("dtype").GetString());
            Enclosed spectral = Enclosed.Read(tensor.GetProperty("spectralNorm")),
                frobenius = Enclosed.Read(tensor.GetProperty("frobenius"));
            Assert.True(spectral.Lower <= frobenius.Upper && frobenius.Lower < spectral.Upper * Rational.Of((double)shape.Min()));
        }
    }

    [Fact]
    public void One_tensor_is_chosen_by_name_and_an_unknown_one_is_refused()
    {
        JsonElement all = Tool.RunJson("spectrum", "spectrum", Tool.Fixture("mlp.safetensors"), "--json");
        string name = all.GetProperty("tensors")[1].GetProperty("name").GetString()!;
        JsonElement one = Tool.RunJson("spectrum", "spectrum", Tool.Fixture("mlp.safetensors"), "--tensor", name, "--json");
        Assert.Equal(name, Assert.Single(one.GetProperty("tensors").EnumerateArray()).GetProperty("name").GetString());
        string line = Tool.Fail(2, ["spectrum", Tool.Fixture("mlp.safetensors"), "--tensor", "no-such-layer"]);
        Assert.Contains("no-such-layer", line, StringComparison.Ordinal);
        Assert.Contains(name, line, StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_that_are_not_reached_are_said_and_fail_under_strict_only()
    {
        // More digits than an unevaluated sum of doubles holds, and too large for rotations of any precision.
        const int Size = 66;
        string file = folder.WriteNpy("large.npy", [Size, Size], [.. Enumerable.Range(0, Size * Size).Select(i => Math.Sin(i * i % 1009))]);
        JsonElement tensor = Tool.RunJson("spectrum", "spectrum", file, "--digits", "700", "--p", "1", "--json").GetProperty("tensors")[0];
        Assert.InRange(tensor.GetProperty("digits").GetInt32(), 100, 699);
        Assert.NotEmpty(tensor.GetProperty("inTheWay").EnumerateArray());
        ToolResult strict = Tool.Run("spectrum", file, "--digits", "700", "--p", "1", "--strict");
        Assert.Equal(1, strict.ExitStatus);
        Assert.Contains("in the way       sigma[1..66]", strict.Output, StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run("spectrum", file, "--digits", "3", "--p", "1", "--strict").ExitStatus);
    }

    [Fact]
    public void A_width_is_reached_by_every_norm_and_sum()
    {
        const int Size = 40;
        string file = folder.WriteNpy("dense.npy", [Size, Size], [.. Enumerable.Range(0, Size * Size).Select(i => Math.Cos(i * i % 499))]);
        JsonElement tensor = Tool.RunJson("spectrum", "spectrum", file, "--width", "1e-25", "--p", "1/20,1,2", "--json")
            .GetProperty("tensors")[0];
        Rational width = Rational.Parse("1e-25");
        Assert.True(tensor.GetProperty("reached").GetBoolean());
        Assert.All(tensor.GetProperty("schatten").EnumerateArray(),
            sums => Assert.True(Enclosed.Read(sums.GetProperty("sum")).Width <= width));
        Assert.True(Enclosed.Read(tensor.GetProperty("spectralNorm")).Width <= width);
        Assert.Contains("exclude", Tool.Fail(2, ["spectrum", file, "--width", "1e-9", "--digits", "9"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--p", "-0.5", "-0.5")]
    [InlineData("--p", "nan", "nan")]
    [InlineData("--p", "0,NaN", "NaN")]
    [InlineData("--p", "1,,2", "--p")]
    [InlineData("--digits", "0", "--digits 0")]
    [InlineData("--digits", "1e3", "--digits 1e3")]
    [InlineData("--width", "0", "--width 0")]
    [InlineData("--width", "thin", "--width thin")]
    public void Bad_option_is_named(string option, string value, string named)
    {
        string file = folder.WriteNpy("golub.npy", [8, 5], GolubReinsch);
        Assert.Contains(named, Tool.Fail(2, ["spectrum", file, option, value]), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_a_pipe_is_plain_whatever_the_terminal_claims()
    {
        string file = folder.WriteNpy("golub.npy", [8, 5], GolubReinsch);
        ToolResult result = Tool.Run(
            ["spectrum", file],
            environment: new Dictionary<string, string> { ["TERM"] = "xterm-256color", ["COLORTERM"] = "truecolor",
                ["GITHUB_ACTIONS"] = "true", ["FORCE_COLOR"] = "1" });
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.DoesNotContain('\r', result.Output);
        Assert.Contains("spectral norm    [35.3270434653", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Reshaped_tensor_says_of_which_matrix_its_spectrum_is()
    {
        using TemporaryFolder folder = new();
        string path = folder.WriteNpy("kernel.npy", [2, 2, 1, 2], 1, 0, 0, 0, 0, 3, 0, 0);
        JsonElement tensor = Tool.RunJson("spectrum", "spectrum", path, "--json").GetProperty("tensors")[0];
        Assert.Equal([2, 4], tensor.GetProperty("matrix").EnumerateArray().Select(extent => extent.GetInt32()));
        string note = tensor.GetProperty("note").GetString()!;
        Assert.Contains("2 x 4", note, StringComparison.Ordinal);
        Assert.Contains("none is the operator norm of the convolution", note, StringComparison.Ordinal);
        Assert.Contains(note, Tool.Run("spectrum", path).Output, StringComparison.Ordinal);
        JsonElement plain = Tool.RunJson("spectrum", "spectrum", folder.WriteNpy("plain.npy", [1, 2], 1, 2), "--json")
            .GetProperty("tensors")[0];
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("note").ValueKind);
        Assert.Equal([1, 2], plain.GetProperty("matrix").EnumerateArray().Select(extent => extent.GetInt32()));
    }

    [Theory]
    [InlineData(",")]
    [InlineData("")]
    [InlineData("1,,2")]
    public void Missing_exponent_quotes_what_was_typed(string typed)
    {
        using TemporaryFolder folder = new();
        Assert.Contains($"--p '{typed}'", Tool.Fail(2, ["spectrum", folder.WriteNpy("a.npy", [1, 1], 1), "--p", typed]),
            StringComparison.Ordinal);
    }
}
