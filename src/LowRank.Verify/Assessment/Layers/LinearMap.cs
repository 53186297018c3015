using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>One bias-free layer as a product of stored matrices.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Kind">"dense", "factored" or "convolution".</param>
/// <param name="Factors">Matrices with their tensors' names, applied right to left.</param>
/// <param name="Scale">The exact factor in front.</param>
internal sealed record LinearMap(string Name, string Kind, IReadOnlyList<(string Tensor, Matrix Matrix)> Factors, Rational Scale)
{
    /// <summary>
    /// An upper end of ‖W − Ŵ‖_F for the only factor Ŵ, before the scale; 0 where it is exact. Products of several factors are exact.
    /// </summary>
    public double Radius { get; init; }

    /// <summary>Entries of all factors.</summary>
    public long Entries => Factors.Sum(factor => factor.Matrix.Values.LongLength);

    /// <summary>
    /// The map of a convolution, whose only factor is its reshaped kernel; null for a matrix, and where the size of the grid is not known.
    /// </summary>
    public ConvolutionOperator? Convolution { get; init; }

    /// <summary>The layer without its bias.</summary>
    public static LinearMap Of(Layer layer) => layer switch
    {
        DenseLayer dense => new LinearMap(dense.Name, "dense", [(dense.TensorName, dense.Weight)], dense.Scale)
        {
            Radius = dense.WeightRadius,
        },
        FactoredLayer factored =>
            new LinearMap(factored.Name, "factored", [.. factored.Parts.Reverse().Select(part => (part.TensorName, part.Weight))],
            factored.Scale),
        ConvolutionLayer convolution => new LinearMap(convolution.Name, "convolution",
            [(convolution.TensorName, convolution.WholeKernel())], convolution.Scale)
        {
            Convolution = ConvolutionMap.Operator(convolution), Radius = convolution.WeightRadius,
        },
        _ => throw new ArgumentException($"The layer '{layer.Name}' is no matrix.", nameof(layer)),
    };
}
