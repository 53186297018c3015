using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>sin x, or cos x. Enclosures by MPFR at 80 bits, rounded outward; a peak inside a range is 1 exactly.</summary>
/// <param name="IsCosine">True for cos.</param>
internal sealed record PeriodicFunction(bool IsCosine) : ScalarFunction
{
    private static readonly IntervalContext Context = new(80);

    public override double Value(double x, int i) => IsCosine ? Math.Cos(x) : Math.Sin(x);

    public override double Slope(double x, int i) => IsCosine ? -Math.Sin(x) : Math.Cos(x);

    public override DoubleRange Value(DoubleRange x, int i) => DoubleRange.Of(IsCosine ? Context.Cos(Of(x)) : Context.Sin(Of(x)));

    public override DoubleRange Slope(DoubleRange x, int i) =>
        IsCosine ? -DoubleRange.Of(Context.Sin(Of(x))) : DoubleRange.Of(Context.Cos(Of(x)));

    private static Interval Of(DoubleRange x) => Interval.Of(x.Lower, x.Upper);
}
