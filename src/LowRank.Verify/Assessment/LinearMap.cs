using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment;

/// <summary>One bias-free layer as a product of stored matrices.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Kind">"dense" or "factored".</param>
/// <param name="Factors">Matrices with their tensors' names, applied right to left.</param>
/// <param name="Scale">The exact factor in front.</param>
internal sealed record LinearMap(string Name, string Kind, IReadOnlyList<(string Tensor, Matrix Matrix)> Factors, Rational Scale)
{
    /// <summary>The layer without its bias.</summary>
    public static LinearMap Of(Layer layer) => layer switch
    {
        DenseLayer dense => new LinearMap(dense.Name, "dense", [(dense.TensorName, dense.Weight)], dense.Scale),
        FactoredLayer factored => new LinearMap(factored.Name, "factored", [.. factored.Parts.Reverse().Select(part => (part.TensorName, part.Weight))], factored.Scale),
        _ => throw new ArgumentException($"The layer '{layer.Name}' is no matrix.", nameof(layer)),
    };
}
