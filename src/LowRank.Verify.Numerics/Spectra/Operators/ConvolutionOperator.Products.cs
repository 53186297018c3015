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
        foreach ((int channel, int tap, int column, int first) in UsesOfTaps())
        {
            ReadOnlySpan<double> image = x.Slice(channel * InputPositions, InputPositions);
            int[] source = sources[tap];
            for (int m = 0; m < patch.Length; m++)
            {
                patch[m] = source[m] >= 0 ? image[source[m]] : 0;
            }

            for (int o = first; o < first + (OutputChannels / Groups); o++)
            {
                Span<double> target = y.Slice(o * OutputPositions, OutputPositions);
                TensorPrimitives.MultiplyAdd(patch, weights[o + (column * OutputChannels)], target, target);
            }
        }
    }

    /// <summary>Aᵀy with other kernel entries at the same places.</summary>
    internal void ApplyTransposed(double[] weights, ReadOnlySpan<double> y, Span<double> x)
    {
        CheckLengths(x.Length, y.Length);
        x.Clear();
        double[] patch = new double[OutputPositions];
        foreach ((int channel, int tap, int column, int first) in UsesOfTaps())
        {
            Span<double> image = x.Slice(channel * InputPositions, InputPositions);
            Array.Clear(patch);
            for (int o = first; o < first + (OutputChannels / Groups); o++)
            {
                TensorPrimitives.MultiplyAdd(y.Slice(o * OutputPositions, OutputPositions), weights[o + (column * OutputChannels)], patch,
                    patch);
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

    // Every input channel at every tap, with the column of the kernel and the first output channel of its group.
    private IEnumerable<(int Channel, int Tap, int Column, int FirstOutput)> UsesOfTaps()
    {
        for (int channel = 0; channel < InputChannels; channel++)
        {
            int first = channel / ChannelsPerGroup * (OutputChannels / Groups), column = channel % ChannelsPerGroup * Taps;
            for (int tap = 0; tap < Taps; tap++)
            {
                yield return (channel, tap, column + tap, first);
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
