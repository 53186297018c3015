using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>Softplus log(1 + e^x). Ends of ranges are evaluated by MPFR and rounded outward.</summary>
internal sealed record SoftplusFunction : ScalarFunction
{
    private static readonly IntervalContext Context = new(80);

    public override double Value(double x, int i) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    public override double Slope(double x, int i) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    public override DoubleRange Value(DoubleRange x, int i) => DoubleRange.Of(At(x.Lower).Hull(At(x.Upper)));

    public override DoubleRange Slope(DoubleRange x, int i) => DoubleRange.Of(Logistic(x.Lower).Hull(Logistic(x.Upper)));

    private static Interval At(double x)
    {
        Interval log = Context.Log(Context.Add(Interval.One, Context.Exp(Interval.Of(-Math.Abs(x))))).Value;
        return Context.Add(Interval.Of(Math.Max(x, 0)), log);
    }

    private static Interval Logistic(double x)
    {
        Interval e = Context.Exp(Interval.Of(-Math.Abs(x)));
        return Context.Divide(x >= 0 ? Interval.One : e, Context.Add(Interval.One, e)).Value;
    }
}
