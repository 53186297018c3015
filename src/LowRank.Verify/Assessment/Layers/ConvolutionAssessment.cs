using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>A convolution as the linear map that it is on its grid.</summary>
/// <param name="Operator">Kernel and geometry.</param>
/// <param name="OperatorNorm">An enclosure of the norm of the map; with the layer's exact factor.</param>
/// <param name="Route">How the enclosure was obtained, in words.</param>
/// <param name="KernelTwoOne">Σ over output channels and kernel positions of the norm over the input channels.</param>
public sealed record ConvolutionAssessment(ConvolutionOperator Operator, Interval OperatorNorm, string Route, Interval KernelTwoOne)
{
    /// <summary>Places at which the kernel is applied.</summary>
    public long Positions => Operator.OutputPositions;

    /// <summary>
    /// An upper end of ‖A − A′‖ for the operators of kernels with ‖K − K′‖ ≤ d: √κ·d, κ the most windows over one input entry.
    /// </summary>
    public BigFloat ChangeOf(BigFloat kernelChange)
    {
        const int Precision = Bits.Certificate;
        return kernelChange is { IsZero: true }
            ? BigFloat.Zero
            : BigFloat.Multiply(BigFloat.Sqrt(BigFloat.Of(Operator.LargestCover), Precision, Rounding.Up), kernelChange, Precision,
                Rounding.Up);
    }
}
