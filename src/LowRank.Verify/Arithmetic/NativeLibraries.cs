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

    /// <summary>What to do about a library that cannot be loaded, in one sentence without its full stop.</summary>
    public static string Missing(string name)
    {
        (string title, string variable, string file, string package) = name == Mpfr
            ? ("MPFR", "LOWRANK_MPFR", "libmpfr.so.6", "libmpfr6")
            : ("OpenBLAS", "LOWRANK_OPENBLAS", "libopenblas.so.0", "libopenblas0-pthread");
        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } chosen && chosen != "none"
            ? $"{variable}={chosen} is no {title} library that can be loaded"
            : $"{title} ({file}) was not found: install it (Debian: apt-get install {package}) or set {variable} to its path";
    }

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

        throw new MissingLibraryException(Missing(name) + ".");
    }

    private static bool TryLoad(string name, out nint handle)
    {
        string? chosen = Environment.GetEnvironmentVariable(name == Mpfr ? "LOWRANK_MPFR" : "LOWRANK_OPENBLAS");
        if (!string.IsNullOrEmpty(chosen))
        {
            handle = 0;
            return chosen != "none" && NativeLibrary.TryLoad(chosen, out handle) && NativeLibrary.TryGetExport(handle, name == Mpfr ? "mpfr_get_version" : "dgemm_", out _);
        }

        string[] candidates = name == Mpfr
            ? ["libmpfr.so.6", "libmpfr.so", "libmpfr.6.dylib"] // not on Windows, where MPFR's long has 32 bits
            : ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib", "libopenblas.dll", "openblas"];
        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, typeof(NativeLibraries).Assembly, null, out handle))
            {
                return true;
            }
        }

        handle = 0;
        return false;
    }
}
