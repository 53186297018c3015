using System.Globalization;
using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary><c>compress</c>: what it certifies is what the file and the data alone give, and what does not fit is one line.</summary>
public sealed class CompressCommandTests : IDisposable
{
    private const int Samples = 400;
    private readonly TemporaryFolder folder = new();
    private readonly string x, y;

    // The class is the place of the larger of two entries: one row of weights 1, -1 makes no error.
    public CompressCommandTests()
    {
        Random random = new(4);
        double[] values = [.. Enumerable.Range(0, 2 * Samples).Select(_ => random.Next(1000) / 8.0)];
        x = folder.WriteNpy("x.npy", [Samples, 2], [.. values.Select((v, i) => i % 2 == 0 && v == values[i + 1] ? v + 1 : v)]);
        y = folder.WriteNpy("y.npy", [Samples], [.. Enumerable.Range(0, Samples)
            .Select(i => values[2 * i] >= values[(2 * i) + 1] ? 0.0 : 1.0)]);
    }

    public void Dispose() => folder.Dispose();

    private string At(string name) => Path.Combine(folder.Location, name);

    [Theory]
    [InlineData("network")]
    [InlineData("samples")]
    public void A_file_is_certified_alike_when_it_is_made_and_when_it_is_checked(string kind)
    {
        string file = At(kind + ".lrz");
        string[] data = ["--data", x, "--labels", y, "--hold-out", "0.2", "--json"];
        JsonElement made = Tool.RunJson("compress", ["compress", "--out", file, "--kind", kind, "--budget", "2", .. data]);
        JsonElement again = Tool.RunJson("compress", ["compress", "--check", file, .. data]);
        Assert.Equal(made.GetRawText(), again.GetRawText());
        JsonElement code = made.GetProperty("code"), limit = code.GetProperty("limit");
        Assert.Equal(320, code.GetProperty("samples").GetInt32());
        Assert.Equal(80, made.GetProperty("test").GetProperty("samples").GetInt32());
        if (code.GetProperty("errors").GetInt32() == 0 && kind == "network")
        {
            // No error: 1 - (delta 2^-l)^(1/n), in closed form.
            double expected = 1 - Math.Exp((Math.Log(0.05) - (code.GetProperty("bits").GetInt32() * Math.Log(2))) / 320);
            Assert.Equal(expected, double.Parse(limit.GetProperty("upper").GetString()!, CultureInfo.InvariantCulture), 1e-12);
        }

        Assert.True(double.Parse(limit.GetProperty("upper").GetString()!, CultureInfo.InvariantCulture) < 0.5);
        Assert.Contains("one half", Tool.Run(["compress", "--check", file, .. data[..^1]]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_one_line()
    {
        string file = At("net.lrz");
        Assert.Equal(0, Tool.Run("compress", "--data", x, "--labels", y, "--out", file, "--map", "identity", "--budget", "1").ExitStatus);
        byte[] bytes = File.ReadAllBytes(file);
        string wide = folder.WriteNpy("wide.npy", [2, 3], 1, 2, 3, 4, 5, 6), two = folder.WriteNpy("two.npy", [2], 0, 1),
            third = folder.WriteNpy("third.npy", [Samples], [.. Enumerable.Repeat(2.0, Samples)]);
        string Check(string path, string data, string labels, params string[] more) =>
            Tool.Fail(2, ["compress", "--check", path, "--data", data, "--labels", labels, .. more]);
        Assert.Contains("3 entries", Check(file, wide, two), StringComparison.Ordinal);
        Assert.Contains("not a class from 0 to 1", Check(file, x, third), StringComparison.Ordinal);
        Assert.Contains("400 samples", Check(file, x, two), StringComparison.Ordinal);
        Assert.Contains("between 0 and 1", Check(file, x, y, "--delta", "1"), StringComparison.Ordinal);
        Assert.Contains("between 0 and 1", Check(file, x, y, "--delta", "0"), StringComparison.Ordinal);
        Assert.Contains("none.lrz", Check(At("none.lrz"), x, y), StringComparison.Ordinal);
        File.WriteAllBytes(At("long.lrz"), [.. bytes, 0]);
        Assert.Contains("longer than its word", Check(At("long.lrz"), x, y), StringComparison.Ordinal);
        File.WriteAllBytes(At("cut.lrz"), bytes[..^2]);
        Assert.Contains("cut.lrz", Check(At("cut.lrz"), x, y), StringComparison.Ordinal);
        string[] own = ["compress", "--data", x, "--labels", y];
        Assert.Contains("--out", Tool.Fail(2, own), StringComparison.Ordinal);
        Assert.Contains("--map sobel", Tool.Fail(2, [.. own, "--out", file, "--map", "sobel"]), StringComparison.Ordinal);
        Assert.Contains("--hold-out 0", Tool.Fail(2, [.. own, "--out", file, "--hold-out", "0"]), StringComparison.Ordinal);
        Assert.Contains("--test-labels", Tool.Fail(2, [.. own, "--out", file, "--test-data", x]), StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }
}
