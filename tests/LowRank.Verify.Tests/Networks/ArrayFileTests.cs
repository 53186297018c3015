using System.IO.Compression;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

public sealed class ArrayFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Fortran_order_is_turned_round()
    {
        StoredTensor tensor = Read(NpyBytes.Npy("<f4", "(2, 3)", NpyBytes.Floats(1, 2, 3, 4, 5, 6), fortran: true));
        Assert.Equal([1, 3, 5, 2, 4, 6], tensor.RowMajor);
        StoredTensor deep = Read(NpyBytes.Npy("<f4", "(2, 1, 3)", NpyBytes.Floats(1, 2, 3, 4, 5, 6), fortran: true));
        Assert.Equal([1, 3, 5, 2, 4, 6], deep.RowMajor);
        Assert.Equal([2, 1, 3], deep.Shape);
    }

    [Fact]
    public void Big_endian_is_read()
    {
        Assert.Equal([1.5, -2], Read(NpyBytes.Npy(">f4", "(2,)", [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0])).RowMajor);
        Assert.Equal([258], Read(NpyBytes.Npy(">i2", "(1,)", [1, 2])).RowMajor);
        Assert.Equal([1], Read(NpyBytes.Npy(">f8", "()", [0x3F, 0xF0, 0, 0, 0, 0, 0, 0])).RowMajor);
    }

    /// <summary>Bits and values from IEEE 754: 0x3555 is the half next to 1/3, 0x0001 the least subnormal half.</summary>
    [Fact]
    public void Each_type_is_exact()
    {
        Assert.Equal([0.333251953125, Math.ScaleB(1, -24)], Read(NpyBytes.Npy("<f2", "(2,)", [0x55, 0x35, 1, 0])).RowMajor);
        Assert.Equal([0.1], Read(NpyBytes.Npy("<f8", "(1,)", BitConverter.GetBytes(0.1))).RowMajor);
        Assert.Equal([(double)0.1f], Read(NpyBytes.Npy("<f4", "(1,)", NpyBytes.Floats(0.1f))).RowMajor);
        Assert.Equal([Math.ScaleB(1, 53)], Read(NpyBytes.Npy("<i8", "(1,)", BitConverter.GetBytes(1L << 53))).RowMajor);
        Assert.Equal([255, 1], Read(NpyBytes.Npy("|u1", "(2,)", [255, 1])).RowMajor);
        Assert.Equal([-1], Read(NpyBytes.Npy("|i1", "(1,)", [255])).RowMajor);
        Assert.Equal([1, 0], Read(NpyBytes.Npy("|b1", "(2,)", [1, 0])).RowMajor);
        Assert.Equal([4294967295], Read(NpyBytes.Npy("<u4", "(1,)", [255, 255, 255, 255])).RowMajor);
        byte[] stored = NpyBytes.Safetensors(
            """{"a":{"dtype":"BF16","shape":[1,2],"data_offsets":[0,4]}}""", [0x80, 0x3F, 0xAB, 0x3E]);
        StoredTensor brain = Read(stored, "a.safetensors");
        Assert.Equal([1, 0.333984375], brain.RowMajor);
        Assert.Equal(StorageType.BFloat16, brain.ToMatrix().Storage);
    }

    [Fact]
    public void Integers_are_no_weights()
    {
        StoredTensor labels = Read(NpyBytes.Npy("<i8", "(1, 1)", BitConverter.GetBytes(3L)));
        Assert.Null(labels.StorageType);
        Assert.Contains("int64", Assert.Throws<InputException>(labels.ToMatrix).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<f4", "(2,)", 4, "needs 8 bytes, the file has 4")]
    [InlineData("<f4", "(1,)", 8, "longer")]
    [InlineData("<f4", "(-1,)", 4, "negative")]
    [InlineData("<f4", "(99999999999999999999,)", 4, "not an integer")]
    [InlineData("<f4", "(4294967296,)", 4, "more than this program can hold")]
    [InlineData("<f4", "(2147483647, 2147483647, 2147483647)", 4, "more entries")]
    [InlineData("<f4", "(2147483000,)", 4, "needs 8589932000 bytes")]
    [InlineData("<f4", "(0, 3)", 0, "empty")]
    [InlineData("<f16", "(1,)", 16, "unknown dtype '<f16'")]
    [InlineData("<c8", "(1,)", 8, "entries are complex")]
    [InlineData("|O", "(1,)", 8, "pickle")]
    [InlineData("<f4", "(1.5,)", 4, "not an integer")]
    [InlineData("<f4", "3", 4, "not a tuple")]
    public void Bad_npy_is_refused(string descr, string shape, int bytes, string words) =>
        Refused(folder.Write("a.npy", NpyBytes.Npy(descr, shape, new byte[bytes])), words);

    [Fact]
    public void Bad_npy_headers_are_refused()
    {
        Refused(folder.Write("a.npy", NpyBytes.Npy("<f4", "(1,)", NpyBytes.Floats(1))[..20]), "header claims");
        Refused(folder.Write("a.npy", NpyBytes.Raw("{'descr': '<f4', 'fortran_order': False}", [])), "no 'shape'");
        Refused(folder.Write("a.npy", NpyBytes.Raw("{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': ()}", [])), "twice");
        Refused(folder.Write("a.npy", NpyBytes.Raw("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}", [0, 0, 0, 0])),
            "fields");
        Refused(folder.Write("a.npy", NpyBytes.Raw("os.system('x')", [])), "not the dictionary");
        Refused(folder.Write("a.npy", NpyBytes.Npy("<f4", "(1,)", NpyBytes.Floats(1), version: 9)), "version 9");
        Refused(folder.Write("a.npy", [1, 2, 3, 4]), "not a .npy");
        Refused(folder.Write("a.npy", NpyBytes.Npy("<f4", "(2, 2)", NpyBytes.Floats(1, 2, float.NaN, 4))), "entry [1, 0] is NaN");
        Refused(folder.Write("a.npy", NpyBytes.Npy("<f4", "(2, 2)", NpyBytes.Floats(1, float.NegativeInfinity, 3, 4))),
            "entry [0, 1] is infinite");
        Refused(folder.Write("a.npy", NpyBytes.Npy("<i8", "(1,)", BitConverter.GetBytes((1L << 53) + 1))), "no double equals");
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Archive_is_read_stored_or_deflated(CompressionLevel level)
    {
        string path = folder.Write("a.npz",
            NpyBytes.Zip(level, ("10.weight.npy", NpyBytes.Npy("<f4", "(1, 2)", NpyBytes.Floats(3, 4))),
            ("2.weight.npy", NpyBytes.Npy("<f4", "(2, 1)", NpyBytes.Floats(1, 2)))));
        Network network = NetworkReader.Read(path, new WeightFileOptions { Layers = ["2", "10.weight"] }).Network!;
        Assert.Equal(["2", "10"], network.Layers.Select(l => l.Name));
        Assert.Empty(network.NotUnderstood);
    }

    [Fact]
    public void Bad_archives_are_refused()
    {
        byte[] array = NpyBytes.Npy("<f4", "(1,)", NpyBytes.Floats(1));
        Refused(folder.Write("a.npz", NpyBytes.Zip(CompressionLevel.Optimal, ("readme.txt", array))), "tensor 'readme.txt': it is a "
            + "member of the archive and no .npy array");
        Refused(folder.Write("a.npz", NpyBytes.Zip(CompressionLevel.Optimal, ("a.npy", array), ("a.npy", array))), "twice");
        Refused(folder.Write("a.npz", NpyBytes.Zip(CompressionLevel.Optimal, ("a/data.pkl", array))), "pickle in the archive is damaged");
        Refused(folder.Write("a.npz", NpyBytes.Zip(CompressionLevel.Optimal)), "no array");
        Refused(folder.Write("a.npz", "not a zip archive"u8.ToArray()), "not a .npz");
        Refused(folder.Write("a.npz", "PK\x03\x04 and nothing more of it"u8.ToArray()), "truncated or damaged");
        byte[] zip = NpyBytes.Zip(CompressionLevel.NoCompression, ("a.npy", array));
        zip[zip.AsSpan().IndexOf(NpyBytes.Floats(1)) + 1] ^= 1;
        Refused(folder.Write("a.npz", zip), "checksum");
    }

    [Fact]
    public void Bomb_is_refused_before_it_expands()
    {
        byte[] zeros = new byte[80 << 20];
        Refused(folder.Write("a.npz", NpyBytes.Zip(CompressionLevel.SmallestSize, ("a.npy", zeros))), "zip bomb");
    }

    private static void Refused(string path, string words)
    {
        InputException e = Assert.ThrowsAny<InputException>(() => NetworkReader.Read(path));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private StoredTensor Read(byte[] content, string name = "a.npy") =>
        Assert.Single(NetworkReader.Read(folder.Write(name, content)).Tensors);
}
