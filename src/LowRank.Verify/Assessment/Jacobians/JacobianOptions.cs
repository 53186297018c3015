using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;

namespace LowRank.Verify.Assessment.Jacobians;

/// <summary>What is asked of a network's Jacobian.</summary>
public sealed record JacobianOptions
{
    /// <summary>The inputs, one sample per row (further dimensions are flattened).</summary>
    public required StoredTensor Data { get; init; }

    /// <summary>Labels: one class per sample, or a row of scores for each; null for none.</summary>
    public StoredTensor? Labels { get; init; }

    /// <summary>How many of the largest singular values are reported; null for 50.</summary>
    public int? Top { get; init; }

    /// <summary>
    /// The cutoff α &gt; 0 between information and nuisance space; null for the middle of the gap after the reported values.
    /// </summary>
    public Rational? Cutoff { get; init; }

    /// <summary>Γ ≥ 1 of the early-stopping value; null for 1.</summary>
    public Rational? Gamma { get; init; }

    /// <summary>Names of the weights to differentiate by; null for all.</summary>
    public IReadOnlyCollection<string>? Weights { get; init; }

    /// <summary>The activation of a file that holds weights only and names none ("relu"); null to assume none.</summary>
    public string? Activation { get; init; }

    /// <summary>True to find the leading values by products with the Jacobian alone, without holding it, however small it is.</summary>
    public bool MatrixFree { get; init; }

    /// <summary>
    /// How ONNX Runtime is to run the file on <see cref="Data"/>, to be compared with the certified scores; null for not at all.
    /// </summary>
    public OnnxRuntimeOptions? Runtime { get; init; }

    /// <summary>Receives a line per step where the Jacobian is not held.</summary>
    public IProgress<string>? Progress { get; init; }

    /// <summary>Significant digits to print; the enclosures are what double precision gives.</summary>
    public int Digits { get; init; } = 15;
}
