using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>g(x) = (1 + erf(cx))/2 with c ≠ 0, the gate of GELU; GELU itself has c = 1/√2.</summary>
/// <param name="Factor">c exactly; null for 1/√2.</param>
internal sealed record ErrorGate(Rational? Factor) : Gate
{
    private static readonly Interval RootOfTwo = Context.Sqrt(Interval.Of(2L)).Value, RootOfPi = Context.Sqrt(Context.Pi()).Value;

    private readonly Interval c = Factor is { } given ? Context.Of(given) : Ratio(Interval.One, RootOfTwo);
    private readonly double doubleC = Factor?.ToDouble() ?? Math.Sqrt(0.5);

    // |x·g′| = |t|·e^(−t²)/√π with t = cx, at most v·e^(−v) for v = t² ≥ 9.
    public override (double Radius, Interval Beyond) Tail => (Ratio(Interval.Of(3L), IntervalContext.Abs(c)).UpperDouble, Fall(9));

    // erfc keeps the digits that 1 + erf loses far below 0.
    public override double Double(double x) => 0.5 * ErrorFunction.Complement(-doubleC * x);

    public override double DoubleSlope(double x) => doubleC / Math.Sqrt(Math.PI) * Math.Exp(-(doubleC * x) * (doubleC * x));

    // c·e^(−t²)/√π.
    public override Interval First(Interval x) =>
        Times(Ratio(c, RootOfPi), Context.Exp(IntervalContext.Negate(Context.Square(Times(c, x)))));

    // −2c²x·g′.
    public override Interval Second(Interval x) =>
        IntervalContext.Negate(Times(Times(Twice(Context.Square(c)), x), First(x)));

    // Φ(√2·t), which keeps its digits far below 0.
    protected override Interval At(BigFloat x) => Context.NormalDistribution(Factor is null ? new Interval(x, x)
        : Times(RootOfTwo, Times(c, new Interval(x, x))));
}
