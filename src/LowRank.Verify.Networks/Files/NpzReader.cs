using System.IO.Compression;

namespace LowRank.Verify.Networks.Files;

/// <summary>numpy's .npz: a zip archive of .npy arrays, stored or deflated.</summary>
internal static class NpzReader
{
    /// <summary>Deflate cannot expand more than this.</summary>
    private const long LargestRatio = 1032;

    /// <summary>
    /// An archive may expand to this plus <see cref="AllowedRatio"/> times its own length; beyond it is taken for a bomb.
    /// </summary>
    private const long AllowedBytes = 64L << 20;

    private const long AllowedRatio = 200;

    public static List<StoredTensor> Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using ZipArchive archive = new(stream, ZipArchiveMode.Read);
            return Read(archive, path, stream.Length);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or OverflowException
            or NotSupportedException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the zip archive is truncated or damaged ({e.Message.ReplaceLineEndings(" ")}).", e);
        }
    }

    private static List<StoredTensor> Read(ZipArchive archive, string path, long length)
    {
        if (archive.Entries.FirstOrDefault(e => e.FullName.EndsWith("data.pkl", StringComparison.Ordinal)) is not null)
        {
            throw PickleFile.Refusal(path);
        }

        List<StoredTensor> tensors = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        Int128 left = AllowedBytes + ((Int128)AllowedRatio * length);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string shown = FileText.Short(entry.FullName);
            if (!entry.FullName.EndsWith(".npy", StringComparison.Ordinal))
            {
                throw new InputException($"{path}: the archive's member '{shown}' is not a .npy array; a .npz holds nothing else.");
            }

            string name = entry.FullName[..^4];
            string place = ElementDecoder.Place(path, name);
            if (!names.Add(name))
            {
                throw new InputException($"{place}: the name stands twice in the archive.");
            }

            left -= entry.Length;
            if (entry.Length < 0 || entry.CompressedLength > length || entry.Length > Array.MaxLength
                || (Int128)entry.Length > ((Int128)entry.CompressedLength * LargestRatio) + 64)
            {
                throw new InputException(
                    $"{place}: it claims {entry.Length} bytes from {entry.CompressedLength} compressed ones, which cannot be.");
            }

            if (left < 0)
            {
                throw new InputException(
                    $"{path}: the archive of {length} bytes expands beyond {AllowedBytes} + {AllowedRatio} times that and is taken for a "
                    + $"zip bomb; save the arrays with numpy.savez (not compressed).");
            }

            tensors.Add(NpyReader.Read(Expand(entry, place), path, name));
        }

        return tensors.Count > 0 ? tensors : throw new InputException($"{path}: the archive holds no array.");
    }

    private static byte[] Expand(ZipArchiveEntry entry, string place)
    {
        byte[] bytes = new byte[entry.Length];
        using Stream data = entry.Open();
        int filled = data.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (filled != bytes.Length || data.ReadByte() >= 0)
        {
            throw new InputException(
                $"{place}: the archive claims {bytes.Length} bytes and holds {(filled < bytes.Length ? "fewer" : "more")}.");
        }

        return Crc32.Of(bytes) == entry.Crc32 ? bytes : throw new InputException($"{place}: its checksum disagrees, the file is damaged.");
    }
}
