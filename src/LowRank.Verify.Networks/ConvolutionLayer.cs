using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks;

/// <summary>
/// A convolution (cross-correlation, as ONNX and torch define it): output channel o at a position is the inner product of row o of
/// the kernel with the input's patch there, plus Bias[o].
/// </summary>
/// <param name="Name">The node's or tensor's name.</param>
/// <param name="Kernel">The kernel reshaped to c_out × (c_in/groups · k_1 · k_2 · …).</param>
/// <param name="InputChannels">c_in.</param>
/// <param name="OutputChannels">c_out.</param>
/// <param name="KernelShape">k_1, k_2, ….</param>
/// <param name="Groups">Groups of channels that do not mix.</param>
/// <param name="Geometry">Strides, padding, dilation and spatial sizes; null where the file holds weights only.</param>
public sealed record ConvolutionLayer(
    string Name,
    Matrix Kernel,
    int InputChannels,
    int OutputChannels,
    IReadOnlyList<int> KernelShape,
    int Groups,
    ConvolutionGeometry? Geometry)
    : Layer(Name, Size(InputChannels, Geometry?.InputSpatial), Size(OutputChannels, Geometry?.OutputSpatial))
{
    /// <summary>The name of the tensor that holds the kernel.</summary>
    public string TensorName { get; init; } = string.Empty;

    /// <summary>
    /// The kernel as one matrix of filters by patches of all input channels: with groups, each filter is zero on the channels of the
    /// other groups, so the singular values are those of the groups' kernels together.
    /// </summary>
    public Matrix WholeKernel()
    {
        if (Groups == 1)
        {
            return Kernel;
        }

        int rows = Kernel.Rows / Groups;
        double[] values = new double[(long)Kernel.Rows * Kernel.Columns * Groups];
        for (int j = 0; j < Kernel.Columns; j++)
        {
            for (int o = 0; o < Kernel.Rows; o++)
            {
                int group = o / rows;
                values[o + ((((long)group * Kernel.Columns) + j) * Kernel.Rows)] = Kernel[o, j];
            }
        }

        return new Matrix(Kernel.Rows, Kernel.Columns * Groups, values, Kernel.Storage);
    }

    private static int Size(int channels, IReadOnlyList<int>? spatial)
    {
        if (spatial is null)
        {
            return 0;
        }

        long size = spatial.Aggregate((long)channels, (product, n) => product > int.MaxValue ? product : product * n);
        return size <= int.MaxValue ? (int)size : 0;
    }
}
