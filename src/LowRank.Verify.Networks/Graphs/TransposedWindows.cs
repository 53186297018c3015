using LowRank.Verify.Networks.Onnx;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>How a transposed convolution's kernel moves along each spatial dimension.</summary>
/// <param name="Strides">Steps in the output.</param>
/// <param name="Dilations">Distances between the kernel's entries.</param>
/// <param name="Begin">What is cut off before the output.</param>
/// <param name="Output">The output's sizes.</param>
internal sealed record TransposedWindows(int[] Strides, int[] Dilations, int[] Begin, int[] Output)
{
    /// <exception cref="InputException">An attribute has the wrong length or a value out of range, or the output is empty.</exception>
    public static TransposedWindows Read(GraphNode node, IReadOnlyList<int> input, IReadOnlyList<int> kernel)
    {
        OnnxAttributes attributes = node.Attributes;
        int rank = input.Count;
        int[] Setting(string name, int count, int otherwise, int least) =>
            OnnxWindows.Setting(attributes, name, count, otherwise, least, node.Place);
        int[] strides = Setting("strides", rank, 1, 1), dilations = Setting("dilations", rank, 1, 1),
            pads = Setting("pads", 2 * rank, 0, 0),
            extra = Setting("output_padding", rank, 0, 0), wanted = Setting("output_shape", rank, 0, 0),
            output = new int[rank], begin = new int[rank];
        string mode = attributes.Text("auto_pad", "NOTSET");
        bool isGiven = attributes.Integers("output_shape") is { Count: > 0 }, isSame = mode is "SAME_UPPER" or "SAME_LOWER";
        for (int d = 0; d < rank; d++)
        {
            int full = (strides[d] * (input[d] - 1)) + extra[d] + ((kernel[d] - 1) * dilations[d]) + 1;
            output[d] = isGiven ? wanted[d] : isSame ? input[d] * strides[d]
                : mode == "VALID" ? full : full - pads[d] - pads[d + rank];
            int total = full - output[d];
            begin[d] = isGiven || isSame ? mode == "SAME_UPPER" ? total / 2 : total - (total / 2) : mode == "VALID" ? 0 : pads[d];
            if (output[d] <= 0)
            {
                throw node.Failure("its output is empty");
            }
        }

        return new TransposedWindows(strides, dilations, begin, output);
    }
}
