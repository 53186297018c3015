using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// The enclosure of one singular value from a near-decomposition: with F = AV − U diag(s), α ≥ ‖I − UᵀU‖, β ≥ ‖I − VᵀV‖, φ ≥ ‖F‖,
/// α, β &lt; 1, (√(1−α)·s − φ)/√(1+β) ≤ σ ≤ (√(1+α)·s + φ)/√(1−β), clipped at 0. Every operation is rounded outward.
/// Proof: docs/proofs/singular-values.md.
/// </summary>
internal static class OstrowskiWeyl
{
    public static Interval Enclose(BigFloat s, BigFloat alpha, BigFloat beta, BigFloat phi, int precision)
    {
        BigFloat one = BigFloat.One;
        BigFloat shrink = Root(BigFloat.Subtract(one, alpha, precision, Rounding.Down), Rounding.Down);
        BigFloat grow = Root(BigFloat.Add(one, alpha, precision, Rounding.Up), Rounding.Up);
        BigFloat below = BigFloat.Subtract(BigFloat.Multiply(shrink, s, precision, Rounding.Down), phi, precision, Rounding.Down);
        BigFloat above = BigFloat.Add(BigFloat.Multiply(grow, s, precision, Rounding.Up), phi, precision, Rounding.Up);
        BigFloat wide = Root(BigFloat.Add(one, beta, precision, Rounding.Up), Rounding.Up);
        BigFloat narrow = Root(BigFloat.Subtract(one, beta, precision, Rounding.Down), Rounding.Down);
        return new Interval(
            below.Sign <= 0 ? BigFloat.Zero : BigFloat.Divide(below, wide, precision, Rounding.Down),
            BigFloat.Divide(above, narrow, precision, Rounding.Up));

        BigFloat Root(BigFloat x, Rounding rounding) => BigFloat.Sqrt(x, precision, rounding);
    }
}
