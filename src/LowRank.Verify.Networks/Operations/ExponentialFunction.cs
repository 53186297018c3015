using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>
/// Softplus log(1 + e^x), and ELU: x above 0, scale·(e^x − 1) below. Ends of ranges are evaluated by MPFR and rounded outward.
/// </summary>
/// <param name="Scale">ELU's alpha, or null for softplus.</param>
internal sealed record ExponentialFunction(double? Scale) : ScalarFunction
{
    private static readonly IntervalContext Context = new(80);

    public override bool IsIdentityWhereSteep => Scale is not null;

    public override double Value(double x, int i) =>
        Scale is not { } scale ? Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))
        : x > 0 ? x : scale * (Math.Exp(x) - 1);

    public override double Slope(double x, int i) =>
        Scale is not { } scale ? (x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x)))
        : x > 0 ? 1 : scale * Math.Exp(x);

    public override DoubleRange Value(DoubleRange x, int i)
    {
        if (Scale is not { } scale)
        {
            return new(Softplus(x.Lower).LowerDouble, Softplus(x.Upper).UpperDouble);
        }

        return x.Lower > 0 ? x
            : Joined(x, part => Outward(Context.Multiply(Interval.Of(scale), Context.Subtract(Exponential(part), Interval.One))),
            part => part);
    }

    public override DoubleRange Slope(DoubleRange x, int i)
    {
        if (Scale is not { } scale)
        {
            return new(Logistic(x.Lower).LowerDouble, Logistic(x.Upper).UpperDouble);
        }

        return Joined(x, part => Outward(Context.Multiply(Interval.Of(scale), Exponential(part))), _ => DoubleRange.Point(1));
    }

    private static DoubleRange Joined(DoubleRange x, Func<DoubleRange, DoubleRange> below, Func<DoubleRange, DoubleRange> above) =>
        x.Lower > 0 ? above(x)
        : x.Upper <= 0 ? below(x)
        : below(new DoubleRange(x.Lower, 0)).Hull(above(new DoubleRange(0, x.Upper)));

    private static Interval Exponential(DoubleRange x) => Context.Exp(Interval.Of(x.Lower, x.Upper));

    private static Interval Softplus(double x)
    {
        Interval log = Context.Log(Context.Add(Interval.One, Context.Exp(Interval.Of(-Math.Abs(x))))).Value;
        return Context.Add(Interval.Of(Math.Max(x, 0)), log);
    }

    private static Interval Logistic(double x)
    {
        Interval e = Context.Exp(Interval.Of(-Math.Abs(x)));
        return Context.Divide(x >= 0 ? Interval.One : e, Context.Add(Interval.One, e)).Value;
    }

    private static DoubleRange Outward(Interval x) => new(x.LowerDouble, x.UpperDouble);
}
