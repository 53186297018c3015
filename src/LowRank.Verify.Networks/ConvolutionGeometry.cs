namespace LowRank.Verify.Networks;

/// <summary>How a convolution's kernel moves, one entry per spatial dimension.</summary>
/// <param name="Strides">Steps.</param>
/// <param name="PadsBegin">Zeros before the input.</param>
/// <param name="PadsEnd">Zeros after the input.</param>
/// <param name="Dilations">Distances between the kernel's entries.</param>
/// <param name="InputSpatial">The input's spatial sizes, or null when the file does not fix them.</param>
/// <param name="OutputSpatial">The output's spatial sizes, or null when the file does not fix them.</param>
public sealed record ConvolutionGeometry(
    IReadOnlyList<int> Strides,
    IReadOnlyList<int> PadsBegin,
    IReadOnlyList<int> PadsEnd,
    IReadOnlyList<int> Dilations,
    IReadOnlyList<int>? InputSpatial,
    IReadOnlyList<int>? OutputSpatial)
{
    /// <summary>
    /// Places at which the kernel is applied: the product of the output's spatial sizes, or null when they are not known.
    /// </summary>
    public long? Positions => OutputSpatial?.Aggregate(1L, (product, size) => product * size);
}
