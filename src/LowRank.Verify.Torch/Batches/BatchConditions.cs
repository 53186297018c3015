namespace LowRank.Verify.Torch.Batches;

/// <summary>What a bound of a network needs besides its weights. Every number is positive.</summary>
/// <param name="Samples">N, also n or m: the sample size.</param>
public sealed record BatchConditions(double Samples)
{
    /// <summary>B: a bound of the norm of one input.</summary>
    public double InputBound { get; init; } = 1;

    /// <summary>‖X‖_F of the data matrix.</summary>
    public double DataFrobenius { get; init; } = 1;

    /// <summary>γ.</summary>
    public double Margin { get; init; } = 1;

    /// <summary>Lipschitz constants between the layers; none stands for 1 everywhere.</summary>
    public IReadOnlyList<double> Lipschitz { get; init; } = [];

    /// <summary>C1 ≥ 1 of Maurer's chain rule.</summary>
    public double FirstConstant { get; init; } = 1;

    /// <summary>C2 ≥ 1 of Maurer's chain rule.</summary>
    public double SecondConstant { get; init; } = 1;
}
