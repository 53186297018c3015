using LowRank.Verify.FastPath;

namespace LowRank.Verify.Experiments;

/// <summary>
/// A mixture, a network and a run of gradient descent, for <see cref="AlignmentExperiment"/> and <see cref="DynamicsExperiment"/>.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>Seed of centres, samples, network and corruption.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>K.</summary>
    public int Classes { get; init; } = 3;

    /// <summary>C.</summary>
    public int Clusters { get; init; } = 2;

    /// <summary>n.</summary>
    public int Samples { get; init; } = 300;

    /// <summary>Fresh samples, with their true labels, for the test error.</summary>
    public int TestSamples { get; init; } = 1000;

    /// <summary>d.</summary>
    public int Dimension { get; init; } = 20;

    /// <summary>k.</summary>
    public int Width { get; init; } = 300;

    /// <summary>ν: V has entries ±ν/√(kK). The smaller, the farther W has to go, and the more the Jacobian changes on the way.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>σ.</summary>
    public double Noise { get; init; } = 0.5;

    /// <summary>Least distance of two centres.</summary>
    public double Separation { get; init; } = 0.5;

    /// <summary>Shares of corrupted labels.</summary>
    public IReadOnlyList<double> Corruptions { get; init; } = [0.5];

    /// <summary>Steps of gradient descent.</summary>
    public int Steps { get; init; } = 2000;

    /// <summary>η ‖J(W_0)‖²: 1 is the largest step that the theorems allow when ‖J(W)‖ does not grow.</summary>
    public double RelativeStep { get; init; } = 1;

    /// <summary>Dimension r of the information space; null for K²C.</summary>
    public int? Rank { get; init; }

    /// <summary>φ.</summary>
    public OneHiddenLayerActivation Activation { get; init; } = OneHiddenLayerActivation.SmoothedRelu;

    /// <summary>r.</summary>
    public int InformationRank => Rank ?? Classes * Classes * Clusters;
}
