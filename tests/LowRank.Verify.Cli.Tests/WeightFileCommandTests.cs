using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LowRank.Verify.Arithmetic;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>
/// What <c>spectrum</c> and <c>bounds</c> say of files that hold weights only. Expected values are mpmath's, at 400 digits.
/// </summary>
public sealed class WeightFileCommandTests : IDisposable
{
    private static readonly float[] Down = [.5f, -.25f, 1, .75f, 0, .5f, -.5f, 1, .25f, -.75f, .25f, -1],
        Up = [1, .5f, -.25f, .75f, .5f, -1, .25f, .25f, .75f, 0];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_adapter_has_a_row_for_its_product_with_the_factor_beside_it()
    {
        folder.Write("adapter_config.json", """{"r":2,"lora_alpha":16,"use_rslora":true}""");
        string file = Safetensors("a.safetensors", ("l.q_proj.lora_A.weight", "F32", "2,6", Floats(Down)),
            ("l.q_proj.lora_B.weight", "F32", "5,2", Floats(Up)));
        JsonElement report = Tool.RunJson("spectrum", "spectrum", file, "--p", "1", "--json");
        JsonElement row = Assert.Single(report.GetProperty("tensors").EnumerateArray());
        Assert.Equal("l.q_proj", row.GetProperty("name").GetString());
        Assert.True(Enclosed.Read(row.GetProperty("spectralNorm")).AgreesWith("31.75500799256282"));
        Assert.True(Enclosed.Read(row.GetProperty("singularValues")[1]).AgreesWith("16.29783627946580"));
        Assert.Equal((2, 15), (row.GetProperty("rank").GetProperty("upper").GetInt32(), row.GetProperty("digits").GetInt32()));
        Assert.Contains("16/sqrt(2)", row.GetProperty("note").GetString(), StringComparison.Ordinal);
        string line = Tool.Fail(2, ["bounds", file, "--samples", "10"]);
        Assert.Contains("updates of a model", line, StringComparison.Ordinal);
        Assert.Contains("leave out --top", Tool.Fail(2, ["spectrum", file, "--top", "1"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_asked_for_is_read_whatever_stands_beside_it()
    {
        byte[] w = Floats(3, 0, 0, 0, 4, 0);
        string file = Safetensors("odd.safetensors", ("w", "F32", "2,3", w), ("mask", "F32", "1,2", Floats(0, float.NegativeInfinity)),
            ("ids", "I64", "2", [.. BitConverter.GetBytes((1L << 53) + 1), .. BitConverter.GetBytes(5L)]), ("cache", "F32", "0,4", []),
            ("z", "C64", "1", new byte[8]), ("new", "F5", "3", new byte[7]), ("counts", "I32", "1,2", new byte[8]));
        string text = Tool.Run("spectrum", file, "--p", "1").Output;
        Assert.StartsWith("w  2 x 3  float32", text, StringComparison.Ordinal);
        foreach (string line in new[]
        {
            "left out: mask [1, 2], entry [0, 1] is infinite", "left out: ids [2], entry [0] is 9007199254740993, an integer",
            "left out: cache [0, 4], the matrix is empty", "left out: z [1], its entries are complex",
            "left out: new [3], unknown dtype 'F5'",
            "left out: counts [1, 2], its type is int32",
        })
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }

        Assert.Equal(0, Tool.Run("spectrum", file, "--tensor", "w").ExitStatus);
        Assert.Contains("'mask'", Tool.Fail(2, ["spectrum", file, "--tensor", "mask"]), StringComparison.Ordinal);
        Assert.Contains("storage rank     none: its entries are integers", Tool.Run("spectrum", file, "--tensor", "counts").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Members_of_an_archive_that_are_no_arrays_are_named()
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in new[] { ("w.npy", File.ReadAllBytes(folder.WriteNpy("w.npy", [2, 2], 3, 0, 0, 4))),
                ("meta.json", "{}"u8.ToArray()), ("names.npy", Header("<U1", new byte[4])), ("config.npy", Header("|O", [1, 2])) })
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        string file = folder.Write("a.npz", stream.ToArray());
        JsonElement skipped = Tool.RunJson("spectrum", "spectrum", file, "--json").GetProperty("skipped");
        Assert.Equal(["meta.json", "names", "config"], skipped.EnumerateArray().Select(t => t.GetProperty("name").GetString()));
        Assert.Contains("holds text", skipped[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_have_no_order_until_one_is_stated()
    {
        string file = Safetensors("a.safetensors", ("k.weight", "F32", "2,2", Floats(1, 2, 3, 4)),
            ("q.weight", "F32", "2,2", Floats(1, 0, 0, 1)));
        string line = Tool.Fail(2, ["bounds", file, "--samples", "10"]);
        Assert.Contains("--layers first,second,.. (there are: k, q)", line, StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run("bounds", file, "--samples", "10", "--layers", "q,k").ExitStatus);
        Assert.Contains("no layer 'v'", Tool.Fail(2, ["bounds", file, "--samples", "10", "--layers", "q,v"]), StringComparison.Ordinal);
        Assert.Contains("a name is missing", Tool.Fail(2, ["bounds", file, "--samples", "10", "--layers", "q,,k"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_are_one_file_and_a_missing_one_is_named()
    {
        Safetensors("m-1.safetensors", ("fc1.weight", "F32", "2,2", Floats(3, 0, 0, 4)));
        string second = Safetensors("m-2.safetensors", ("fc2.weight", "F32", "1,2", Floats(1, 2)));
        folder.Write("m.safetensors.index.json", """{"weight_map":{"fc1.weight":"m-1.safetensors","fc2.weight":"m-2.safetensors"}}""");
        string text = Tool.Run("spectrum", folder.Location).Output;
        Assert.Contains("fc1.weight  2 x 2", text, StringComparison.Ordinal);
        Assert.Contains("spectral norm    [2.23606797749978969, 2.2360679774997897]", text, StringComparison.Ordinal);
        File.Delete(second);
        Assert.Contains("shard 'm-2.safetensors' is missing", Tool.Fail(2, ["spectrum", folder.Location]), StringComparison.Ordinal);
        folder.Write("m.safetensors.index.json", """{"weight_map":{"fc2.weight":"m-1.safetensors"}}""");
        Assert.Contains("tensor 'fc2.weight'", Tool.Fail(2, ["spectrum", folder.Location]), StringComparison.Ordinal);
        folder.Write("m.safetensors.index.json", """{"weight_map":{"fc2.weight":"../m-1.safetensors"}}""");
        Assert.Contains("no file beside the index", Tool.Fail(2, ["spectrum", folder.Location]), StringComparison.Ordinal);
    }

    [Fact]
    public void Precision_rises_until_small_values_have_their_digits()
    {
        string rows = folder.WriteNpy("rows.npy", [8, 8], [.. Enumerable.Range(0, 64).Select(at => Entry(at / 8, at % 8))]);
        JsonElement report = Tool.RunJson("spectrum", "spectrum", rows, "--p", "0.1", "--json").GetProperty("tensors")[0];
        Assert.Equal((15, true), (report.GetProperty("digits").GetInt32(), report.GetProperty("reached").GetBoolean()));
        Assert.True(Enclosed.Read(report.GetProperty("schatten")[0].GetProperty("sum")).AgreesWith("1.66269001188919"));
        string two = folder.WriteNpy("two.npy", [2, 2], 1e60, 1, 1, 2e-60);
        report = Tool.RunJson("spectrum", "spectrum", two, "--p", "0.1", "--digits", "40", "--json").GetProperty("tensors")[0];
        Assert.True(report.GetProperty("reached").GetBoolean());
        Assert.True(Enclosed.Read(report.GetProperty("schatten")[0].GetProperty("sum")).AgreesWith("1000000.0000009999949387135297"));

        static double Entry(int i, int j) => double.Parse("1e" + (-4 * i).ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture)
            * ((i == j ? 1 : 0) + ((((7 * i) + (3 * j)) % 11) - 5) / 16.0);
    }

    [Theory]
    [InlineData("2.0300297616411442111e308", 1e308, 1e308, 1e308, -1.7e308)]
    [InlineData("1.7875462993272981316e-323", 5e-324, 1e-323, 1.5e-323, 5e-324)]
    public void Leading_values_at_the_ends_of_the_range_of_doubles(string expected, double a, double b, double c, double d)
    {
        string file = folder.WriteNpy("end.npy", [2, 2], a, b, c, d);
        JsonElement row = Tool.RunJson("spectrum-top", "spectrum", file, "--top", "1", "--p", "1", "--json").GetProperty("tensors")[0];
        Enclosed value = Enclosed.Read(row.GetProperty("singularValues")[0]);
        Rational sigma = Rational.Parse(expected), slack = sigma * Rational.Parse("1e-13");
        Assert.True(sigma - slack <= value.Lower && value.Upper <= sigma + slack, $"{value}");
        Assert.InRange(row.GetProperty("digits").GetInt32(), 12, 15);
    }

    [Fact]
    public void A_checkpoint_of_torch_is_read_by_its_key()
    {
        string two = Tool.Fixture("torch/two.ckpt");
        Assert.Contains("--key ema, or model", Tool.Fail(2, ["spectrum", two]), StringComparison.Ordinal);
        Assert.Contains("0.weight  4 x 3  float32", Tool.Run("spectrum", two, "--key", "ema").Output, StringComparison.Ordinal);
        ToolResult bounds = Tool.Run("bounds", two, "--key", "model", "--layers", "0,2", "--activation", "relu",
            "--samples", "9");
        Assert.Equal((0, string.Empty), (bounds.ExitStatus, bounds.Error));
        Assert.Contains("note: " + Tool.Fixture("torch/checkpoint.ckpt") + ": 'model' is the member",
            Tool.Run("spectrum", Tool.Fixture("torch/checkpoint.ckpt")).Output, StringComparison.Ordinal);
    }

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Header(string descr, byte[] data)
    {
        byte[] text = Encoding.ASCII.GetBytes($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (1,), }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. data];
    }

    private string Safetensors(string name, params (string Name, string Type, string Shape, byte[] Bytes)[] tensors)
    {
        int at = 0;
        string[] entries = [.. tensors.Select(t =>
            $"\"{t.Name}\":{{\"dtype\":\"{t.Type}\",\"shape\":[{t.Shape}],\"data_offsets\":[{at},{at += t.Bytes.Length}]}}")];
        byte[] header = Encoding.UTF8.GetBytes("{" + string.Join(',', entries) + "}");
        return folder.Write(name, [.. BitConverter.GetBytes((long)header.Length), .. header, .. tensors.SelectMany(t => t.Bytes)]);
    }
}
