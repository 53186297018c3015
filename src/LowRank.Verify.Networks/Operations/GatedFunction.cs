using System.Collections.Concurrent;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>k·x·g(x): GELU, SiLU, Mish and what is like them.</summary>
/// <param name="Factor">k.</param>
/// <param name="Gate">g.</param>
internal sealed record GatedFunction(Rational Factor, Gate Gate) : ScalarFunction
{
    private static readonly IntervalContext Context = new(128);
    private static readonly ConcurrentDictionary<Gate, Interval> Steepest = [];

    private readonly Interval k = Context.Of(Factor);
    private readonly double doubleK = Factor.ToDouble();

    /// <summary>Encloses sup |(x·g)′|, once for each gate.</summary>
    public Interval SteepestOfGate => Steepest.GetOrAdd(Gate, gate => SteepestSlope.Of(
        x => First(gate, x),
        x => Context.Add(Interval.Scale(gate.First(x), 1), Context.Multiply(x, gate.Second(x))),
        gate.Tail.Radius, Context.Add(Interval.One, gate.Tail.Beyond)));

    /// <summary>A number that the square of the least Lipschitz constant does not exceed: the upper end of its enclosure.</summary>
    public Rational LipschitzSquared
    {
        get
        {
            Rational bound = SteepestOfGate.Upper.ToRational() * Factor;
            return bound * bound;
        }
    }

    public override double Value(double x, int i) => doubleK * x * Gate.Double(x);

    public override double Slope(double x, int i)
    {
        double slope = Gate.DoubleSlope(x);
        return doubleK * (Gate.Double(x) + (slope == 0 ? 0 : x * slope));
    }

    public override DoubleRange Value(DoubleRange x, int i)
    {
        Interval at = Interval.Of(x.Lower, x.Upper), natural = Context.Multiply(at, Gate.Value(at));
        Interval middle = Interval.Of((0.5 * x.Lower) + (0.5 * x.Upper));
        Interval centred = Context.Add(Context.Multiply(middle, Gate.Value(middle)),
            Context.Multiply(Derivative(at), Context.Subtract(at, middle)));
        return DoubleRange.Of(Context.Multiply(k, natural.Intersect(centred)!));
    }

    public override DoubleRange Slope(DoubleRange x, int i) =>
        DoubleRange.Of(Context.Multiply(k, Derivative(Interval.Of(x.Lower, x.Upper))));

    // (x·g)′, by its terms and around the middle, and never beyond the steepest slope of all.
    private Interval Derivative(Interval x)
    {
        BigFloat most = SteepestOfGate.Upper;
        Interval natural = First(Gate, x).Intersect(new Interval(BigFloat.Negate(most), most))!;
        if (x.IsPoint)
        {
            return natural;
        }

        Interval middle = Interval.Of(x.Midpoint);
        Interval second = Context.Add(Interval.Scale(Gate.First(x), 1), Context.Multiply(x, Gate.Second(x)));
        return natural.Intersect(Context.Add(First(Gate, middle), Context.Multiply(second, Context.Subtract(x, middle))))!;
    }

    private static Interval First(Gate gate, Interval x) => Context.Add(gate.Value(x), Context.Multiply(x, gate.First(x)));
}
