using LowRank.Verify.Networks;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>Good files cut short and with bytes changed: read, or refused as bad input, and nothing else.</summary>
public sealed class DamagedFileTests : IDisposable
{
    /// <summary>A reader that trusted a claimed size would allocate far beyond this for files of at most 80 kB.</summary>
    private const long MostBytes = 64L << 20;

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Good =>
    [
        "mlp-biased.onnx", "cnn.onnx", "mlp.safetensors", "mlp.npz", "mixture-y.npy", "graph/factored.onnx", "graph/matmul-add.onnx",
            "graph/external.onnx",
        "graph/constant-nodes.onnx", "graph/convolution-grouped.onnx", "graph/pool-average-overlapping.onnx",
            "graph/batch-normalization.onnx", "graph/weights-typed.onnx",
        "constants/types.onnx", "constants/computed.onnx", "constants/constant-forms.onnx", "constants/quantised.onnx",
            "constants/sparse.onnx", "constants/weight-norm.onnx", "constants/functions.onnx", "constants/if-constant.onnx",
        "torch/checkpoint.ckpt", "torch/views.bin",
    ];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Good))]
    public void File_cut_short_is_bad_input(string name)
    {
        byte[] good = File.ReadAllBytes(Repository.Fixture("networks", name));
        Random random = new(1);
        int refused = 0;
        int[] lengths = [.. Enumerable.Range(0, Math.Min(64, good.Length)),
            .. Enumerable.Range(0, 150).Select(_ => random.Next(good.Length)), good.Length - 1];
        foreach (int length in lengths)
        {
            refused += Try(name, good[..length], $"the first {length} bytes") ? 0 : 1;
        }

        // An ONNX file may end after a whole field and still be a model; the other formats know their length.
        Assert.True(name.EndsWith(".onnx", StringComparison.Ordinal) ? refused > lengths.Length / 2 : refused == lengths.Length,
            $"{refused} of {lengths.Length} refused");
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void File_with_changed_bytes_is_read_or_bad_input(string name)
    {
        byte[] good = File.ReadAllBytes(Repository.Fixture("networks", name));
        Random random = new(2);
        byte[] interesting = [0, 1, 0x7F, 0x80, 0xFF, (byte)'-', (byte)'9', (byte)'"'];
        for (int i = 0; i < 600; i++)
        {
            byte[] bad = [.. good];

            // Half of the changes fall into the beginning or the end, where headers and directories are.
            int region = random.Next(4) switch { 0 => Math.Min(512, bad.Length), 1 => -Math.Min(1024, bad.Length), _ => bad.Length };
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = region > 0 ? random.Next(region) : bad.Length + random.Next(region, 0);
                bad[at] = random.Next(2) == 0 ? interesting[random.Next(interesting.Length)] : (byte)(bad[at] ^ (1 << random.Next(8)));
            }

            Try(name, bad, $"case {i}");
        }
    }

    [Fact]
    public void Random_bytes_are_bad_input()
    {
        Random random = new(3);
        foreach (string extension in new[] { ".onnx", ".npy", ".npz", ".safetensors", ".bin", "" })
        {
            for (int i = 0; i < 200; i++)
            {
                byte[] noise = new byte[random.Next(1, 200)];
                random.NextBytes(noise);
                Assert.False(Try("noise" + extension, noise, $"noise {i}"));
            }
        }
    }

    [Fact]
    public void Places_that_are_no_file_are_bad_input()
    {
        Refused(folder.File("missing.onnx"), "no such file");
        Refused(Repository.Fixture("networks"), "directory");
        Refused(folder.Write("empty.onnx", []), "empty");
        Refused("", "path");
        Refused("a\0b", "path");
        Refused("/dev/zero", "empty");
        Refused(folder.Write("text.onnx", "Dear reader, this is no model."u8.ToArray()), "not an ONNX model");
        Refused(folder.Write("text.txt", "Dear reader, this is no model."u8.ToArray()), "format is not known");
        Refused(folder.Write("net.pt", "anything"u8.ToArray()), "torch.load(\"net.pt\"");
        Refused(folder.Write("net.bin", [0x80, 2, 0x8A, 10]), "weights_only=True");
    }

    private static void Refused(string path, string words)
    {
        InputException e = Assert.Throws<InputException>(() => NetworkReader.Read(path));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    /// <summary>True when the file was read.</summary>
    private bool Try(string name, byte[] content, string what)
    {
        string path = folder.Write(Path.GetFileName(name), content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool read = true;
        try
        {
            NetworkReader.Read(path);
        }
        catch (InputException e)
        {
            read = false;
            Assert.DoesNotContain('\n', e.Message);
        }
        catch (Exception e) when (e is not InputException)
        {
            Assert.Fail($"{name}, {what}: {e}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostBytes, $"{name}, {what}: {allocated} bytes were allocated");
        return read;
    }
}
