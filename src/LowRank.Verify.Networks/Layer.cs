using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks;

/// <summary>
/// An affine layer x ↦ Scale·W·x + Bias on column vectors, W of shape OutputDimension × InputDimension. Nothing in it is rounded,
/// unless <see cref="WeightRadius"/> says so.
/// </summary>
/// <param name="Name">The node's or tensor's name.</param>
/// <param name="InputDimension">Columns of W; for a convolution c_in × spatial size, or 0 where the file does not fix that size.</param>
/// <param name="OutputDimension">Rows of W; for a convolution c_out × spatial size, or 0 where the file does not fix that size.</param>
public abstract record Layer(string Name, int InputDimension, int OutputDimension)
{
    /// <summary>
    /// The exact factor in front of the stored weights: 1 unless the file asks for another (Gemm's alpha) that is no power of two.
    /// A power of two is multiplied into the weights where that is exact in their storage type.
    /// </summary>
    public virtual Rational Scale { get; init; } = Rational.One;

    /// <summary>
    /// The power of two of the file's alpha that was multiplied into the weights; the tensor in the file is Weight/WeightFactor.
    /// </summary>
    public Rational WeightFactor { get; init; } = Rational.One;

    /// <summary>
    /// An upper end of ‖W − Ŵ‖_F, Ŵ the layer's matrix as it stands here: 0 where the file stores W or its exact entries are doubles. A
    /// weight that is computed from stored numbers (g·v/‖v‖) is known to within this.
    /// </summary>
    public double WeightRadius { get; init; }

    /// <summary>An upper end of ‖b − b̂‖, b̂ the bias as it stands here: 0 where it is stored, more where it is computed.</summary>
    public double BiasRadius { get; init; }

    /// <summary>The tensors that the bias is made of, also where all their entries are 0 and <see cref="Bias"/> is null.</summary>
    public IReadOnlyList<StoredBias> StoredBiases { get; init; } = [];

    /// <summary>The bias with at least one entry other than 0 (per output, or per output channel of a convolution), or null.</summary>
    public virtual double[]? Bias { get; init; }

    /// <summary>True when the layer adds a constant anywhere, inner factors included.</summary>
    public virtual bool HasBias => Bias is not null;
}
