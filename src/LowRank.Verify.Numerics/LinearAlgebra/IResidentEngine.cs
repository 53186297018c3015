namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// An engine whose matrices may stay where it computes, such as a graphics card: certificates then ask for norms and bounds only. The
/// promises of <see cref="IEngine"/> hold for its products there as well, and each exact product is checked there.
/// </summary>
public interface IResidentEngine : IEngine
{
    /// <summary>A decomposition of an m×n matrix, m ≥ n, that stays in place; null when the library's iteration did not converge.</summary>
    IResidentDecomposition? DecomposeInPlace(Matrix tall);
}
