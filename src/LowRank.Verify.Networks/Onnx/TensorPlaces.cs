using LowRank.Verify.Networks.Operations;

namespace LowRank.Verify.Networks.Onnx;

/// <summary>Places in the row-major numbers of one sample, for operators that move or pool them.</summary>
internal static class TensorPlaces
{
    /// <summary>Most places that are listed for one operator.</summary>
    private const long Most = 1 << 24;

    /// <summary>Offsets Σ index_d·steps_d for every index of a shape, last index fastest.</summary>
    public static IEnumerable<int> Strided(int[] shape, int[] steps)
    {
        int[] index = new int[shape.Length];
        int count = shape.Aggregate(1, (product, d) => product * d);
        for (int i = 0, at = 0; i < count; i++)
        {
            yield return at;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                at += steps[d];
                if (++index[d] < shape[d])
                {
                    break;
                }

                at -= steps[d] * index[d];
                index[d] = 0;
            }
        }
    }

    /// <summary>The sample whose dimension d is the old dimension permutation[d].</summary>
    public static StepOperation.Gather Permuted(int[] sample, int[] permutation)
    {
        int[] old = Steps(sample);
        return new StepOperation.Gather(Count(sample),
            [.. Strided([.. permutation.Select(d => sample[d])], [.. permutation.Select(d => old[d])])], 0);
    }

    /// <summary>The sample with a constant before and after along each dimension; negative amounts crop.</summary>
    public static StepOperation.Gather? Padded(int[] sample, int[] before, int[] after, double value)
    {
        int[] size = [.. sample.Select((d, i) => d + before[i] + after[i])];
        if (size.Aggregate(1L, (product, d) => Math.Min(product * d, Most + 1)) > Most)
        {
            return null;
        }

        int[] old = Steps(sample), fresh = Steps(size), source = new int[Count(size)];
        for (int i = 0; i < source.Length; i++)
        {
            int from = 0;
            for (int d = 0; d < size.Length && from >= 0; d++)
            {
                int at = (i / fresh[d] % size[d]) - before[d];
                from = at >= 0 && at < sample[d] ? from + (at * old[d]) : -1;
            }

            source[i] = from;
        }

        return new StepOperation.Gather(Count(sample), source, value);
    }

    /// <summary>Windows of pooling; null where there are too many places, or a window sees nothing.</summary>
    public static StepOperation.Window? Pooling(OnnxWindows windows, int channels, bool isMaximum, bool countsPadding)
    {
        int[] input = windows.Input!, output = windows.Output!;
        int full = Count(windows.Sizes);
        if (channels * (long)full * output.Aggregate(1L, (product, d) => Math.Min(product * d, Most + 1)) > Most)
        {
            return null;
        }

        int[] inputSteps = Steps(input), outputSteps = Steps(output);
        int pixels = Count(input), positions = Count(output);
        int[][] inside = new int[channels * positions][];
        int[] divisors = new int[inside.Length];
        for (int p = 0; p < positions; p++)
        {
            List<int> places = [0];
            for (int d = 0; d < input.Length; d++)
            {
                int[] along = [.. windows.Inside(d, p / outputSteps[d] % output[d]).Select(at => at * inputSteps[d])];
                places = [.. places.SelectMany(start => along.Select(offset => start + offset))];
            }

            if (places.Count == 0)
            {
                return null;
            }

            for (int c = 0; c < channels; c++)
            {
                inside[(c * positions) + p] = [.. places.Select(at => (c * pixels) + at)];
                divisors[(c * positions) + p] = countsPadding ? full : places.Count;
            }
        }

        return new StepOperation.Window(channels * pixels, isMaximum, inside, divisors);
    }

    /// <summary>One window for each channel over all of its pixels.</summary>
    public static StepOperation.Window? Pooling(int channels, int pixels, bool isMaximum) => (long)channels * pixels > Most
        ? null
        : new StepOperation.Window(
            channels * pixels, isMaximum, [.. Enumerable.Range(0, channels).Select(c => Enumerable.Range(c * pixels, pixels).ToArray())],
                [.. Enumerable.Repeat(pixels, channels)]);

    private static int Count(int[] shape) => shape.Aggregate(1, (product, d) => product * d);

    private static int[] Steps(int[] shape)
    {
        int[] steps = new int[shape.Length];
        for (int d = shape.Length - 1, step = 1; d >= 0; d--)
        {
            steps[d] = step;
            step *= shape[d];
        }

        return steps;
    }
}
