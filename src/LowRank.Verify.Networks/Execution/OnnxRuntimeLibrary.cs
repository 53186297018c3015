using System.Runtime.InteropServices;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// Where ONNX Runtime's native library is: the file that ORT_LIBRARY names (and no other; "none" hides it), or the first copy among NuGet's runtimes folders, pip's onnxruntime package and
/// npm's onnxruntime-node. Nothing is downloaded.
/// </summary>
internal static class OnnxRuntimeLibrary
{
    public const string Variable = "ORT_LIBRARY";

    private const string Hidden = "none";

    /// <summary>The function by which every version of the library is entered.</summary>
    private const string Entry = "OrtGetApiBase";

    /// <summary>The library, loaded, with its path; null with the reason where there is none.</summary>
    public static (nint Handle, string Path)? Load(out string reason)
    {
        string? chosen = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(chosen))
        {
            if (chosen != Hidden && TryLoad(chosen, out nint handle))
            {
                reason = string.Empty;
                return (handle, chosen);
            }

            reason = chosen == Hidden ? $"hidden by {Variable}" : $"{Variable} names '{chosen}', which is no ONNX Runtime library";
            return null;
        }

        foreach (string path in Candidates())
        {
            if (TryLoad(path, out nint handle))
            {
                reason = string.Empty;
                return (handle, path);
            }
        }

        reason = $"ONNX Runtime was not found: install it by NuGet, pip or npm, or set {Variable} to the path of {FileName}";
        return null;
    }

    private static string FileName => OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    private static string Pattern => OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime*.dylib" : "libonnxruntime.so*";

    private static string Processor => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";

    private static string Platform => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    private static string NodeSystem => OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    private static bool TryLoad(string path, out nint handle) => NativeLibrary.TryLoad(path, out handle) && NativeLibrary.TryGetExport(handle, Entry, out _);

    private static IEnumerable<string> Candidates()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string runtimes = Path.Combine("runtimes", $"{Platform}-{Processor}", "native");
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder ? folder : Path.Combine(home, ".nuget", "packages");
        IEnumerable<string> folders =
        [
            AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, runtimes),
            .. Below(Path.Combine(packages, "microsoft.ml.onnxruntime"), "*").Select(version => Path.Combine(version, runtimes)),
            .. PythonFolders(home).Select(site => Path.Combine(site, "onnxruntime", "capi")),
            .. NodeFolders().SelectMany(modules => Below(Path.Combine(modules, "onnxruntime-node", "bin"), "napi-v*")).Select(version => Path.Combine(version, NodeSystem, Processor)),
        ];
        return folders.SelectMany(path => Entries(path, Pattern, files: true)).Append(FileName);
    }

    private static IEnumerable<string> PythonFolders(string home)
    {
        string[] roots = Environment.GetEnvironmentVariable("VIRTUAL_ENV") is { Length: > 0 } active ? [active] : [];
        return roots.Concat([Path.Combine(home, ".local"), "/usr/local", "/usr"])
            .SelectMany(root => Below(Path.Combine(root, "lib"), "python3*"))
            .SelectMany(python => new[] { Path.Combine(python, "site-packages"), Path.Combine(python, "dist-packages") });
    }

    private static IEnumerable<string> NodeFolders()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "node_modules");
        }

        yield return "/usr/local/lib/node_modules";
        yield return "/usr/lib/node_modules";
    }

    /// <summary>Folders of a name, the newest version's last in the alphabet first.</summary>
    private static IEnumerable<string> Below(string folder, string pattern) => Entries(folder, pattern, files: false);

    private static IEnumerable<string> Entries(string folder, string pattern, bool files)
    {
        try
        {
            return !Directory.Exists(folder) ? []
                : [.. (files ? Directory.GetFiles(folder, pattern) : Directory.GetDirectories(folder, pattern)).OrderDescending(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
