using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>x·clip(x/6 + 1/2, 0, 1).</summary>
internal sealed record HardSwish : ScalarFunction
{
    private static readonly DoubleRange Half = DoubleRange.Point(0.5), Three = DoubleRange.Point(3), Six = DoubleRange.Point(6);

    /// <summary>
    /// The square of the least Lipschitz constant. The slope is 0 below −3, 1 above 3, and the line x/3 + 1/2 between, whose size is
    /// largest at one of its ends.
    /// </summary>
    public static Rational LipschitzSquared
    {
        get
        {
            Rational[] slopes = [Rational.Zero, Rational.One, Line(-3), Line(3)];
            return slopes.Select(slope => slope * slope).Max()!;
        }
    }

    public override double Value(double x, int i) => x * Math.Clamp((x / 6) + 0.5, 0, 1);

    public override double Slope(double x, int i) => x <= -3 ? 0 : x >= 3 ? 1 : (x / 3) + 0.5;

    public override DoubleRange Value(DoubleRange x, int i) =>
        x.Lower >= 3 ? x : x.Upper <= -3 ? DoubleRange.Point(0) : x * ((x / Six) + Half).Clamp(0, 1);

    public override DoubleRange Slope(DoubleRange x, int i)
    {
        // 0 up to −3, 1 from 3 on, and increasing in between, from −1/2 to 3/2: a jump at either end.
        DoubleRange inside = (x.Clamp(-3, 3) / Three) + Half;
        return x.Upper < -3 ? DoubleRange.Point(0)
            : x.Lower > 3 ? DoubleRange.Point(1)
            : (x.Lower <= -3, x.Upper >= 3) switch
            {
                (true, true) => inside.Hull(new DoubleRange(0, 1)),
                (true, false) => inside.Hull(DoubleRange.Point(0)),
                (false, true) => inside.Hull(DoubleRange.Point(1)),
                _ => inside,
            };
    }

    private static Rational Line(int x) => new Rational(x, 3) + new Rational(1, 2);
}
