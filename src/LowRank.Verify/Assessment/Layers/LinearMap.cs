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

    /// <summary>The map of a convolution, whose only factor is its reshaped kernel; null for a matrix.</summary>
    public ConvolutionOperator? Convolution { get; init; }

    /// <summary>True for a layer that <see cref="Of"/> takes: for a convolution, with its whole geometry.</summary>
    public static bool Exists(Layer layer) => layer is DenseLayer or FactoredLayer
        || (layer is ConvolutionLayer convolution && ConvolutionMap.Operator(convolution) is not null);

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
        ConvolutionLayer convolution when ConvolutionMap.Operator(convolution) is { } map =>
            new LinearMap(convolution.Name, "convolution", [(convolution.TensorName, convolution.WholeKernel())],
                convolution.Scale) { Convolution = map, Radius = convolution.WeightRadius },
        _ => throw new ArgumentException($"The layer '{layer.Name}' is no matrix.", nameof(layer)),
    };
}
