using Microsoft.Win32.SafeHandles;

namespace LowRank.Verify.Networks.Files;

/// <summary>A file opened for reading by ranges; nothing is allocated that the file cannot fill. Failures are one clear line.</summary>
internal sealed class FileSource : IDisposable
{
    private readonly SafeFileHandle handle;

    private FileSource(string path, SafeFileHandle handle)
    {
        Path = path;
        this.handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    /// <summary>The path as given.</summary>
    public string Path { get; }

    /// <summary>Bytes in the file.</summary>
    public long Length { get; }

    public static FileSource Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new InputException("The path of the file is empty or not a path.");
        }

        if (Directory.Exists(path))
        {
            throw new InputException($"{path}: this is a directory; name a file in it (.onnx, .safetensors, .pt, .npy or .npz).");
        }

        FileInfo info = new(path);
        if (!info.Exists)
        {
            throw new InputException($"{path}: there is no such file.");
        }

        try
        {
            // A pipe or a device has length 0 and is turned away before it is opened, which could wait for ever.
            FileInfo meant = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
            if (!meant.Exists)
            {
                throw new InputException(
                    $"{path}: this is a link to a file that is not there, or to a pipe, which is not read here; save it to a file first.");
            }

            if (meant.Length == 0)
            {
                throw new InputException(
                    $"{path}: the file is empty, or a pipe or device, which is not read here; save it to a file first.");
            }

            return new FileSource(path, File.OpenHandle(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"{path}: the file cannot be read ({e.Message.ReplaceLineEndings(" ")}).", e);
        }
    }

    /// <summary>Exactly count bytes from offset on.</summary>
    /// <exception cref="InputException">The range is not inside the file, or is longer than an array can be.</exception>
    public byte[] Read(long offset, long count, string what)
    {
        if (offset < 0 || count < 0 || offset > Length || count > Length - offset)
        {
            throw new InputException(
                $"{Path}: {what} claims {count} bytes at offset {offset}, but the file has {Length} bytes: it is truncated or damaged.");
        }

        if (count > Array.MaxLength)
        {
            throw new InputException($"{Path}: {what} is {count} bytes, more than this program can hold in one piece ({Array.MaxLength}).");
        }

        byte[] bytes = new byte[count];
        int filled = 0;
        try
        {
            while (filled < bytes.Length)
            {
                int got = RandomAccess.Read(handle, bytes.AsSpan(filled), offset + filled);
                if (got == 0)
                {
                    throw new InputException($"{Path}: the file ended while {what} was read.");
                }

                filled += got;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Path}: {what} cannot be read ({e.Message.ReplaceLineEndings(" ")}).", e);
        }

        return bytes;
    }

    public void Dispose() => handle.Dispose();
}
