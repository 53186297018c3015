using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks;

/// <summary>A fully connected layer x ↦ Scale·Weight·x + Bias.</summary>
/// <param name="Name">The node's or tensor's name.</param>
/// <param name="Weight">out × in, acting on column vectors, in its storage type.</param>
public sealed record DenseLayer(string Name, Matrix Weight)
    : Layer(Name, (Weight ?? throw new ArgumentNullException(nameof(Weight))).Columns, Weight.Rows)
{
    /// <summary>The name of the tensor that holds the weights.</summary>
    public string TensorName { get; init; } = string.Empty;
}
