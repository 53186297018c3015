using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks;

/// <summary>
/// A matrix that tensors of a file stand for: W = Scale·√UnderRoot·F₁·F₂·… up to a matrix of Frobenius norm at most
/// <see cref="Dropped"/> (0 but for sums with factors that no finite sum of doubles is).
/// </summary>
public sealed class StoredWeight
{
    private readonly Lazy<IReadOnlyList<Matrix>> factors;

    internal StoredWeight(string name, IReadOnlyList<int> shape, string type, IReadOnlyList<string> tensors,
        Func<IReadOnlyList<Matrix>> factors)
    {
        Name = name;
        Shape = shape;
        DType = type;
        TensorNames = tensors;
        this.factors = new Lazy<IReadOnlyList<Matrix>>(factors);
    }

    /// <summary>A tensor as it stands, of any number type.</summary>
    internal static StoredWeight Of(StoredTensor tensor) =>
        new(tensor.Name, tensor.Shape, tensor.DType, [tensor.Name], () => [tensor.ToNumbers()]) { Tensor = tensor };

    /// <summary>Its name: the tensor's, with a part in brackets ("weight_ih_l0[f]"), or what the names of its tensors share.</summary>
    public string Name { get; }

    /// <summary>The tensor's shape, or that of the matrix which is put together.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The number formats of its tensors, joined by " x ".</summary>
    public string DType { get; }

    /// <summary>The tensors of the file that enter.</summary>
    public IReadOnlyList<string> TensorNames { get; }

    /// <summary>F₁, F₂, …, applied right to left; one for a matrix as it stands.</summary>
    public IReadOnlyList<Matrix> Factors => factors.Value;

    /// <summary>The rational part of the factor in front.</summary>
    public Rational Scale { get; internal init; } = Rational.One;

    /// <summary>The square of the rest of the factor (1/r, for low-rank updates with alpha/√r).</summary>
    public Rational UnderRoot { get; internal init; } = Rational.One;

    /// <summary>‖W − Scale·√UnderRoot·F₁·F₂·…‖_F is at most this.</summary>
    public double Dropped => DroppedOf();

    /// <summary>Gives <see cref="Dropped"/> when the factors are formed.</summary>
    internal Func<double> DroppedOf { get; init; } = () => 0;

    /// <summary>What the matrix is made of, and what was assumed; null for a tensor as it stands.</summary>
    public string? Note { get; internal init; }

    /// <summary>True where a layer's weights are the transpose (in × out, as Keras and GPT-2's Conv1D store them).</summary>
    internal bool IsTransposed { get; init; }

    /// <summary>The tensor of the bias, where one stands beside.</summary>
    internal StoredTensor? Bias { get; init; }

    /// <summary>The tensor itself, for a matrix that is one as it stands.</summary>
    internal StoredTensor? Tensor { get; init; }

    /// <summary>True for a low-rank update without the weights that it is added to.</summary>
    internal bool IsUpdate { get; init; }

    /// <summary>Why the matrix is no layer of its own; null where it may be one.</summary>
    internal string? ReasonAgainstLayer { get; init; }
}
