using System.Security.Cryptography;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Torch.Loading;

/// <summary>
/// A copy of TorchSharp's shim in the tool's cache that loads where the C++ library is older than GCC 13's: the shim asks for the version
/// GLIBCXX_3.4.32 for one name that no relocation uses, and in the copy that need is weak.
/// </summary>
internal static class WeakShim
{
    private const string NewVersion = "GLIBCXX_3.4.32";

    /// <summary>The folder of the tool's cache: XDG_CACHE_HOME or ~/.cache, then lowrank.</summary>
    public static string CacheFolder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } chosen && Path.IsPathRooted(chosen)
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "lowrank");

    /// <summary>
    /// The path of the copy, made when it is missing or differs from what it should be; null when the shim does not need the new version.
    /// Another process never sees a file that is half-written.
    /// </summary>
    /// <exception cref="MissingLibraryException">The shim cannot be read, or the cache cannot be written.</exception>
    public static string? Of(string shim, string cache)
    {
        try
        {
            byte[] original = File.ReadAllBytes(shim);
            if (VersionNeeds.WithWeak(original, NewVersion) is not { } weak)
            {
                return null;
            }

            string folder = Path.Combine(cache, "torchsharp-" + Convert.ToHexStringLower(SHA256.HashData(original))[..16]);
            string copy = Path.Combine(folder, Path.GetFileName(shim));
            if (File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(weak))
            {
                return copy;
            }

            Directory.CreateDirectory(folder);
            string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}");
            try
            {
                File.WriteAllBytes(temporary, weak);
                File.Move(temporary, copy, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }

            return copy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new MissingLibraryException(
                $"TorchSharp's shim '{shim}' needs a C++ library of GCC 13, and no copy that does without could be made in '{cache}': "
                + $"{e.Message}");
        }
    }
}
