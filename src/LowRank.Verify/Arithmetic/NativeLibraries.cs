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

        throw new MissingLibraryException(name == Mpfr
            ? "MPFR (libmpfr.so.6) was not found: install it (Debian: apt-get install libmpfr6) or set LOWRANK_MPFR to its path."
            : "OpenBLAS (libopenblas.so.0) was not found: install it (Debian: apt-get install libopenblas0-pthread) or set LOWRANK_OPENBLAS to its path.");
    }

    private static bool TryLoad(string name, out nint handle)
    {
        string? chosen = Environment.GetEnvironmentVariable(name == Mpfr ? "LOWRANK_MPFR" : "LOWRANK_OPENBLAS");
        if (!string.IsNullOrEmpty(chosen))
        {
            handle = 0;
            return chosen != "none" && NativeLibrary.TryLoad(chosen, out handle);
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
