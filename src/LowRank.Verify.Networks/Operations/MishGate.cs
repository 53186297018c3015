using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>g(x) = tanh(log(1 + e^x)) = q/(q + 2) with w = e^x and q = w(w + 2), the gate of Mish.</summary>
internal sealed record MishGate : Gate
{
    // g′ = 4w(w + 1)/(q + 2)² is at most 2w for w ≤ 1, and at most 4/(w + 1)² ≤ 4e^(−2x) above; so |x·g′| ≤ 4|x|·e^(−|x|).
    public override (double Radius, Interval Beyond) Tail => (8, Times(Interval.Of(4L), Fall(8)));

    public override double Double(double x)
    {
        double w = Math.Exp(Math.Min(x, 40)), q = w * (w + 2);
        return q / (q + 2);
    }

    public override double DoubleSlope(double x)
    {
        double w = Math.Exp(Math.Min(x, 40)), rest = (w * (w + 2)) + 2;
        return 4 * w * (w + 1) / (rest * rest);
    }

    // With v = 1/w = e^(−x): 4v²(1 + v)/(1 + 2v + 2v²)² where x is not below 0, so that no quotient overflows.
    public override Interval First(Interval x)
    {
        if (x.Lower.Sign >= 0)
        {
            Interval v = Context.Exp(IntervalContext.Negate(x));
            Interval rest = Context.Add(Interval.One, Twice(Times(v, Context.Add(Interval.One, v))));
            return Ratio(Times(Interval.Of(4L), Times(Context.Square(v), Context.Add(Interval.One, v))), Context.Square(rest));
        }

        Interval w = Context.Exp(x);
        return Ratio(Times(Interval.Of(4L), Times(w, Context.Add(w, Interval.One))), Context.Square(Rest(w)));
    }

    // 2q″/(q + 2)² − 4q′²/(q + 2)³ with q′ = 2w(w + 1), q″ = 2w(2w + 1).
    public override Interval Second(Interval x)
    {
        Interval w = Context.Exp(x), rest = Rest(w), square = Context.Square(rest);
        Interval first = Twice(Times(w, Context.Add(w, Interval.One))), second = Twice(Times(w, Context.Add(Twice(w), Interval.One)));
        return Context.Subtract(
            Ratio(Twice(second), square), Ratio(Times(Interval.Of(4L), Context.Square(first)), Times(square, rest)));
    }

    protected override Interval At(BigFloat x)
    {
        Interval w = Context.Exp(new Interval(x, x)), rest = Rest(w);
        return x.Sign > 0 ? Context.Subtract(Interval.One, Ratio(Interval.Of(2L), rest))
            : Ratio(Times(w, Context.Add(w, Interval.Of(2L))), rest);
    }

    private static Interval Rest(Interval w) => Context.Add(Times(w, Context.Add(w, Interval.Of(2L))), Interval.Of(2L));
}
