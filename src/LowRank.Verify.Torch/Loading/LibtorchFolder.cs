using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LowRank.Verify.Torch.Loading;

/// <summary>
/// A folder that holds libtorch's libraries, and how it was found. The order: what <see cref="Variable"/> names; NuGet's cache (the package
/// of <see cref="Wanted"/>); the installation of torch that the Python on the PATH would import. Nothing is copied.
/// </summary>
/// <param name="Path">The folder of libtorch_cpu.so.</param>
/// <param name="Origin">Where it was found, for people.</param>
/// <param name="Version">What it says of its version, such as "2.10.0+cu128"; null when it does not say.</param>
internal sealed partial record LibtorchFolder(string Path, string Origin, string? Version)
{
    /// <summary>The environment variable that names a folder; <c>none</c> hides libtorch.</summary>
    public const string Variable = "LOWRANK_LIBTORCH";

    /// <summary>The version for which the bindings were built.</summary>
    public const string Wanted = "2.10";

    private const string Library = "libtorch_cpu.so";
    private const string Package = "libtorch-cpu-linux-x64";
    private const string PackageVersion = "2.10.0";
    private const int PythonPatience = 10_000; // ms

    /// <summary>True when the version is the one that the bindings need.</summary>
    public bool IsRight => Version is not null && (Version == Wanted || Version.StartsWith(Wanted + ".", StringComparison.Ordinal));

    /// <summary>The folder to load from, or null and one line that says what is missing.</summary>
    public static (LibtorchFolder? Folder, string Missing) Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;
        if (named == "none")
        {
            return (null, $"libtorch {Wanted} is hidden: {Variable} is 'none'; unset it to use libtorch.");
        }

        if (named is not null)
        {
            string? path = Holding(named);
            return path is null
                ? (null, $"libtorch was not found: {Variable} names '{named}', where there is no {Library} (nor in its folder 'lib'); "
                    + $"name the folder that holds it.")
                : Judged(new LibtorchFolder(path, Variable, VersionOf(path)));
        }

        string package = System.IO.Path.Combine(PackageCache(), Package, PackageVersion, "runtimes", "linux-x64", "native");
        if (Holding(package) is { } cached)
        {
            return (new LibtorchFolder(cached, "NuGet's cache", PackageVersion), string.Empty);
        }

        return OfPython() is { } python
            ? Judged(python)
            : (null, $"libtorch {Wanted} was not found: neither in NuGet's cache (package {Package} {PackageVersion}; in a checkout: "
                + $"dotnet restore eng/libtorch) nor as a Python's torch; install it or set {Variable} to the folder of {Library}.");
    }

    private static (LibtorchFolder? Folder, string Missing) Judged(LibtorchFolder found) => found.IsRight
        ? (found, string.Empty)
        : (null, found.Version is null
            ? $"the libtorch in '{found.Path}' ({found.Origin}) does not say its version (no 'build-version', no 'version.py'); {Wanted} "
                + $"is needed: set {Variable} to the folder of one that does."
            : $"the libtorch in '{found.Path}' ({found.Origin}) is version {found.Version}, and {Wanted} is needed: install that version "
                + $"or set {Variable} to its folder.");

    private static string? Holding(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, Library)) ? folder
        : File.Exists(System.IO.Path.Combine(folder, "lib", Library)) ? System.IO.Path.Combine(folder, "lib")
        : null;

    // A package's path holds the version; the archive of libtorch has build-version, a Python's torch has version.py, beside lib.
    private static string? VersionOf(string folder)
    {
        string above = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(folder)) ?? folder;
        foreach (string place in new[] { folder, above })
        {
            string text = System.IO.Path.Combine(place, "build-version"), python = System.IO.Path.Combine(place, "version.py");
            if (File.Exists(text))
            {
                return File.ReadLines(text).FirstOrDefault()?.Trim();
            }

            if (File.Exists(python) && PythonVersion().Match(File.ReadAllText(python)) is { Success: true } match)
            {
                return match.Groups[1].Value;
            }
        }

        return PackageFolder().Match(folder.Replace('\\', '/')) is { Success: true } inPackage ? inPackage.Groups[1].Value : null;
    }

    private static string PackageCache() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
        ? chosen
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    // The finder says where torch lies without importing it, which would take seconds.
    private static LibtorchFolder? OfPython()
    {
        const string Question = "import importlib.util as u; s = u.find_spec('torch'); print(s.origin if s and s.origin else '')";
        ProcessStartInfo start = new("python3") { RedirectStandardOutput = true, RedirectStandardError = true,
            RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Question);
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            Task<string> answer = process.StandardOutput.ReadToEndAsync();
            if (!answer.Wait(PythonPatience) || !process.WaitForExit(PythonPatience))
            {
                process.Kill(true);
                return null;
            }

            string? module = System.IO.Path.GetDirectoryName(answer.Result.Trim());
            return module is { Length: > 0 }
                && Holding(module) is { } path ? new LibtorchFolder(path, "Python's torch", VersionOf(path)) : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or InvalidOperationException
            or UnauthorizedAccessException)
        {
            return null; // no Python on the PATH
        }
    }

    [GeneratedRegex(@"__version__\s*=\s*['""]([^'""]+)['""]")]
    private static partial Regex PythonVersion();

    [GeneratedRegex(@"/libtorch-[^/]+/([0-9][^/]*)/runtimes/")]
    private static partial Regex PackageFolder();
}
