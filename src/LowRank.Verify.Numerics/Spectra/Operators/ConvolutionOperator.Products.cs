using System.Numerics.Tensors;

namespace LowRank.Verify.Spectra.Operators;

/// <content>Products with vectors in double arithmetic, without forming the matrix.</content>
public sealed partial class ConvolutionOperator
{
    /// <summary>
    /// y = Ax in double arithmetic: every entry is an inner product of length ChannelsPerGroup·Taps, summed in some order, with or without
    /// fused operations.
    /// </summary>
    /// <param name="x">c_in × n_1 × … × n_D numbers, row-major.</param>
    /// <param name="y">Receives c_out × m_1 × … × m_D numbers.</param>
    /// <exception cref="ArgumentException">A length disagrees.</exception>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => Apply(Kernel.Values, x, y);

    /// <summary>x = Aᵀy in double arithmetic.</summary>
    /// <param name="y">c_out × m_1 × … × m_D numbers, row-major.</param>
    /// <param name="x">Receives c_in × n_1 × … × n_D numbers.</param>
    /// <exception cref="ArgumentException">A length disagrees.</exception>
    public void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x) => ApplyTransposed(Kernel.Values, y, x);

    /// <summary>Ax with other kernel entries at the same places.</summary>
    internal void Apply(double[] weights, ReadOnlySpan<double> x, Span<double> y)
    {
        CheckLengths(x.Length, y.Length);
        y.Clear();
        double[] patch = new double[OutputPositions];
        int outputsPerGroup = OutputChannels / Groups;
        for (int channel = 0; channel < InputChannels; channel++)
        {
            int group = channel / ChannelsPerGroup, column = channel % ChannelsPerGroup * Taps;
            ReadOnlySpan<double> image = x.Slice(channel * InputPositions, InputPositions);
            for (int tap = 0; tap < Taps; tap++)
            {
                int[] source = sources[tap];
                for (int m = 0; m < patch.Length; m++)
                {
                    patch[m] = source[m] >= 0 ? image[source[m]] : 0;
                }

                for (int o = group * outputsPerGroup; o < (group + 1) * outputsPerGroup; o++)
                {
                    Span<double> target = y.Slice(o * OutputPositions, OutputPositions);
                    TensorPrimitives.MultiplyAdd(patch, weights[o + ((column + tap) * OutputChannels)], target, target);
                }
            }
        }
    }

    /// <summary>Aᵀy with other kernel entries at the same places.</summary>
    internal void ApplyTransposed(double[] weights, ReadOnlySpan<double> y, Span<double> x)
    {
        CheckLengths(x.Length, y.Length);
        x.Clear();
        double[] patch = new double[OutputPositions];
        int outputsPerGroup = OutputChannels / Groups;
        for (int channel = 0; channel < InputChannels; channel++)
        {
            int group = channel / ChannelsPerGroup, column = channel % ChannelsPerGroup * Taps;
            Span<double> image = x.Slice(channel * InputPositions, InputPositions);
            for (int tap = 0; tap < Taps; tap++)
            {
                Array.Clear(patch);
                for (int o = group * outputsPerGroup; o < (group + 1) * outputsPerGroup; o++)
                {
                    TensorPrimitives.MultiplyAdd(y.Slice(o * OutputPositions, OutputPositions), weights[o + ((column + tap) * OutputChannels)], patch, patch);
                }

                int[] source = sources[tap];
                for (int m = 0; m < patch.Length; m++)
                {
                    if (source[m] >= 0)
                    {
                        image[source[m]] += patch[m];
                    }
                }
            }
        }
    }

    private void CheckLengths(int input, int output)
    {
        if (input != Columns || output != Rows)
        {
            throw new ArgumentException($"The operator maps {Columns} numbers to {Rows}, not {input} to {output}.");
        }
    }
}
