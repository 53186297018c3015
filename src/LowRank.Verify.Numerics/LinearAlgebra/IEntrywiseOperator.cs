namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// A linear map whose entries are at hand, so that a remainder can be measured instead of computed as a difference of energies.
/// </summary>
public interface IEntrywiseOperator : ILinearOperator
{
    /// <summary>
    /// An upper bound of ‖A − Y·Xᵀ‖_F for blocks Y (m × count) and X (n × count) of finite numbers, rounding errors included.
    /// </summary>
    double RemainderNorm(int count, ReadOnlySpan<double> y, ReadOnlySpan<double> x);
}
