using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>From a convolution of a file to its linear map, where the file gives its whole geometry.</summary>
internal static class ConvolutionMap
{
    /// <summary>Why the operator of this layer is not known, or null.</summary>
    public static string? ReasonAgainst(ConvolutionLayer layer)
    {
        if (layer.Geometry is not { } geometry)
        {
            return $"layer '{layer.Name}' is a convolution, and the file holds its weights only: without stride, padding and the size of "
                + $"its input its operator norm is not known (an ONNX file with a fixed input size has them)";
        }

        return geometry.InputSpatial is null || geometry.OutputSpatial is null
            ? $"layer '{layer.Name}' is a convolution, and the file does not fix the size of its input, on which its operator norm "
                + $"depends; export the model with a fixed input size"
            : Operator(layer, geometry).Reason;
    }

    /// <summary>The operator, or null where <see cref="ReasonAgainst"/> gives a reason.</summary>
    public static ConvolutionOperator? Operator(ConvolutionLayer layer) =>
        layer.Geometry is { InputSpatial: not null, OutputSpatial: not null } geometry ? Operator(layer, geometry).Operator : null;

    private static (ConvolutionOperator? Operator, string? Reason) Operator(ConvolutionLayer layer, ConvolutionGeometry geometry)
    {
        try
        {
            ConvolutionOperator made = new(
                layer.Kernel, layer.KernelShape, geometry.InputSpatial!, layer.Groups, geometry.Strides, geometry.PadsBegin,
                    geometry.PadsEnd, geometry.Dilations);
            return made.OutputShape.SequenceEqual(geometry.OutputSpatial!)
                ? (made, null)
                : (null, $"layer '{layer.Name}': its output of {string.Join('×', geometry.OutputSpatial!)} does not follow from its "
                    + $"geometry, which gives {string.Join('×', made.OutputShape)}");
        }
        catch (ArgumentException e)
        {
            return (null, $"layer '{layer.Name}': no operator norm of this convolution: {e.Message}");
        }
    }
}
