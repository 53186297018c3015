using LowRank.Verify.Arithmetic;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Judging;

/// <summary>
/// What rounding may do to an honest implementation of one case at unit roundoff u. Every input, every elementary operation and
/// every decomposition of a matrix may be off by a relative error c·u; a quantity x that is carried as a logarithm is off by
/// c·u·|ln x| more, so that both forms are admitted everywhere. c = c₀ + 4·max(m, n) over the matrices of the case.
/// </summary>
/// <param name="UnitRoundoff">u of the declared precision.</param>
/// <param name="Smallest">The smallest positive number of that precision.</param>
/// <param name="Constant">c.</param>
public sealed record RoundingModel(double UnitRoundoff, double Smallest, double Constant)
{
    private const int Precision = 160;

    // ln 2 rounded up: |ln x| ≤ 0.6932·(|binary exponent| + 1).
    private const double LogOfTwo = 0.6932;

    /// <summary>c·u: the relative error of one operation whose result is of size about 1.</summary>
    public double Relative => Constant * UnitRoundoff;

    /// <summary>The interval that an operation may land in, given the interval of its exact result.</summary>
    public Interval Perturb(Interval exact)
    {
        BigFloat size = BigFloat.Max(BigFloat.Abs(exact.Lower), BigFloat.Abs(exact.Upper));
        if (size.IsZero || size.IsInfinite)
        {
            return exact;
        }

        return new Interval(
            Move(exact.Lower, exact.Lower.Sign >= 0 ? -1 : 1, Rounding.Down),
            Move(exact.Upper, exact.Upper.Sign >= 0 ? 1 : -1, Rounding.Up));
    }

    /// <summary>
    /// The interval that an answer may lie in, given that of the perturbed formula: one more operation and one underflow.
    /// </summary>
    public Interval Answer(Interval range)
    {
        Interval rounded = Perturb(range);
        BigFloat underflow = BigFloat.Of(Constant * Smallest);
        bool exactZero = range.IsPoint && range.Lower.IsZero;
        if (exactZero)
        {
            return range;
        }

        BigFloat lower = BigFloat.Subtract(rounded.Lower, underflow, Precision, Rounding.Down);
        return new Interval(
            range.Lower.Sign >= 0 && lower.Sign < 0 ? BigFloat.Zero : lower,
            BigFloat.Add(rounded.Upper, underflow, Precision, Rounding.Up));
    }

    /// <summary>The radius δ = c·u·σ₁ (and c underflows) by which singular values may be off; 0 for the zero matrix.</summary>
    public BigFloat SpectralRadius(BigFloat largest) => largest.IsZero
        ? BigFloat.Zero
        : BigFloat.Add(
            BigFloat.Multiply(largest, BigFloat.Of(Relative), Precision, Rounding.Up),
            BigFloat.Of(Constant * Smallest),
            Precision,
            Rounding.Up);

    // end·(1 ± c·u·(1 + |ln end|)), never across 0.
    private BigFloat Move(BigFloat end, int outward, Rounding rounding)
    {
        if (end.IsZero || end.IsInfinite)
        {
            return end;
        }

        double step = Relative * (1 + (LogOfTwo * (Math.Abs((double)end.BinaryExponent) + 1)));
        if (outward < 0 && step >= 1)
        {
            return BigFloat.Zero;
        }

        BigFloat factor = BigFloat.Add(BigFloat.One, BigFloat.Of(outward * step), Precision, outward > 0 ? Rounding.Up : Rounding.Down);
        return BigFloat.Multiply(end, factor, Math.Max(Precision, end.Precision), rounding);
    }
}
