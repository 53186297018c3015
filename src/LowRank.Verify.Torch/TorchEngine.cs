using System.Globalization;
using System.Runtime.InteropServices;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Torch.Certificates;
using LowRank.Verify.Torch.Loading;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch;

/// <summary>
/// libtorch in float64 on one device: decompositions by its LAPACK or cuSOLVER, products by its BLAS or cuBLAS. Certificates keep their
/// matrices on the device. Arithmetic is checked by the probes and by every exact product, as that of any engine.
/// </summary>
public sealed class TorchEngine : IResidentEngine
{
    /// <summary>The name by which it is chosen.</summary>
    public const string EngineName = "torch";

    private readonly NativeTorch native;

    private TorchEngine(NativeTorch native, TorchDevice device)
    {
        this.native = native;
        Device = device;
    }

    /// <summary>The device.</summary>
    public TorchDevice Device { get; }

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <inheritdoc/>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"libtorch {native.Folder.Version} of {native.Folder.Origin}, device {Device.Name}, {Threads}"
            + $"{(native.IsWeakCopy ? ", shim from the cache" : string.Empty)}");

    private static string Threads => get_num_threads() is var count
        && count == 1 ? "1 thread" : string.Create(CultureInfo.InvariantCulture, $"{get_num_threads()} threads");

    /// <summary>Loads libtorch, opens a device, and checks the arithmetic that certificates use there.</summary>
    /// <param name="device">cpu, cuda, cuda:1, auto; null for what LOWRANK_DEVICE says, or cpu.</param>
    /// <exception cref="MissingLibraryException">libtorch, its shim or the device is missing; one line.</exception>
    public static TorchEngine Open(string? device = null)
    {
        NativeTorch native = NativeTorch.Load();
        string name = device ?? (Environment.GetEnvironmentVariable(TorchDevice.Variable) is { Length: > 0 } chosen ? chosen : "cpu");
        try
        {
            return new TorchEngine(native, TorchDevice.Open(name));
        }
        catch (Exception e) when (e is ExternalException or NotSupportedException or TypeInitializationException
            or InvalidOperationException or DllNotFoundException)
        {
            throw new MissingLibraryException(
                $"libtorch in '{native.Folder.Path}' was loaded and does not start on '{name}': {FirstLine(e.InnerException ?? e)}");
        }
    }

    /// <inheritdoc/>
    public SingularTriplets? Decompose(Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        Device.RequireMemory(Words(a, 6), $"a decomposition of a {a.Rows}×{a.Columns} matrix");
        using IDisposable scope = NewDisposeScope();
        return Run(() => linalg.svd(Tensors.OfColumns(a.Values, a.Rows, a.Columns, Device.Handle), fullMatrices: false)) is { } found
            ? new SingularTriplets(a.Rows, a.Columns, Tensors.DownloadColumns(found.Item1), Tensors.Download(found.Item2),
                Tensors.Download(found.Item3))
            : null;
    }

    /// <inheritdoc/>
    public double[]? SingularValues(Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        Device.RequireMemory(Words(a, 3), $"the singular values of a {a.Rows}×{a.Columns} matrix");
        using IDisposable scope = NewDisposeScope();
        return Run(() => linalg.svdvals(Tensors.OfColumns(a.Values, a.Rows, a.Columns, Device.Handle))) is { } found
            ? Tensors.Download(found) : null;
    }

    /// <summary>The singular values of a stack of matrices, in its scope.</summary>
    /// <exception cref="MissingLibraryException">libtorch failed.</exception>
    internal Tensor BatchedSingularValues(Tensor stack) => Run(() => linalg.svdvals(stack))
        ?? throw new MissingLibraryException(
            $"libtorch's singular value iteration did not converge on the device '{Device.Name}' for a matrix of the batch; use "
            + $"LOWRANK_ENGINE=openblas.");

    /// <inheritdoc/>
    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b,
        Span<double> c)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor left = transposeA ? Tensors.OfColumns(a[..(m * k)], k, m, Device.Handle).t()
            : Tensors.OfColumns(a[..(m * k)], m, k, Device.Handle);
        Tensor right = transposeB ? Tensors.OfColumns(b[..(k * n)], n, k, Device.Handle).t()
            : Tensors.OfColumns(b[..(k * n)], k, n, Device.Handle);

        // The product of the transposes is the column-major product itself.
        using Tensor host = matmul(right.t(), left.t()).cpu().contiguous();
        MemoryMarshal.Cast<byte, double>(host.bytes).CopyTo(c);
    }

    /// <inheritdoc/>
    public void Gram(int k, int n, ReadOnlySpan<double> a, Span<double> c)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor columns = Tensors.Upload(a[..(k * n)], [n, k], Device.Handle);
        using Tensor host = matmul(columns, columns.t()).cpu().contiguous();
        ReadOnlySpan<double> product = MemoryMarshal.Cast<byte, double>(host.bytes);
        for (int j = 0; j < n; j++)
        {
            product.Slice(j * n, j + 1).CopyTo(c.Slice(j * n, j + 1));
        }
    }

    /// <inheritdoc/>
    public IResidentDecomposition? DecomposeInPlace(Matrix tall)
    {
        ArgumentNullException.ThrowIfNull(tall);
        Device.RequireMemory(Words(tall, DeviceDecomposition.Matrices), $"the certificate of a {tall.Rows}×{tall.Columns} matrix");
        using IDisposable scope = NewDisposeScope();
        Tensor a = Tensors.OfColumns(tall.Values, tall.Rows, tall.Columns, Device.Handle);
        return Run(() => linalg.svd(a, fullMatrices: false)) is { } found
            ? new DeviceDecomposition(Name, a, found.Item1, found.Item2, found.Item3.t())
            : null;
    }

    // An iteration that does not converge, or NaN, is an exception of libtorch; so is memory that ran out.
    private T? Run<T>(Func<T> decompose)
        where T : notnull
    {
        try
        {
            return decompose();
        }
        catch (ExternalException e) when (e.Message.Contains("converge", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("error code", StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }
        catch (ExternalException e)
        {
            throw new MissingLibraryException($"libtorch failed on the device '{Device.Name}': {FirstLine(e)}");
        }
    }

    private static double Words(Matrix a, int matrices) => 8.0 * matrices * a.Rows * a.Columns;

    private static string FirstLine(Exception e) =>
        e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? e.GetType().Name;
}
