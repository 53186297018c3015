using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>
/// γ·x above 0 and γ·α·(e^(x/τ) − 1) below: ELU (γ = τ = 1), SELU (τ = 1) and CELU (γ = 1, α = τ). For positive τ the slope below,
/// γα/τ·e^(x/τ), rises with x in size, so that the least Lipschitz constant is |γ|·max(1, |α|/τ).
/// </summary>
/// <param name="Gamma">γ.</param>
/// <param name="Alpha">α.</param>
/// <param name="Tau">τ, not 0.</param>
internal sealed record ScaledExponential(double Gamma, double Alpha, double Tau) : ScalarFunction
{
    private static readonly IntervalContext Context = new(80);

    /// <summary>The square of the least Lipschitz constant, exactly, for positive τ.</summary>
    public Rational LipschitzSquared
    {
        get
        {
            Rational below = Rational.Abs(Rational.Of(Alpha) / Rational.Of(Tau)), g = Rational.Of(Gamma);
            Rational steepest = (below > Rational.One ? below : Rational.One) * g;
            return steepest * steepest;
        }
    }

    public override bool IsIdentityWhereSteep => Gamma == 1;

    public override double Value(double x, int i) => x > 0 ? Gamma * x : Gamma * Alpha * (Math.Exp(x / Tau) - 1);

    public override double Slope(double x, int i) => x > 0 ? Gamma : Gamma * Alpha / Tau * Math.Exp(x / Tau);

    public override DoubleRange Value(DoubleRange x, int i) => Joined(
        x, part => Times(Of(Gamma, Alpha), Context.Subtract(Context.Exp(Share(part)), Interval.One)),
        part => Gamma == 1 ? part : DoubleRange.Point(Gamma) * part);

    public override DoubleRange Slope(DoubleRange x, int i) => Joined(
        x, part => Times(Context.Divide(Of(Gamma, Alpha), Interval.Of(Tau)).Value, Context.Exp(Share(part))),
        _ => DoubleRange.Point(Gamma));

    private static DoubleRange Joined(DoubleRange x, Func<DoubleRange, DoubleRange> below, Func<DoubleRange, DoubleRange> above) =>
        x.Lower > 0 ? above(x)
        : x.Upper <= 0 ? below(x)
        : below(new DoubleRange(x.Lower, 0)).Hull(above(new DoubleRange(0, x.Upper)));

    private Interval Share(DoubleRange x) => Context.Divide(Interval.Of(x.Lower, x.Upper), Interval.Of(Tau)).Value;

    private static Interval Of(double x, double y) => Context.Multiply(Interval.Of(x), Interval.Of(y));

    private static DoubleRange Times(Interval x, Interval y) => DoubleRange.Of(Context.Multiply(x, y));
}
