using System.Runtime.InteropServices;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Torch.Loading;

/// <summary>
/// libtorch and TorchSharp's shim, loaded by hand from where they lie. A process holds one libtorch: loading happens once, and its outcome
/// stays. Must be called before the first use of TorchSharp, which would otherwise look for copies beside the program.
/// </summary>
internal sealed partial class NativeTorch
{
    private const string Shim = "libLibTorchSharp.so";
    private static readonly string[] Parts = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];
    private static readonly Lock Gate = new();
    private static NativeTorch? loaded;
    private static string? refusal;

    // cuBLAS may be told by these to compute double products with narrower units. The C library's environment counts, not .NET's copy.
    private static readonly string[] EmulationSwitches = ["CUBLAS_EMULATE_DOUBLE_PRECISION", "CUBLAS_EMULATE_SINGLE_PRECISION",
        "NVIDIA_TF32_OVERRIDE"];

    private NativeTorch(LibtorchFolder folder, string shim, bool isWeakCopy)
    {
        Folder = folder;
        ShimPath = shim;
        IsWeakCopy = isWeakCopy;
    }

    /// <summary>Where libtorch was found.</summary>
    public LibtorchFolder Folder { get; }

    /// <summary>The shim that was loaded.</summary>
    public string ShimPath { get; }

    /// <summary>True when the shim is the copy of the cache.</summary>
    public bool IsWeakCopy { get; }

    /// <summary>Loads, or returns what was loaded before.</summary>
    /// <exception cref="MissingLibraryException">Something is missing; one line.</exception>
    public static NativeTorch Load()
    {
        lock (Gate)
        {
            if (loaded is null && refusal is null)
            {
                try
                {
                    loaded = LoadNow();
                }
                catch (MissingLibraryException e)
                {
                    refusal = e.Message;
                }
            }

            return loaded ?? throw new MissingLibraryException(refusal!);
        }
    }

    private static NativeTorch LoadNow()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new MissingLibraryException("The engine 'torch' runs on Linux with a 64-bit x86 processor only.");
        }

        (LibtorchFolder? folder, string missing) = LibtorchFolder.Find();
        if (folder is null)
        {
            throw new MissingLibraryException(missing);
        }

        string shim = FindShim()
            ?? throw new MissingLibraryException($"TorchSharp's {Shim} was not found beside the program nor in NuGet's cache.");
        foreach (string name in EmulationSwitches)
        {
            _ = Environments.Set(name, "0");
        }

        foreach (string library in Libraries(folder.Path))
        {
            Open(library, $"libtorch in '{folder.Path}' does not load");
        }

        if (NativeLibrary.TryLoad(shim, out _))
        {
            return new NativeTorch(folder, shim, false);
        }

        string? copy = WeakShim.Of(shim, WeakShim.CacheFolder);
        Open(copy ?? shim, "TorchSharp's shim does not load");
        return new NativeTorch(folder, copy ?? shim, copy is not null);
    }

    private static void Open(string library, string what)
    {
        try
        {
            _ = NativeLibrary.Load(library);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // The first line names the reason; the rest lists places.
            string reason = e.Message.Split('\n').FirstOrDefault(line => line.Contains(Path.GetFileName(library), StringComparison.Ordinal)
                && line.Contains(": ", StringComparison.Ordinal)) ?? e.Message.Split('\n')[0];
            throw new MissingLibraryException($"{what}: {reason.Trim()}");
        }
    }

    // OpenMP first, under whatever name the build gave it; libtorch brings its CUDA part along where it has one.
    private static IEnumerable<string> Libraries(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "libgomp*.so*").Order(StringComparer.Ordinal),
        .. Parts.Select(name => Path.Combine(folder, name)),
    ];

    private static string? FindShim()
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string version = typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3) ?? string.Empty;
        string[] places =
        [
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", Shim),
            Path.Combine(AppContext.BaseDirectory, Shim),
            Path.Combine(packages, "torchsharp", version, "runtimes", "linux-x64", "native", Shim),
        ];
        return Array.Find(places, File.Exists);
    }

    private static partial class Environments
    {
        public static int Set(string name, string value) => setenv(name, value, 1);

        [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int setenv(string name, string value, int overwrite);
    }
}
