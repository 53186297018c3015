using LowRank.Verify.Arithmetic;
using LowRank.Verify.Torch.Loading;
using Xunit;

namespace LowRank.Verify.Torch.Tests;

/// <summary>The weak copy of the shim, and folders that are no libtorch.</summary>
public sealed class LoadingTests : IDisposable
{
    private const string Shim = "libLibTorchSharp.so";
    private const string NewVersion = "GLIBCXX_3.4.32";

    private readonly string folder = Directory.CreateTempSubdirectory("lowrank-torch-").FullName;

    private static string ShimPath => Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", Shim);

    [Fact]
    public void One_flag_makes_the_difference_between_the_shim_and_its_copy()
    {
        byte[] original = File.ReadAllBytes(ShimPath), weak = VersionNeeds.WithWeak(original, NewVersion)!;
        int[] changed = [.. Enumerable.Range(0, original.Length).Where(i => original[i] != weak[i])];
        Assert.Equal(original.Length, weak.Length);
        Assert.Equal(original[Assert.Single(changed)] | 2, weak[changed[0]]);
        Assert.Null(VersionNeeds.WithWeak(original, "GLIBCXX_9.9.99"));
        Assert.Equal(weak, VersionNeeds.WithWeak(weak, NewVersion));
    }

    [Fact]
    public void Truncated_and_scrambled_files_are_refused_and_never_read_outside()
    {
        byte[] original = File.ReadAllBytes(ShimPath);
        Assert.Throws<InvalidDataException>(() => VersionNeeds.WithWeak("no library"u8, NewVersion));
        Assert.Throws<InvalidDataException>(() => VersionNeeds.WithWeak([], NewVersion));
        for (int length = 64; length < original.Length; length = (length * 3 / 2) + 1)
        {
            Assert.Throws<InvalidDataException>(() => VersionNeeds.WithWeak(original.AsSpan(0, length), NewVersion));
        }

        // Random bytes in the header and in the table of sections: an answer or a refusal, no other exception.
        Random random = new(5);
        int sections = (int)BitConverter.ToInt64(original, 0x28), refused = 0;
        for (int attempt = 0; attempt < 200; attempt++)
        {
            byte[] damaged = (byte[])original.Clone();
            for (int i = 0; i < 20; i++)
            {
                int place = random.Next(2) == 0 ? random.Next(4, 64) : random.Next(sections, original.Length);
                damaged[place] = (byte)random.Next(256);
            }

            try
            {
                _ = VersionNeeds.WithWeak(damaged, NewVersion);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(refused > 0);
    }

    [Fact]
    public void The_copy_is_made_once_and_made_anew_when_it_is_damaged()
    {
        string copy = WeakShim.Of(ShimPath, folder)!;
        byte[] right = File.ReadAllBytes(copy);
        DateTime written = File.GetLastWriteTimeUtc(copy);
        Assert.Equal(copy, WeakShim.Of(ShimPath, folder));
        Assert.Equal(written, File.GetLastWriteTimeUtc(copy));
        File.WriteAllBytes(copy, right[..1000]);
        Assert.Equal(copy, WeakShim.Of(ShimPath, folder));
        Assert.Equal(right, File.ReadAllBytes(copy));
        Assert.Equal([copy], Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Many_at_once_make_one_whole_copy()
    {
        string?[] copies = new string?[8];
        Parallel.For(0, copies.Length, i => copies[i] = WeakShim.Of(ShimPath, folder));
        Assert.Single(copies.Distinct());
        Assert.Equal(VersionNeeds.WithWeak(File.ReadAllBytes(ShimPath), NewVersion), File.ReadAllBytes(copies[0]!));
        Assert.Single(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_named()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "no folder");
        Assert.Contains(file, Assert.Throws<MissingLibraryException>(() => WeakShim.Of(ShimPath, file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.10.0", true)]
    [InlineData("2.10.0+cu128", true)]
    [InlineData("2.10", true)]
    [InlineData("2.1.0", false)]
    [InlineData("2.100.0", false)]
    [InlineData("2.9.1", false)]
    [InlineData(null, false)]
    public void Versions_are_compared_number_by_number(string? version, bool isRight) =>
        Assert.Equal(isRight, new LibtorchFolder("/x", "test", version).IsRight);

    public void Dispose() => Directory.Delete(folder, true);
}
