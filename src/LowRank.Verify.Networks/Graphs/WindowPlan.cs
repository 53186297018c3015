using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>Where the taps of a convolution lie in a sample; the same for all groups up to the group's first channel.</summary>
internal sealed class WindowPlan
{
    private readonly int[][] along;
    private readonly int[] kernel, steps;
    private readonly int pixels;
    private int[]? places;

    private WindowPlan(int groups, int outputs, int groupLength, int[] output, int[][] along, int[] input, int channels)
    {
        (Groups, Outputs, GroupLength, Output) = (groups, outputs, groupLength, output);
        Positions = GraphTensor.Size(output);
        this.along = along;
        kernel = [.. along.Select((a, d) => a.Length / output[d])];
        (pixels, steps) = (GraphTensor.Size(input), Broadcast.Steps(input));
        Taps = channels * GraphTensor.Size(kernel);
    }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>Output channels of a group.</summary>
    public int Outputs { get; }

    /// <summary>Numbers of a sample that a group sees.</summary>
    public int GroupLength { get; }

    /// <summary>The output's spatial sizes.</summary>
    public int[] Output { get; }

    public int Positions { get; }

    /// <summary>Entries of a patch.</summary>
    public int Taps { get; }

    /// <summary>Places[t·Positions + p]: where tap t of position p lies in the group's numbers, or −1.</summary>
    public int[] Places => places ??= Place();

    /// <summary>A convolution: position p sees p·stride − begin + k·dilation.</summary>
    public static WindowPlan Forward(int groups, int outputs, int channels, int[] input, int[] output, int[] kernel, int[] strides,
        int[] dilations, int[] begin) => new(groups, outputs, channels * GraphTensor.Size(input), output,
        [.. output.Select((n, d) => Along(n, kernel[d], (p, k) => Within(((long)p * strides[d]) - begin[d] + ((long)k * dilations[d]), 1,
            input[d])))], input, channels);

    /// <summary>A transposed convolution: position p sees x where x·stride − begin + k·dilation = p.</summary>
    public static WindowPlan Transposed(int groups, int outputs, int channels, int[] input, int[] output, int[] kernel, int[] strides,
        int[] dilations, int[] begin) => new(groups, outputs, channels * GraphTensor.Size(input), output,
        [.. output.Select((n, d) => Along(n, kernel[d], (p, k) => Within((long)p + begin[d] - ((long)k * dilations[d]), strides[d],
            input[d])))], input, channels);

    /// <summary>Patches of one group of a sample, Taps × Positions, row-major; 0 in the padding.</summary>
    public double[] Patches(ReadOnlySpan<double> numbers)
    {
        double[] patches = new double[Places.Length];
        for (int i = 0; i < patches.Length; i++)
        {
            patches[i] = Places[i] < 0 ? 0 : numbers[Places[i]];
        }

        return patches;
    }

    private int[] Place()
    {
        int[] result = new int[GraphTensor.Size([Taps, Positions])];
        int size = GraphTensor.Size(kernel);
        for (int t = 0; t < Taps; t++)
        {
            for (int p = 0; p < Positions; p++)
            {
                int at = t / size * pixels, position = p, tap = t % size;
                for (int d = kernel.Length - 1; d >= 0 && at >= 0; d--)
                {
                    int x = along[d][(position % Output[d] * kernel[d]) + (tap % kernel[d])];
                    at = x < 0 ? -1 : at + (x * steps[d]);
                    (position, tap) = (position / Output[d], tap / kernel[d]);
                }

                result[(t * Positions) + p] = at;
            }
        }

        return result;
    }

    private static int[] Along(int positions, int kernel, Func<int, int, int> place) =>
        [.. Enumerable.Range(0, positions).SelectMany(p => Enumerable.Range(0, kernel).Select(k => place(p, k)))];

    private static int Within(long at, int step, int size) => at >= 0 && at % step == 0 && at / step < size ? (int)(at / step) : -1;
}
