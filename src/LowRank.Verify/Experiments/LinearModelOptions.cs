namespace LowRank.Verify.Experiments;

/// <summary>
/// What <see cref="LinearModelExperiment"/> draws. n, d, r, Σ = I, σ_x, σ_y are those of Figure 2, which states neither η nor w*.
/// </summary>
public sealed record LinearModelOptions
{
    /// <summary>Seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>n.</summary>
    public int Samples { get; init; } = 200;

    /// <summary>d ≥ n.</summary>
    public int Dimension { get; init; } = 500;

    /// <summary>r, the rank of the clean data.</summary>
    public int Rank { get; init; } = 5;

    /// <summary>σ_x.</summary>
    public double InputNoise { get; init; } = 0.2;

    /// <summary>σ_y.</summary>
    public double LabelNoise { get; init; } = 2;

    /// <summary>‖w*‖², which is 5 in the figure, since its curve begins at 4.5 = ½‖w*‖² + ½σ_y².</summary>
    public double SquaredNorm { get; init; } = 5;

    /// <summary>η; 0.37 fits the figure.</summary>
    public double StepSize { get; init; } = 0.37;

    /// <summary>Steps of gradient descent.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Independent draws of data.</summary>
    public int Draws { get; init; } = 120;

    /// <summary>True where the published curve belongs to these numbers.</summary>
    public bool IsPublished => this with { Seed = 0, Draws = 0, Steps = 200 } == new LinearModelOptions { Seed = 0, Draws = 0 };
}
