using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// A linear map A: ℝⁿ → ℝᵐ that is known through its products with blocks of vectors: a matrix too large to decompose or to hold, or
/// the Jacobian of a network. Blocks are column-major without gaps. Every product comes with a bound of its own rounding error, so that
/// certificates can rest on it. Safe for use from one thread at a time.
/// </summary>
public interface ILinearOperator
{
    /// <summary>m, the number of rows.</summary>
    int Rows { get; }

    /// <summary>n, the number of columns.</summary>
    int Columns { get; }

    /// <summary>
    /// result ← A·X + E for an n × count block X of finite numbers; result is m × count.
    /// </summary>
    /// <returns>An upper bound of ‖E‖_F, the error of this very product; +∞ when nothing is known.</returns>
    double Multiply(int count, ReadOnlySpan<double> block, Span<double> result);

    /// <summary>result ← Aᵀ·Y + E for an m × count block Y of finite numbers; result is n × count.</summary>
    /// <returns>An upper bound of ‖E‖_F; +∞ when nothing is known.</returns>
    double MultiplyTransposed(int count, ReadOnlySpan<double> block, Span<double> result);

    /// <summary>An enclosure of ‖A‖_F², as sharp as the precision of the context.</summary>
    Interval FrobeniusSquared(IntervalContext context);
}
