using System.Globalization;
using System.Runtime.InteropServices;
using LowRank.Verify.Arithmetic;
using TorchSharp;

namespace LowRank.Verify.Torch;

/// <summary>
/// A device of libtorch by its name: <c>cpu</c>, <c>cuda</c> (the first), <c>cuda:1</c>, or <c>auto</c> (the first CUDA device where there
/// is one, the processor otherwise).
/// </summary>
/// <param name="Name">cpu or cuda:index.</param>
/// <param name="MemoryAtStart">Bytes that were free when the device was opened, before anything of this process lay on it.</param>
public sealed record TorchDevice(string Name, long MemoryAtStart)
{
    /// <summary>The environment variable that names the device where the command line does not.</summary>
    public const string Variable = "LOWRANK_DEVICE";

    /// <summary>True for a CUDA device.</summary>
    public bool IsCuda => Name != "cpu";

    /// <summary>For TorchSharp.</summary>
    internal torch.Device Handle => torch.device(Name);

    /// <summary>True when the text is a name of a device, whether or not there is such a device.</summary>
    public static bool IsName(string text) => text is "cpu" or "auto" or "cuda" || Index(text) is not null;

    /// <summary>Opens a device; libtorch must be loaded.</summary>
    /// <exception cref="MissingLibraryException">The name is none, or there is no such device here; one line.</exception>
    internal static TorchDevice Open(string name)
    {
        if (!IsName(name))
        {
            throw new MissingLibraryException($"'{name}' names no device: use cpu, cuda, cuda:1 or auto.");
        }

        bool hasCuda = name != "cpu" && torch.cuda.is_available();
        if (name == "cpu" || (name == "auto" && !hasCuda))
        {
            return new TorchDevice("cpu", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        }

        int count = hasCuda ? torch.cuda.device_count() : 0, index = Index(name) ?? 0;
        if (index >= count)
        {
            string seen = count == 0
                ? "no CUDA device (it may be the build for processors only)"
                : string.Create(CultureInfo.InvariantCulture, $"{count} CUDA device{(count == 1 ? string.Empty : "s")}");
            throw new MissingLibraryException(
                $"The device '{name}' is not there: this libtorch sees {seen}; use --device cpu or auto.");
        }

        torch.InitializeDeviceType(DeviceType.CUDA);
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = false;
        torch.backends.cudnn.allow_tf32 = false;
        return new TorchDevice(string.Create(CultureInfo.InvariantCulture, $"cuda:{index}"), FreeCudaMemory(index));
    }

    /// <summary>Refuses work that needs more memory than the device had, before it begins.</summary>
    /// <exception cref="MissingLibraryException">There is too little; one line.</exception>
    internal void RequireMemory(double bytes, string what)
    {
        if (bytes > MemoryAtStart)
        {
            throw new MissingLibraryException(string.Create(
                CultureInfo.InvariantCulture,
                $"The device '{Name}' has too little memory for {what}: about {bytes / (1 << 30):F1} GiB are needed and "
                    + $"{MemoryAtStart / (double)(1 << 30):F1} GiB were free; use LOWRANK_ENGINE=openblas."));
        }
    }

    private static int? Index(string name) =>
        name.StartsWith("cuda:", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : null;

    // The CUDA runtime that libtorch brought along; unknown memory counts as enough.
    private static unsafe long FreeCudaMemory(int index)
    {
        foreach (string library in new[] { "libcudart.so.13", "libcudart.so.12", "libcudart.so" })
        {
            if (NativeLibrary.TryLoad(library, out nint handle)
                && NativeLibrary.TryGetExport(handle, "cudaSetDevice", out nint select)
                && NativeLibrary.TryGetExport(handle, "cudaMemGetInfo", out nint information))
            {
                nuint free = 0, total = 0;
                if (((delegate* unmanaged<int, int>)select)(index) == 0
                    && ((delegate* unmanaged<nuint*, nuint*, int>)information)(&free, &total) == 0)
                {
                    return (long)free;
                }
            }
        }

        return long.MaxValue;
    }
}
