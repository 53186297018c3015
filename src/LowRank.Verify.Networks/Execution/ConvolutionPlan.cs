using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// A convolution as products: for every group a kernel matrix (outputs × taps of the group's channels) times the matrix of patches.
/// A sample's input and output lie channel by channel, positions within.
/// </summary>
internal sealed class ConvolutionPlan
{
    private ConvolutionPlan(int inputLength, int positions, int groups, int outputs, int taps)
    {
        (InputLength, Positions, Groups, Outputs, Taps) = (inputLength, positions, groups, outputs, taps);
        Kernels = new double[groups][];
        Places = new int[groups][];
    }

    /// <summary>Numbers of a sample before the layer.</summary>
    public int InputLength { get; }

    /// <summary>Places at which the kernel is applied, P.</summary>
    public int Positions { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>Output channels of a group.</summary>
    public int Outputs { get; }

    /// <summary>Entries of a patch: channels of a group times kernel size.</summary>
    public int Taps { get; }

    /// <summary>Kernels[g]: the group's kernel matrix, Outputs × Taps, column-major.</summary>
    public double[][] Kernels { get; }

    /// <summary>Places[g][t + p·Taps]: where tap t of position p lies in the sample, or −1 in the padding.</summary>
    public int[][] Places { get; }

    /// <summary>The plan of a layer whose geometry is known.</summary>
    public static ConvolutionPlan Of(ConvolutionLayer layer)
    {
        ConvolutionGeometry geometry = layer.Geometry!;
        int[] input = [.. geometry.InputSpatial!], output = [.. geometry.OutputSpatial!], kernel = [.. layer.KernelShape];
        int pixels = Count(input), positions = Count(output), size = Count(kernel);
        int channels = layer.InputChannels / layer.Groups, outputs = layer.OutputChannels / layer.Groups, taps = channels * size;
        ConvolutionPlan plan = new(layer.InputChannels * pixels, positions, layer.Groups, outputs, taps);
        for (int g = 0; g < plan.Groups; g++)
        {
            double[] matrix = plan.Kernels[g] = new double[outputs * taps];
            int[] places = plan.Places[g] = new int[taps * positions];
            for (int t = 0; t < taps; t++)
            {
                for (int o = 0; o < outputs; o++)
                {
                    matrix[o + (t * outputs)] = layer.Kernel[(g * outputs) + o, t];
                }

                for (int p = 0; p < positions; p++)
                {
                    int at = Place(geometry, input, output, kernel, p, t % size);
                    places[t + (p * taps)] = at < 0 ? -1 : (((g * channels) + (t / size)) * pixels) + at;
                }
            }
        }

        return plan;
    }

    /// <summary>Patches of one sample for one group: Taps × Positions, zeros in the padding.</summary>
    public double[] Patches(int group, ReadOnlySpan<double> sample)
    {
        int[] places = Places[group];
        double[] patches = new double[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            patches[i] = places[i] < 0 ? 0 : sample[places[i]];
        }

        return patches;
    }

    /// <summary>
    /// Adds what each entry of the patches stands for back to the sample's numbers: the adjoint of <see cref="Patches"/>.
    /// </summary>
    public void Return(int group, double[] patches, Span<double> sample)
    {
        int[] places = Places[group];
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0)
            {
                sample[places[i]] += patches[i];
            }
        }
    }

    /// <summary>The outputs of one group for one sample, Positions × Outputs: patchesᵀ·kernelᵀ.</summary>
    public void Apply(IEngine engine, double[] patches, double[] kernel, Span<double> outputs) =>
        engine.Multiply(true, true, Positions, Outputs, Taps, patches, kernel, outputs);

    private static int Place(ConvolutionGeometry geometry, int[] input, int[] output, int[] kernel, int position, int tap)
    {
        int at = 0, step = 1;
        for (int d = input.Length - 1; d >= 0; d--)
        {
            long x = ((long)(position % output[d]) * geometry.Strides[d]) - geometry.PadsBegin[d]
                + ((long)(tap % kernel[d]) * geometry.Dilations[d]);
            if (x < 0 || x >= input[d])
            {
                return -1;
            }

            at += (int)x * step;
            step *= input[d];
            position /= output[d];
            tap /= kernel[d];
        }

        return at;
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, d) => product * d);
}
