using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>
/// A monotone function g from the line into [0, 1], for activations x·g(x): enclosures of g, g′ and g″ over an interval, and a radius
/// beyond which |x·g′(x)| is small.
/// </summary>
internal abstract record Gate
{
    /// <summary>The precision of all enclosures.</summary>
    protected static IntervalContext Context { get; } = new(128);

    /// <summary>R, and a number that |x·g′(x)| does not exceed where |x| ≥ R.</summary>
    public abstract (double Radius, Interval Beyond) Tail { get; }

    /// <summary>g(x) in double.</summary>
    public abstract double Double(double x);

    /// <summary>g′(x) in double.</summary>
    public abstract double DoubleSlope(double x);

    /// <summary>Encloses g, by its ends.</summary>
    public Interval Value(Interval x)
    {
        Interval low = At(x.Lower), high = At(x.Upper);
        Interval hull = low.Hull(high);
        return hull.Intersect(new Interval(BigFloat.Zero, BigFloat.One)) ?? hull;
    }

    /// <summary>Encloses g′.</summary>
    public abstract Interval First(Interval x);

    /// <summary>Encloses g″.</summary>
    public abstract Interval Second(Interval x);

    /// <summary>Encloses g at a point.</summary>
    protected abstract Interval At(BigFloat x);

    /// <summary>v·e^(−v), which falls from v = 1 on.</summary>
    protected static Interval Fall(long v) => Context.Multiply(Interval.Of(v), Context.Exp(Interval.Of(-v)));

    /// <summary>x/y for y that keeps away from 0.</summary>
    protected static Interval Ratio(Interval x, Interval y) => Context.Divide(x, y).Value;

    /// <summary>x·y.</summary>
    protected static Interval Times(Interval x, Interval y) => Context.Multiply(x, y);

    /// <summary>2x.</summary>
    protected static Interval Twice(Interval x) => Interval.Scale(x, 1);
}
