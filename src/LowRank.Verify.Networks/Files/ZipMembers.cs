using System.IO.Compression;

namespace LowRank.Verify.Networks.Files;

/// <summary>
/// The members of a zip archive, expanded one at a time: sizes are checked before anything is allocated, checksums after.
/// </summary>
internal sealed class ZipMembers : IDisposable
{
    /// <summary>Deflate cannot expand more than this.</summary>
    private const long LargestRatio = 1032;

    /// <summary>
    /// An archive may expand to this plus <see cref="AllowedRatio"/> times its own length; beyond it is taken for a bomb.
    /// </summary>
    private const long AllowedBytes = 64L << 20;

    private const long AllowedRatio = 200;

    private readonly FileStream stream;
    private readonly ZipArchive archive;
    private Int128 left;

    private ZipMembers(string path, FileStream stream, ZipArchive archive)
    {
        Path = path;
        this.stream = stream;
        this.archive = archive;
        left = AllowedBytes + ((Int128)AllowedRatio * stream.Length);
    }

    /// <summary>The archive's path as given.</summary>
    public string Path { get; }

    /// <summary>The members but for folders.</summary>
    public IEnumerable<ZipArchiveEntry> Entries => archive.Entries.Where(entry => !entry.FullName.EndsWith('/') || entry.Length > 0);

    /// <summary>Opens an archive, hands it over, and turns what the archive reader raises into one line.</summary>
    public static T Read<T>(string path, Func<ZipMembers, T> read)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using ZipArchive archive = new(stream, ZipArchiveMode.Read);
            using ZipMembers members = new(path, stream, archive);
            return read(members);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or OverflowException
            or NotSupportedException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the zip archive is truncated or damaged ({e.Message.ReplaceLineEndings(" ")}).", e);
        }
    }

    /// <summary>The bytes of a member.</summary>
    /// <exception cref="InputException">
    /// Its size cannot be, the archive as a whole expands too far, or size or checksum disagree.
    /// </exception>
    /// <param name="entry">The member.</param>
    /// <param name="place">File and member, for messages.</param>
    /// <param name="zeroChecksum">Whether a checksum of 0 says that none was computed (torch's option compute_crc32=False).</param>
    public byte[] Expand(ZipArchiveEntry entry, string place, bool zeroChecksum = false)
    {
        left -= entry.Length;
        if (entry.Length < 0 || entry.CompressedLength > stream.Length || entry.Length > Array.MaxLength
            || (Int128)entry.Length > ((Int128)entry.CompressedLength * LargestRatio) + 64)
        {
            throw new InputException(
                $"{place}: it claims {entry.Length} bytes from {entry.CompressedLength} compressed ones, which cannot be.");
        }

        if (left < 0)
        {
            throw new InputException(
                $"{Path}: the archive of {stream.Length} bytes expands beyond {AllowedBytes} + {AllowedRatio} times that and is taken for "
                + $"a zip bomb; save it uncompressed (numpy.savez).");
        }

        byte[] bytes = new byte[entry.Length];
        using Stream data = entry.Open();
        int filled = data.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (filled != bytes.Length || data.ReadByte() >= 0)
        {
            throw new InputException(
                $"{place}: the archive claims {bytes.Length} bytes and holds {(filled < bytes.Length ? "fewer" : "more")}.");
        }

        return Crc32.Of(bytes) == entry.Crc32 || (zeroChecksum && entry.Crc32 == 0) ? bytes
            : throw new InputException($"{place}: its checksum disagrees, the file is damaged.");
    }

    public void Dispose()
    {
        archive.Dispose();
        stream.Dispose();
    }
}
