using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Operations;

/// <summary>
/// Increasing functions with a slope that falls with |x|, which MPFR encloses: tanh, sigmoid, softsign, atan, asinh, erf. Ends of ranges
/// are evaluated at 80 bits and rounded outward to doubles.
/// </summary>
/// <param name="Kind">The operator.</param>
internal sealed record SmoothFunction(string Kind) : ScalarFunction
{
    private static readonly IntervalContext Context = new(80);

    public static bool IsKnown(string kind) => kind is "Tanh" or "Sigmoid" or "Softsign" or "Atan" or "Asinh" or "Erf";

    /// <summary>
    /// A number that the square of the least Lipschitz constant, the slope at 0, does not exceed; the square itself where the slope is a
    /// number of 80 bits.
    /// </summary>
    public Rational LipschitzSquared
    {
        get
        {
            Rational steepest = ExactSlope(0).Upper.ToRational();
            return steepest * steepest;
        }
    }

    public override double Value(double x, int i) => Kind switch
    {
        "Tanh" => Math.Tanh(x),
        "Sigmoid" => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x)),
        "Softsign" => x / (1 + Math.Abs(x)),
        "Atan" => Math.Atan(x),
        "Erf" => ErrorFunction.Value(x),
        _ => Math.Asinh(x),
    };

    public override double Slope(double x, int i)
    {
        double e = Math.Exp(-Math.Abs(x));
        return Kind switch
        {
            "Tanh" => 4 * e * e / ((1 + (e * e)) * (1 + (e * e))),
            "Sigmoid" => e / ((1 + e) * (1 + e)),
            "Softsign" => 1 / ((1 + Math.Abs(x)) * (1 + Math.Abs(x))),
            "Atan" => 1 / (1 + (x * x)),
            "Erf" => 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x),
            _ => 1 / Math.Sqrt(1 + (x * x)),
        };
    }

    public override DoubleRange Value(DoubleRange x, int i) => new(Exact(x.Lower).LowerDouble, Exact(x.Upper).UpperDouble);

    public override DoubleRange Slope(DoubleRange x, int i)
    {
        DoubleRange size = x.Magnitude;
        return new(ExactSlope(size.Upper).LowerDouble, ExactSlope(size.Lower).UpperDouble);
    }

    private Interval Exact(double x)
    {
        Interval size = Interval.Of(Math.Abs(x));
        Interval positive = Kind switch
        {
            // With e = exp(−|x|) in (0, 1], no quotient overflows.
            "Tanh" => Ratio(Context.Subtract(Interval.One, Fall(2, x)), Context.Add(Interval.One, Fall(2, x))),
            "Sigmoid" => Ratio(x >= 0 ? Interval.One : Fall(1, x), Context.Add(Interval.One, Fall(1, x))),
            "Softsign" => Ratio(size, Context.Add(Interval.One, size)),
            "Erf" => Context.Erf(size),
            "Atan" => Context.Arcsin(Within(Ratio(size, Root(size)))).Value,
            _ => Context.Log(Context.Add(size, Root(size))).Value,
        };
        return Kind == "Sigmoid" || x >= 0 ? positive : IntervalContext.Negate(positive);
    }

    private Interval ExactSlope(double size)
    {
        Interval x = Interval.Of(size);
        return Kind switch
        {
            "Tanh" => Ratio(Context.Multiply(Interval.Of(4), Fall(2, size)), Context.Square(Context.Add(Interval.One, Fall(2, size)))),
            "Sigmoid" => Ratio(Fall(1, size), Context.Square(Context.Add(Interval.One, Fall(1, size)))),
            "Softsign" => Ratio(Interval.One, Context.Square(Context.Add(Interval.One, x))),
            "Atan" => Ratio(Interval.One, Context.Add(Interval.One, Context.Square(x))),
            "Erf" => Context.Multiply(Ratio(Interval.Of(2), Context.Sqrt(Context.Pi()).Value),
                Context.Exp(IntervalContext.Negate(Context.Square(x)))),
            _ => Ratio(Interval.One, Root(x)),
        };
    }

    /// <summary>exp(−times·|x|).</summary>
    private static Interval Fall(int times, double x) =>
        Context.Exp(IntervalContext.Negate(Context.Multiply(Interval.Of(times), Interval.Of(Math.Abs(x)))));

    private static Interval Root(Interval x) => Context.Sqrt(Context.Add(Interval.One, Context.Square(x))).Value;

    private static Interval Ratio(Interval x, Interval y) => Context.Divide(x, y).Value;

    private static Interval Within(Interval x) => new(x.Lower, BigFloat.Min(x.Upper, BigFloat.One));
}
