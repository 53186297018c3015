namespace LowRank.Verify.Spectra;

/// <summary>How the leading singular values of an operator are sought. Nothing here changes what is proved, only how sharp it is.</summary>
public sealed record LeadingSpectrumOptions
{
    /// <summary>
    /// Further vectors beside the ones that are asked for. An upper end is sharp when σ_i² exceeds the energy that none of the vectors
    /// captured, so more of them separate more values.
    /// </summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>Block Lanczos steps at most; each takes one product with A and one with Aᵀ, of k + Oversampling vectors.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>Seed of the random start.</summary>
    public int Seed { get; init; } = 20_251_121;

    /// <summary>Receives a line per step.</summary>
    public IProgress<string>? Progress { get; init; }
}
