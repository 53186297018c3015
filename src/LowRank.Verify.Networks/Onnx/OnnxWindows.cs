namespace LowRank.Verify.Networks.Onnx;

/// <summary>How a window (of a convolution or of pooling) moves along each spatial dimension of an operator.</summary>
/// <param name="Sizes">Window sizes.</param>
/// <param name="Strides">Steps.</param>
/// <param name="Dilations">Distances between a window's entries.</param>
/// <param name="Begin">Padding before; null where it depends on an unknown size.</param>
/// <param name="End">Padding after; null where it depends on an unknown size.</param>
/// <param name="Input">Input sizes, or null.</param>
/// <param name="Output">Output sizes, or null.</param>
internal sealed record OnnxWindows(int[] Sizes, int[] Strides, int[] Dilations, int[]? Begin, int[]? End, int[]? Input, int[]? Output)
{
    private const int LargestSetting = 1 << 24;

    /// <summary>Reads the attributes of Conv, MaxPool and AveragePool.</summary>
    /// <exception cref="InputException">An attribute has the wrong length or a value out of range, or no window fits the input.</exception>
    public static OnnxWindows Read(OnnxAttributes attributes, int[] sizes, IReadOnlyList<int?>? spatial, string place)
    {
        int rank = sizes.Length;
        int[] strides = Setting(attributes, "strides", rank, 1, 1, place), dilations = Setting(attributes, "dilations", rank, 1, 1, place);
        int[] pads = Setting(attributes, "pads", 2 * rank, 0, 0, place);
        int[]? begin = pads[..rank], end = pads[rank..];
        int[]? input = spatial is null || spatial.Any(d => d is null) ? null : [.. spatial.Select(d => d!.Value)];
        string mode = attributes.Text("auto_pad", "NOTSET");
        if (mode == "VALID")
        {
            (begin, end) = (new int[rank], new int[rank]);
        }
        else if (mode is "SAME_UPPER" or "SAME_LOWER")
        {
            (begin, end) = Same(sizes, strides, dilations, input, mode == "SAME_UPPER");
        }
        else if (mode != "NOTSET")
        {
            throw new InputException($"{place}: auto_pad '{FileText.Short(mode)}' is not known.");
        }

        int[]? output = input is null || begin is null || end is null ? null : new int[rank];
        for (int d = 0; d < output?.Length; d++)
        {
            long room = (long)input![d] + begin![d] + end![d] - Reach(sizes[d], dilations[d]);
            bool up = attributes.Integer("ceil_mode", 0) != 0; // of pooling; a convolution has no such attribute
            long count = room < 0 ? 0 : Rounded(room, strides[d], up);
            if (up && count * strides[d] >= (long)input[d] + begin[d] + strides[d])
            {
                // The last window of ceil_mode would start in the padding after the input.
                count--;
            }

            output[d] = count is > 0 and <= int.MaxValue ? (int)count
                : throw new InputException(
                $"{place}: a window of {Reach(sizes[d], dilations[d])} does not fit its input of {input[d]} along dimension {d}.");
        }

        return new OnnxWindows(sizes, strides, dilations, begin, end, input, output);
    }

    /// <summary>Values that must be at least a minimum.</summary>
    public static int[] Setting(OnnxAttributes attributes, string name, int count, int otherwise, int minimum, string place)
    {
        IReadOnlyList<long>? given = attributes.Integers(name);
        if (given is null || given.Count == 0)
        {
            return [.. Enumerable.Repeat(otherwise, count)];
        }

        return given.Count == count && given.All(v => v >= minimum && v <= LargestSetting)
            ? [.. given.Select(v => (int)v)]
            : throw new InputException($"{place}: '{name}' must be {count} integers from {minimum} to {LargestSetting}.");
    }

    /// <summary>First and last input coordinate of a window, clipped to the input, and how many of its entries are inside.</summary>
    public IEnumerable<int> Inside(int dimension, int window)
    {
        long first = ((long)window * Strides[dimension]) - Begin![dimension];
        for (int j = 0; j < Sizes[dimension]; j++)
        {
            long at = first + ((long)j * Dilations[dimension]);
            if (at >= 0 && at < Input![dimension])
            {
                yield return (int)at;
            }
        }
    }

    private static long Reach(int size, int dilation) => ((long)(size - 1) * dilation) + 1;

    private static long Rounded(long room, int stride, bool up) => (up ? (room + stride - 1) / stride : room / stride) + 1;

    private static (int[]? Begin, int[]? End) Same(int[] sizes, int[] strides, int[] dilations, int[]? input, bool upper)
    {
        if (input is null && strides.Any(s => s != 1))
        {
            return (null, null);
        }

        int[] begin = new int[sizes.Length], end = new int[sizes.Length];
        for (int d = 0; d < sizes.Length; d++)
        {
            long reach = Reach(sizes[d], dilations[d]);
            long size = input?[d] ?? reach;
            long total = Math.Max(0, (((size + strides[d] - 1) / strides[d]) - 1) * strides[d] + reach - size);
            total = Math.Min(total, int.MaxValue);
            begin[d] = (int)(upper ? total / 2 : total - (total / 2));
            end[d] = (int)(total - begin[d]);
        }

        return (begin, end);
    }
}
