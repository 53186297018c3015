namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// A linear map that can bound what a few left directions leave of it in the spectral norm, by forming a product of the map with itself.
/// </summary>
public interface IDeflatedOperator : ILinearOperator
{
    /// <summary>
    /// An upper bound of ‖(I − QQᵀ)A‖ (spectral norm) for an m × count block Q of finite numbers, rounding errors included; null where it
    /// is too large to be formed.
    /// </summary>
    double? ComplementNorm(int count, ReadOnlySpan<double> q);
}
