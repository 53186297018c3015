using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Dynamics;

/// <summary>
/// An activation φ of the hidden layer with its derivative, in interval arithmetic, and what the theorems ask of it.
/// </summary>
/// <param name="Name">Its name in oracle ids.</param>
/// <param name="Value">φ on an interval.</param>
/// <param name="Slope">φ' on an interval; the derivative of ReLU at 0 is read as 0.</param>
/// <param name="Bound">A number B with |φ'| ≤ B and |φ''| ≤ B everywhere, or null when there is none.</param>
internal sealed record HiddenActivation(
    string Name, Func<IntervalContext, Interval, Interval> Value, Func<IntervalContext, Interval, Interval> Slope, Rational? Bound)
{
    /// <summary>max(0, z). Its derivative jumps, so no bound on φ'' exists.</summary>
    public static HiddenActivation Relu { get; } = new(
        "relu",
        (_, z) => IntervalContext.Max(z, Interval.Zero),
        (_, z) => z.Lower.Sign > 0 ? Interval.One : z.Upper.Sign <= 0 ? Interval.Zero : Interval.Of(0, 1),
        null);

    /// <summary>z Φ(z) + e^(−z²/2)/√(2π): φ' = Φ ≤ 1, φ'' ≤ 0.399.</summary>
    public static HiddenActivation SmoothedRelu { get; } = new(
        "smoothed-relu",
        (c, z) => new Interval(SmoothedReluAt(c, z.Lower).Lower, SmoothedReluAt(c, z.Upper).Upper),
        (c, z) => c.NormalDistribution(z),
        Rational.One);

    /// <summary>erf z: φ' = 2/√π e^(−z²) ≤ 1.1284, |φ''| ≤ 2√(2/(πe)) ≤ 0.97.</summary>
    public static HiddenActivation Erf { get; } = new(
        "erf",
        (c, z) => c.Erf(z),
        (c, z) => c.Multiply(c.Divide(Interval.Of(2L), c.Sqrt(c.Pi()).Value).Value, c.Exp(IntervalContext.Negate(c.Square(z)))),
        new Rational(11_284, 10_000));

    /// <summary>sin z: B = 1.</summary>
    public static HiddenActivation Sin { get; } = new("sin", (c, z) => c.Sin(z), (c, z) => c.Cos(z), Rational.One);

    /// <summary>log(1 + e^z): φ' ≤ 1, φ'' ≤ ¼.</summary>
    public static HiddenActivation Softplus { get; } = new(
        "softplus",
        (c, z) => IntervalContext.Max(z, Interval.Zero) is var positive
            ? c.Add(positive, c.Log(c.Add(Interval.One, c.Exp(IntervalContext.Negate(IntervalContext.Abs(z))))).Value) : z,
        (c, z) => c.Divide(Interval.One, c.Add(Interval.One, c.Exp(IntervalContext.Negate(z)))).Value,
        Rational.One);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HiddenActivation> All { get; } = [Relu, SmoothedRelu, Erf, Sin, Softplus];

    // Increasing, since its derivative is positive.
    private static Interval SmoothedReluAt(IntervalContext c, BigFloat x)
    {
        Interval z = new(x, x);
        Interval density = c.Divide(c.Exp(Interval.Scale(IntervalContext.Negate(c.Square(z)), -1)),
            c.Sqrt(c.Multiply(Interval.Of(2L), c.Pi())).Value).Value;
        return c.Add(c.Multiply(z, c.NormalDistribution(z)), density);
    }
}
