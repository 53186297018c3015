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

        if (IsStream(target))
        {
            return;
        }

        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{option} {path}: there is no folder {Path.GetDirectoryName(path)}; make it first");
        }

        string probe = Beside(target);
        try
        {
            File.Create(probe).Dispose();
            File.Delete(probe);
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
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Write([(path, write)]);
    }

    /// <summary>Writes several files, all of them or none: each beside its place first, then they are moved there.</summary>
    /// <exception cref="InputException">One cannot be written; it is named, and what was there before stays in the place of each.</exception>
    public static void Write(IReadOnlyList<(string Path, Action<Stream> Write)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<(string Path, string Target, string Beside)> written = [];
        List<(string Target, string? Before)> moved = [];
        bool isWhole = false;
        try
        {
            foreach ((string path, Action<Stream> write) in files)
            {
                if (Written(path, write) is { } beside)
                {
                    written.Add((path, Target(path), beside));
                }
            }

            foreach ((string path, string target, string beside) in written)
            {
                moved.Add((target, Moved(path, target, beside, keep: written.Count > 1)));
            }

            isWhole = true;
            moved.ForEach(file => Remove(file.Before));
        }
        finally
        {
            if (!isWhole)
            {
                moved.ForEach(file => Restore(file.Target, file.Before));
            }

            written.ForEach(file => Remove(file.Beside));
        }
    }

    /// <summary>Writes beside the place and says where; null where the place cannot be replaced and holds the text already.</summary>
    private static string? Written(string path, Action<Stream> write)
    {
        string target = Target(path), beside = IsStream(target) ? target : Beside(target);
        bool isWhole = false;
        try
        {
            using (FileStream stream = IsStream(target) ? new(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite) : new(beside, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
            }

            if (File.Exists(target) && !IsStream(target) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            }

            isWhole = true;
            return beside == target ? null : beside;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" }) // the last is a file that is too large for its place
        {
            throw new InputException($"{path}: cannot be written: {Message(e, beside, path)}", e);
        }
        finally
        {
            if (!isWhole && beside != target)
            {
                Remove(beside);
            }
        }
    }

    /// <summary>Moves a written file to its place; gives the place of what was there before where that is kept.</summary>
    private static string? Moved(string path, string target, string beside, bool keep)
    {
        string? before = null;
        try
        {
            if (keep && File.Exists(target))
            {
                before = Beside(target);
                File.Replace(beside, target, before);
            }
            else
            {
                File.Move(beside, target, overwrite: true);
            }

            return before;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (before is not null && File.Exists(before))
            {
                Restore(target, before);
            }

            throw new InputException($"{path}: cannot be written: {Message(e, beside, path)}", e);
        }
    }

    // What was there before, or nothing.
    private static void Restore(string target, string? before)
    {
        try
        {
            if (before is null)
            {
                File.Delete(target);
            }
            else
            {
                File.Move(before, target, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to report.
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
    private static bool IsStream(string target) => target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal);

    private static string Beside(string target) => $"{target}.{Environment.ProcessId}-{Guid.NewGuid():n}.part";

    private static void Remove(string? path)
    {
        try
        {
            if (path is not null)
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to report.
        }
    }
}
