using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;

namespace LowRank.Verify.Assessment;

/// <summary>What is assumed of the data and asked of the numbers.</summary>
public sealed record AssessmentOptions
{
    /// <summary>
    /// The number of samples m; equal to the rows of <see cref="Data"/> where both are given; without either, statements on it are not
    /// evaluated.
    /// </summary>
    public long? Samples { get; init; }

    /// <summary>The data, one sample per row (further dimensions are flattened), or null: inputs of norm at most 1 are assumed.</summary>
    public StoredTensor? Data { get; init; }

    /// <summary>The labels of the data, one class per sample (or one-hot rows), or null: no margins are measured.</summary>
    public StoredTensor? Labels { get; init; }

    /// <summary>Samples that the network was not trained on, one per row, with <see cref="TestLabels"/>; null for none.</summary>
    public StoredTensor? TestData { get; init; }

    /// <summary>The labels of <see cref="TestData"/>.</summary>
    public StoredTensor? TestLabels { get; init; }

    /// <summary>The loss of accuracy for which the largest margin is asked, as a fraction of the samples; null for 1/100.</summary>
    public Rational? AccuracyLoss { get; init; }

    /// <summary>Confidence parameter δ in (0, 1); null for the default 1/20.</summary>
    public Rational? Delta { get; init; }

    /// <summary>Margin γ &gt; 0; null for 1.</summary>
    public Rational? Margin { get; init; }

    /// <summary>
    /// The activation of a file that holds weights only and names none ("relu"); null to assume no more than its reader does.
    /// </summary>
    public string? Activation { get; init; }

    /// <summary>A network of the same shape that was fixed before the data, from which distances are taken; null for 0.</summary>
    public StoredFile? Reference { get; init; }

    /// <summary>Statements beside the catalogue's, such as derivations of one's own.</summary>
    public IReadOnlyList<Oracle> Further { get; init; } = [];

    /// <summary>
    /// How ONNX Runtime is to run the file on <see cref="Data"/>, to be compared with the certified scores; null for not at all.
    /// </summary>
    public OnnxRuntimeOptions? Runtime { get; init; }

    /// <summary>Significant digits wanted of every value.</summary>
    public int Digits { get; init; } = 15;
}
