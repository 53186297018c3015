namespace LowRank.Verify.Gate.Generation;

/// <summary>The singular values of a planted matrix, before rounding.</summary>
public enum SpectrumKind
{
    /// <summary>All 1.</summary>
    Flat,

    /// <summary>r, r − 1, …, 1.</summary>
    Integers,

    /// <summary>Two clusters of relative width 1e-9.</summary>
    Clustered,

    /// <summary>
    /// Pairs whose values differ by one part in 100 to 10^7: what a power iteration of a few steps, or a tolerance on convergence, takes
    /// for one value.
    /// </summary>
    NearTies,

    /// <summary>Powers of 1/10: from well to badly conditioned as the rank grows.</summary>
    Graded,

    /// <summary>Uniform in [1/8, 2].</summary>
    Random,
}
