namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// A proposed thin singular value decomposition A ≈ U diag(s) Vᵀ of an m×n matrix with k = min(m, n). Nothing is promised of it.
/// </summary>
/// <param name="Rows">m.</param>
/// <param name="Columns">n.</param>
/// <param name="Left">U, m×k, column-major.</param>
/// <param name="Values">s, k numbers, descending.</param>
/// <param name="Right">V (not Vᵀ), n×k, column-major.</param>
public sealed record SingularTriplets(int Rows, int Columns, double[] Left, double[] Values, double[] Right);
