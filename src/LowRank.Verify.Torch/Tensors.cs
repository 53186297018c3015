using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch;

/// <summary>Numbers to a device and back. Matrices of this project are column-major, so a matrix of m rows is a view of an n×m tensor.</summary>
internal static class Tensors
{
    /// <summary>A column-major m×n matrix as an m×n tensor (a transposed view of what lies on the device).</summary>
    public static Tensor OfColumns(ReadOnlySpan<double> values, int rows, int columns, Device device) => Upload(values, [columns, rows], device).t();

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
