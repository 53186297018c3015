using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>
/// g(x) = 1/(1 + e^(−u)) with u = a·(x + bx³), a ≠ 0, b ≥ 0: the gate of SiLU (a = 1, b = 0) and, since (1 + tanh w)/2 =
/// 1/(1 + e^(−2w)), of the tanh form of GELU (a = 2·√(2/π), b = 0.044715).
/// </summary>
/// <param name="Linear">a exactly; null for 2·√(2/π).</param>
/// <param name="Cubic">b.</param>
internal sealed record LogisticGate(Rational? Linear, Rational Cubic) : Gate
{
    private static readonly Interval TanhFactor = Context.Sqrt(Ratio(Interval.Of(8L), Context.Pi())).Value;

    private readonly Interval a = Linear is { } given ? Context.Of(given) : TanhFactor, b = Context.Of(Cubic);
    private readonly double doubleA = Linear?.ToDouble() ?? TanhFactor.Midpoint, doubleB = Cubic.ToDouble();

    // With s = g: |x·g′| = |x·u′|·s(1 − s) ≤ 3|u|·e^(−|u|), as |x·u′| = |a|·|x + 3bx³| ≤ 3|u|; it falls from |u| = 1 on, and
    // |u(R)| ≥ |a|R ≥ 8.
    public override (double Radius, Interval Beyond) Tail =>
        (Ratio(Interval.Of(8L), IntervalContext.Abs(a)).UpperDouble, Times(Interval.Of(3L), Fall(8)));

    public override double Double(double x)
    {
        double u = Inner(x), e = Math.Exp(-Math.Abs(u));
        return (u >= 0 ? 1 : e) / (1 + e);
    }

    public override double DoubleSlope(double x)
    {
        double u = Inner(x), e = Math.Exp(-Math.Abs(u));
        return e == 0 ? 0 : e / ((1 + e) * (1 + e)) * doubleA * (1 + (3 * doubleB * x * x));
    }

    // s(1 − s)·u′.
    public override Interval First(Interval x) => Times(Bell(x), InnerFirst(x));

    // s(1 − s)·((1 − 2s)·u′² + u″).
    public override Interval Second(Interval x)
    {
        Interval skew = Context.Subtract(Interval.One, Twice(Value(x)));
        return Times(
            Bell(x),
            Context.Add(Times(skew, Context.Square(InnerFirst(x))), Times(Times(Interval.Of(6L), Times(a, b)), x)));
    }

    protected override Interval At(BigFloat x) => Logistic(Inner(new Interval(x, x)));

    private double Inner(double x) => doubleA * x * (1 + (doubleB * x * x));

    private Interval Inner(Interval x) => Times(Times(a, x), Context.Add(Interval.One, Times(b, Context.Square(x))));

    private Interval InnerFirst(Interval x) =>
        Times(a, Context.Add(Interval.One, Times(Times(Interval.Of(3L), b), Context.Square(x))));

    // s and 1 − s apart, so that neither loses its digits.
    private Interval Bell(Interval x)
    {
        Interval u = Inner(x);
        return Times(Logistic(u), Logistic(IntervalContext.Negate(u)));
    }

    private static Interval Logistic(Interval u) =>
        Ratio(Interval.One, Context.Add(Interval.One, Context.Exp(IntervalContext.Negate(u))));
}
