using System.Reflection;
using System.Runtime.InteropServices;

namespace LowRank.Verify.Arithmetic;

/// <summary>
/// Resolves the native libraries of the package by the names under which distributions ship them.
/// The environment variables LOWRANK_MPFR and LOWRANK_OPENBLAS name a file to load instead;
/// the value <c>none</c> hides the library.
/// </summary>
public static class NativeLibraries
{
    /// <summary>Import name of MPFR.</summary>
    public const string Mpfr = "mpfr";

    /// <summary>Import name of OpenBLAS (BLAS and LAPACK in one library).</summary>
    public const string OpenBlas = "openblas";

    private const string Hidden = "none";

    // A library without these is another one, whatever its name.
    private static readonly string[] MpfrEntries = ["mpfr_get_version", "mpfr_cmp", "mpfr_get_d"];
    private static readonly string[] OpenBlasEntries = ["openblas_get_config", "openblas_get_corename", "openblas_get_num_threads",
        "dgemm_", "dgesdd_"];

    private static readonly Lock Gate = new();
    private static bool registered;

    /// <summary>Installs the resolver once; called by the static constructors of the bindings.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (!registered)
            {
                NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
                registered = true;
            }
        }
    }

    /// <summary>True when the library can be loaded; the handle stays loaded.</summary>
    public static bool IsAvailable(string name) => TryLoad(name, out _);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name is not (Mpfr or OpenBlas))
        {
            return 0;
        }

        if (TryLoad(name, out nint handle))
        {
            return handle;
        }

        throw new MissingLibraryException(Missing(name));
    }

    /// <summary>
    /// One line: why a library that is not available cannot be used, naming the file that the environment variable names, and what to do.
    /// </summary>
    /// <param name="name">The import name, <see cref="Mpfr"/> or <see cref="OpenBlas"/>.</param>
    public static string Missing(string name)
    {
        (string title, string file, string package) = name == Mpfr ? ("MPFR", "libmpfr.so.6", "libmpfr6")
            : ("OpenBLAS", "libopenblas.so.0", "libopenblas0-pthread");
        string variable = Variable(name);
        string why = Chosen(name) is not { } chosen || chosen == Hidden ? $"{title} ({file}) was not found:"
            : chosen.Contains('/', StringComparison.Ordinal)
                && !File.Exists(chosen) ? $"{title} was not found: {variable} names '{chosen}', and there is no such file;"
            : !NativeLibrary.TryLoad(chosen, out _)
                ? $"{title} was not found: {variable} names '{chosen}', which cannot be loaded as a library;"
            : $"{title} was not found: {variable} names '{chosen}', a library without the functions of {title};";
        return $"{why} install it (Debian: apt-get install {package}) or set {variable} to its path.";
    }

    private static string Variable(string name) => name == Mpfr ? "LOWRANK_MPFR" : "LOWRANK_OPENBLAS";

    private static string? Chosen(string name) =>
        Environment.GetEnvironmentVariable(Variable(name)) is { Length: > 0 } chosen ? chosen : null;

    private static bool HasEntries(string name, nint handle) =>
        (name == Mpfr ? MpfrEntries : OpenBlasEntries).All(entry => NativeLibrary.TryGetExport(handle, entry, out _));

    private static bool TryLoad(string name, out nint handle)
    {
        if (Chosen(name) is { } chosen)
        {
            handle = 0;
            return chosen != Hidden && NativeLibrary.TryLoad(chosen, out handle) && HasEntries(name, handle);
        }

        string[] candidates = name == Mpfr
            ? ["libmpfr.so.6", "libmpfr.so", "libmpfr.6.dylib"] // not on Windows, where MPFR's long has 32 bits
            : ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib", "libopenblas.dll", "openblas"];
        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, typeof(NativeLibraries).Assembly, null, out handle) && HasEntries(name, handle))
            {
                return true;
            }
        }

        handle = 0;
        return false;
    }
}
