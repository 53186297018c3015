using System.Text;

namespace LowRank.Verify.Gate.Reporting;

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

        if (IsStream(target))
        {
            return;
        }

        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{option} {path}: there is no folder {Path.GetDirectoryName(path)}; make it first");
        }

        try
        {
            string probe = Beside(target);
            File.Create(probe).Dispose();
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} {path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <exception cref="InputException">It cannot be written; what was there before stays.</exception>
    public static void Write(string path, string text) => Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(text)));

    /// <summary>Writes what a function writes.</summary>
    /// <exception cref="InputException">It cannot be written; what was there before stays.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string target = Target(path);
        string? beside = null;
        try
        {
            if (IsStream(target))
            {
                using FileStream device = new(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                write(device);
                return;
            }

            beside = Beside(target);
            using (FileStream stream = new(beside, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
            }

            if (File.Exists(target) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            }

            File.Move(beside, target, overwrite: true);
            beside = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }
        finally
        {
            if (beside is not null)
            {
                Remove(beside);
            }
        }
    }

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
    private static bool IsStream(string target) => target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal);

    private static string Beside(string target) => $"{target}.{Environment.ProcessId}-{Guid.NewGuid():n}.part";

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to report.
        }
    }
}
