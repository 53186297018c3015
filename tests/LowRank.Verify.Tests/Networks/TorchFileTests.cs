using System.Text.Json;
using LowRank.Verify.Networks;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

public sealed class TorchFileTests : IDisposable
{
    private static readonly byte[] Six = NpyBytes.Floats(1, 2, 3, 4, 5, 6);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_of_torch_have_the_spectra_of_its_own_numbers()
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Fixture("expected.json")));
        Dictionary<string, StoredFile> files = [];
        int checkedValues = 0;
        foreach (JsonProperty matrix in expected.RootElement.EnumerateObject())
        {
            string[] words = matrix.Name.Split(' ');
            if (!files.TryGetValue(string.Join(' ', words[..^1]), out StoredFile? file))
            {
                files[string.Join(' ', words[..^1])] = file =
                    NetworkReader.Read(Fixture(words[0]), new WeightFileOptions { Key = words.Length > 2 ? words[1] : null });
            }

            CertifiedWeight.Check(file, words[^1], [.. matrix.Value.EnumerateArray().Select(value => value.GetString()!)]);
            checkedValues++;
        }

        Assert.Equal(32, checkedValues);
        Assert.Contains(files["layers.pth"].Notes, note => note.Contains("'embedding.weight' and 'head.weight' are tied",
            StringComparison.Ordinal));
        Assert.Contains(files["checkpoint.ckpt"].Notes, note => note.Contains("'model' is the member", StringComparison.Ordinal));
        Assert.Null(files["layers.pth"].Network);
    }

    [Fact]
    public void Views_are_the_entries_that_torch_means_and_the_rest_is_named()
    {
        StoredFile file = NetworkReader.Read(Fixture("views.bin"));

        // turned: ((7i² + 3i) mod 29 − 14)/8 for i = 0 … 5, which are −14, −4, −9, 0, −6, 2 eighths as 2 × 3, transposed.
        Assert.Equal([-14 / 8.0, 0, -4 / 8.0, -6 / 8.0, -9 / 8.0, 2 / 8.0], file.Tensors.Single(t => t.Name == "turned").RowMajor);
        Assert.Equal([3, 2], file.Tensors.Single(t => t.Name == "repeated").Shape);
        StoredTensor flags = file.Tensors.Single(t => t.Name == "flags");
        Assert.Equal(("bool", 1, 0), (flags.DType, flags.RowMajor[0], flags.RowMajor[1]));
        Assert.Equal(["waves", "empty", "broken"], file.Unread.Select(t => t.Name));
        Assert.Contains("complex", file.Unread[0].Reason, StringComparison.Ordinal);
        Assert.Contains("NaN", file.Unread[2].Reason, StringComparison.Ordinal);
        Assert.Equal(["counts", "flags", "waves", "empty", "broken"], file.NoMatrices().Select(t => t.Name));
    }

    [Theory]
    [InlineData("module.pt", "class 'torch.nn.modules.container.Sequential'", "weights_only=False).state_dict(), \"module-weights.pt\")")]
    [InlineData("legacy.pt", "bare pickle", "torch.save(torch.load(\"legacy.pt\"")]
    [InlineData("two.ckpt", "several members", "--key ema, or model")]
    public void What_is_not_read_is_refused_with_what_to_do(string name, params string[] words) => Refused(Fixture(name), null, words);

    [Fact]
    public void A_key_names_the_member()
    {
        Refused(Fixture("two.ckpt"), "mode", "there is no 'mode' in the file; there are: ema, model");
        Refused(Fixture("checkpoint.ckpt"), "epoch", "--key epoch is no dictionary of tensors");
        string nested = Write(TorchBytes.Dictionary(("a.b", TorchBytes.Dictionary(("state",
            TorchBytes.Dictionary(("w", TorchBytes.Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])))[2..^1]))[2..^1])), ("0", Six));
        Assert.Equal([1, 2, 3, 4, 5, 6],
            Assert.Single(NetworkReader.Read(nested, new WeightFileOptions { Key = "a.b.state" }).Tensors).RowMajor);
    }

    [Theory]
    [InlineData("0", 6, 0, 2, 3, 3, 1, null)]
    [InlineData("0", 6, 1, 2, 3, 3, 1, "leave its storage of 6 entries")]
    [InlineData("0", 6, 0, 2, 3, 4, 1, "leave its storage of 6 entries")]
    [InlineData("0", 6, -1, 2, 3, 3, 1, "leave its storage of 6 entries")]
    [InlineData("0", 6, 0, 2, 3, -3, 1, "leave its storage of 6 entries")]
    [InlineData("0", 7, 0, 2, 3, 3, 1, "its storage claims 28 bytes, the archive's member 'a/data/0' has 24")]
    [InlineData("1", 6, 0, 2, 3, 3, 1, "member 'a/data/1', which is missing")]
    [InlineData("../../etc/passwd", 6, 0, 2, 3, 3, 1, "which is missing")]
    [InlineData("0", 6, 0, -2, 3, 3, 1, "negative")]
    [InlineData("0", 6, 0, 2147483647, 2147483647, 0, 0, "more entries")]
    [InlineData("0", 6, 0, 20000, 20000, 0, 0, "it claims 400000000 entries of a storage that has 6")]
    [InlineData("0", 2147483647, 0, 2147483647, 1, 1, 1, "more entries")]
    [InlineData("0", 2000000000, 0, 2000000000, 1, 1, 1, "its storage claims 8000000000 bytes")]
    public void A_view_stays_within_its_storage(string key, int length, int offset, int rows, int columns, int step, int across,
        string? words)
    {
        string path = Write(TorchBytes.Dictionary(("w", TorchBytes.Tensor("FloatStorage", key, length, offset, [rows, columns],
            [step, across]))), ("0", Six));
        if (words is null)
        {
            Assert.Equal(Enumerable.Range(1, 6).Select(i => (double)i), Assert.Single(NetworkReader.Read(path).Tensors).RowMajor);
            return;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(path, null, "tensor 'w'", words);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__main__", "Net")]
    [InlineData("torch", "load")]
    [InlineData("numpy", "ndarray")]
    [InlineData("torch._utils", "_rebuild_qtensor")]
    public void Any_other_class_is_refused_by_its_name(string module, string name)
    {
        byte[] weight = TorchBytes.Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1]);
        foreach (byte[] call in new[] { TorchBytes.Call(module, name), TorchBytes.Call(module, name, TorchBytes.Text("touch /tmp/x")) })
        {
            Refused(Write(TorchBytes.Dictionary(("w", weight), ("x", call)), ("0", Six)), null, $"class '{module}.{name}'", "not run here");
        }
    }

    [Theory]
    [InlineData(0x8D, 8)] // BINUNICODE8
    [InlineData(0x8E, 8)] // BINBYTES8
    [InlineData(0x96, 8)] // BYTEARRAY8
    [InlineData(0x95, 8)] // FRAME
    [InlineData((byte)'X', 4)] // BINUNICODE
    [InlineData((byte)'B', 4)] // BINBYTES
    [InlineData((byte)'T', 4)] // BINSTRING
    [InlineData(0x8B, 4)] // LONG4
    [InlineData((byte)'r', 4)] // LONG_BINPUT
    [InlineData((byte)'j', 4)] // LONG_BINGET
    public void Lengths_that_the_program_cannot_fill_allocate_nothing(byte opcode, int size)
    {
        byte[] length = size == 8 ? BitConverter.GetBytes(0x7FFFFFC7L) : BitConverter.GetBytes(0x7FFFFFC7);
        string path = Write([0x80, 4, (byte)'}', opcode, .. length, (byte)'.']);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(path, null);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Deep_and_circular_programs_end()
    {
        byte[] deep = [0x80, 2, .. Enumerable.Repeat((byte)']', 200_000), .. Enumerable.Repeat((byte)'a', 199_999), (byte)'.'];
        Refused(Write(deep), null, "no dictionary of tensors");

        // x = {}; x["x"] = x
        Refused(Write([0x80, 2, (byte)'}', (byte)'q', 0, .. TorchBytes.Text("x"), (byte)'h', 0, (byte)'s', (byte)'.']), null,
            "no dictionary of tensors");
    }

    [Fact]
    public void Changed_programs_are_read_or_bad_input()
    {
        byte[] good = TorchBytes.Dictionary(("w", TorchBytes.Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])),
            ("b", TorchBytes.Tensor("FloatStorage", "1", 2, 0, [2], [1])), ("n", TorchBytes.Integer(7)));
        Random random = new(5);
        int read = 0;
        for (int i = 0; i < 1500; i++)
        {
            byte[] bad = i % 5 == 0 ? good[..random.Next(good.Length)] : [.. good];
            for (int changes = random.Next(1, 4); changes > 0 && bad.Length > 0; changes--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            string path = Write(bad, ("0", Six), ("1", NpyBytes.Floats(1, 2)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = NetworkReader.Read(path);
                read++;
            }
            catch (InputException e)
            {
                Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', e.Message);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        }

        Assert.InRange(read, 1, 1400);
    }

    private static string Fixture(string name) => Repository.Fixture("networks", "torch/" + name);

    private static void Refused(string path, string? key, params string[] words)
    {
        InputException e = Assert.Throws<InputException>(() => NetworkReader.Read(path, new WeightFileOptions { Key = key }));
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
    }

    private string Write(byte[] pickle, params (string Name, byte[] Content)[] storages) =>
        folder.Write("a.pt", TorchBytes.Zip(pickle, storages));
}
