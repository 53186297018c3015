using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch;

/// <summary>
/// Numbers to a device and back. Matrices of this project are column-major, so a matrix of m rows is a view of an n×m tensor. TorchSharp
/// hands a number to libtorch by an object that the garbage collector may free during the call (also the 1 in a + b, which stands for
/// a + 1·b): numbers that meet tensors are kept in static fields, and sums of tensors are written with <see cref="Plus"/>.
/// </summary>
internal static class Tensors
{
    private static readonly Scalar One = 1.0;

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>The sums of the columns.</summary>
    public static Tensor ColumnSums(this Tensor x) => x.sum(0L, false, null);

    /// <summary>The only number of a tensor.</summary>
    public static double Number(this Tensor x) => Download(x)[0];

    /// <summary>A column-major m×n matrix as an m×n tensor (a transposed view of what lies on the device).</summary>
    public static Tensor OfColumns(ReadOnlySpan<double> values, int rows, int columns, Device device) =>
        Upload(values, [columns, rows], device).t();

    /// <summary>A row vector 1×n of numbers.</summary>
    public static Tensor Row(ReadOnlySpan<double> values, Device device) => Upload(values, [1, values.Length], device);

    /// <summary>A column vector n×1 of numbers.</summary>
    public static Tensor Column(ReadOnlySpan<double> values, Device device) => Upload(values, [values.Length, 1], device);

    /// <summary>Numbers in row-major order.</summary>
    public static Tensor Upload(ReadOnlySpan<double> values, long[] shape, Device device)
    {
        Tensor host = empty(shape, float64);
        values.CopyTo(MemoryMarshal.Cast<byte, double>(host.bytes));
        return To(host, device);
    }

    /// <summary>Integers in row-major order.</summary>
    public static Tensor Upload(ReadOnlySpan<long> values, long[] shape, Device device)
    {
        Tensor host = empty(shape, int64);
        values.CopyTo(MemoryMarshal.Cast<byte, long>(host.bytes));
        return To(host, device);
    }

    /// <summary>The numbers of a tensor in row-major order.</summary>
    public static double[] Download(Tensor tensor)
    {
        using Tensor host = tensor.cpu().contiguous();
        return MemoryMarshal.Cast<byte, double>(host.bytes).ToArray();
    }

    /// <summary>The numbers of an m×n tensor in column-major order.</summary>
    public static double[] DownloadColumns(Tensor matrix) => Download(matrix.t());

    /// <summary>Copies an m×n tensor to a column-major span.</summary>
    public static void CopyColumns(Tensor matrix, Span<double> target)
    {
        using Tensor host = matrix.t().cpu().contiguous();
        MemoryMarshal.Cast<byte, double>(host.bytes).CopyTo(target);
    }

    private static Tensor To(Tensor host, Device device)
    {
        if (device.type == TorchSharp.DeviceType.CPU)
        {
            return host;
        }

        Tensor there = host.to(device);
        host.Dispose();
        return there;
    }
}
