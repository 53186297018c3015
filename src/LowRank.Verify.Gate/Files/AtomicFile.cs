using System.Text;

namespace LowRank.Verify.Gate.Files;

/// <summary>Files that are there as a whole or not at all: written beside their place and moved there.</summary>
public static class AtomicFile
{
    /// <summary>Refuses a path that cannot be written, before the work is done.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it, for the message.</param>
    /// <exception cref="InputException">There is no such folder, it may not be written, or the path is a folder.</exception>
    public static void Check(string path, string option)
    {
        string target = Target(path);
        if (path.Length == 0 || Directory.Exists(target))
        {
            throw new InputException($"{option} {path}: that is a folder; name a file");
        }

        if (!IsStream(target) && !Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new InputException($"{option} {path}: there is no folder {Path.GetDirectoryName(path)}; make it first");
        }

        string probe = Beside(target);
        try
        {
            if (!IsStream(target))
            {
                File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} {path}: cannot be written: {Message(e, probe, path)}", e);
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <exception cref="InputException">It cannot be written; what was there before stays.</exception>
    public static void Write(string path, string text) => Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(text)));

    /// <summary>Writes what a function writes.</summary>
    /// <exception cref="InputException">It cannot be written; what was there before stays.</exception>
    public static void Write(string path, Action<Stream> write) => Write([(path, write)]);

    /// <summary>Writes several files. Only when each stands whole beside its place are they moved there.</summary>
    /// <exception cref="InputException">One cannot be written; it is named, and what was there before stays in the place of
    /// each.</exception>
    public static void Write(IReadOnlyList<(string Path, Action<Stream> Write)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<(string Path, string Target, string Beside)> prepared = [];
        (string Path, string Beside) current = (string.Empty, string.Empty);
        try
        {
            foreach ((string path, Action<Stream> write) in files)
            {
                string target = Target(path), beside = IsStream(target) ? target : Beside(target);
                current = (path, beside);
                using (FileStream stream = IsStream(target) ? new(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)
                    : new(beside, FileMode.CreateNew, FileAccess.Write))
                {
                    if (!IsStream(target))
                    {
                        prepared.Add((path, target, beside));
                    }

                    write(stream);
                }

                if (Directory.Exists(target))
                {
                    throw new IOException("it is a folder");
                }

                if (File.Exists(target) && !IsStream(target) && !OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
                }
            }

            foreach ((string path, string target, string beside) in prepared)
            {
                current = (path, beside);
                File.Move(beside, target, overwrite: true);
            }
        }
        // the last is a file that is too large for its place
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" })
        {
            throw new InputException($"{current.Path}: cannot be written: {Message(e, current.Beside, current.Path)}", e);
        }
        finally
        {
            prepared.ForEach(file => File.Delete(file.Beside));
        }
    }

    // The system names the file that it was given, which nobody asked for.
    private static string Message(Exception e, string beside, string path) => e.Message.Replace(beside, path, StringComparison.Ordinal);

    // Where a link leads to: the link itself stays.
    private static string Target(string path)
    {
        string full = Path.GetFullPath(path.Length == 0 ? "." : path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            return full;
        }
    }

    // Terminals and pipes cannot be replaced.
    private static bool IsStream(string target) => target.StartsWith("/dev/", StringComparison.Ordinal)
        || target.StartsWith("/proc/", StringComparison.Ordinal);

    private static string Beside(string target) => $"{target}.{Environment.ProcessId}-{Guid.NewGuid():n}.part";
}
