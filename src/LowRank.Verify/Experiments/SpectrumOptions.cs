using LowRank.Verify.FastPath;

namespace LowRank.Verify.Experiments;

/// <summary>
/// What <see cref="SpectrumExperiment"/> draws. The defaults are those of Figure 4 where it states them: K, σ, separation, n/C.
/// </summary>
public sealed record SpectrumOptions
{
    /// <summary>Seed of centres, samples and network.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>K.</summary>
    public int Classes { get; init; } = 3;

    /// <summary>The values of C.</summary>
    public IReadOnlyList<int> Clusters { get; init; } = [5, 10, 15];

    /// <summary>The values of n/C.</summary>
    public IReadOnlyList<int> SamplesPerCluster { get; init; } = [30, 60];

    /// <summary>d.</summary>
    public int Dimension { get; init; } = 100;

    /// <summary>k.</summary>
    public int Width { get; init; } = 1000;

    /// <summary>σ.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>Least distance of two centres.</summary>
    public double Separation { get; init; } = 0.5;

    /// <summary>φ.</summary>
    public OneHiddenLayerActivation Activation { get; init; } = OneHiddenLayerActivation.SmoothedRelu;

    /// <summary>
    /// False: the Jacobian with respect to the hidden weights W, that of the theory, with V = ±1/√(kK). True: with respect to the
    /// output weights V, I_K ⊗ φ(X W^T); with ReLU and d = 20 it gives the curves that the paper prints.
    /// </summary>
    public bool OutputLayer { get; init; }
}
