using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// Enclosures of functions of one number over a range: ends by MPFR at 80 bits, rounded outward to doubles. Functions that are not monotone
/// are products of x and an increasing factor, enclosed as such.
/// </summary>
internal static class Enclosures
{
    private static readonly IntervalContext Context = new(80);
    private static readonly SmoothFunction Sigmoid = new("Sigmoid"), Tanh = new("Tanh");
    private static readonly ExponentialFunction Softplus = new((double?)null);
    private static readonly Interval TanhSlope = Context.Sqrt(Context.Divide(Interval.Of(2L), Context.Pi()).Value).Value,
        TanhCube = Context.Parse("0.044715");

    /// <summary>Encloses φ over a range.</summary>
    /// <exception cref="GraphDomainException">φ is not defined on the whole range, or not known.</exception>
    public static DoubleRange Of(GraphFunction f, DoubleRange x)
    {
        switch (f.Kind)
        {
            case "Relu":
                return new PiecewiseLinear([0]).Value(x, 0);
            case "LeakyRelu":
                return new PiecewiseLinear([f.Alpha]).Value(x, 0);
            case "Abs":
                return x.Magnitude;
            case "Neg":
                return -x;
            case "Elu":
                return new ExponentialFunction(f.Alpha).Value(x, 0);
            case "Selu":
                return DoubleRange.Point(f.Beta) * new ExponentialFunction(f.Alpha).Value(x, 0);
            case "Celu":
                return Celu(f.Alpha, x);
            case "HardSigmoid":
                return new ClippedLine(f.Alpha, f.Beta, 0, 1).Value(x, 0);
            case "Clip":
                return x.Clamp(f.Alpha, f.Beta);
            case "ThresholdedRelu":
                return x.Lower > f.Alpha ? x : x.Upper <= f.Alpha ? DoubleRange.Point(0) : x.Hull(DoubleRange.Point(0));
            case "HardSwish":
                return new HardSwish().Value(x, 0);
            case "Sigmoid" or "Tanh" or "Softsign" or "Atan" or "Asinh":
                return new SmoothFunction(f.Kind).Value(x, 0);
            case "Softplus":
                return Softplus.Value(x, 0);
            case "Swish":
                return x * Sigmoid.Value(f.Alpha == 1 ? x : x * DoubleRange.Point(f.Alpha), 0);
            case "Mish":
                return x * Tanh.Value(Softplus.Value(x, 0), 0);
            case "Gelu":
                return x * Outward(Context.NormalDistribution(Of(x)));
            case "GeluTanh":
                return GeluTanh(x);
            case "Exp":
                return Exp(x);
            case "Erf":
                return Outward(Context.Erf(Of(x)));
            case "Sin":
                return Outward(Context.Sin(Of(x)));
            case "Cos":
                return Outward(Context.Cos(Of(x)));
            case "Floor":
                return new(Math.Floor(x.Lower), Math.Floor(x.Upper));
            case "Ceil":
                return new(Math.Ceiling(x.Lower), Math.Ceiling(x.Upper));
            case "Round":
                return new(Math.Round(x.Lower), Math.Round(x.Upper));
            case "Sign":
                return new(Math.Sign(x.Lower), Math.Sign(x.Upper));
            default:
                return Partial(f, x);
        }
    }

    /// <summary>e^x; 0 for −∞.</summary>
    public static DoubleRange Exp(DoubleRange x)
    {
        if (double.IsNegativeInfinity(x.Upper))
        {
            return DoubleRange.Point(0);
        }

        DoubleRange e = Outward(Context.Exp(Of(x)));
        return new(Math.Max(0, e.Lower), e.Upper);
    }

    /// <summary>log x for positive x.</summary>
    public static DoubleRange Log(DoubleRange x) => x.Lower > 0 ? Outward(Context.Log(Of(x)).Value)
        : throw new GraphDomainException("a logarithm of a number that is not known to be positive");

    /// <summary>√x; outward roundings below 0 are cut off where the number is known not to be negative.</summary>
    public static DoubleRange Sqrt(DoubleRange x) => x.IsPoint && x.Lower == 0 ? x
        : x.Lower >= 0 ? new(Math.Max(0, Math.BitDecrement(Math.Sqrt(x.Lower))), Math.BitIncrement(Math.Sqrt(x.Upper)))
        : throw new GraphDomainException("a square root of a number that is not known to be at least 0");

    /// <summary>x/y where y keeps away from 0.</summary>
    public static DoubleRange Divide(DoubleRange x, DoubleRange y) => y.Lower > 0 || y.Upper < 0
        ? x.IsPoint && x.Lower == 0 ? x : x / y
        : throw new GraphDomainException("a division by a number that is not known to differ from 0");

    private static DoubleRange Partial(GraphFunction f, DoubleRange x) => f.Kind switch
    {
        "Log" => Log(x),
        "Sqrt" => Sqrt(x),
        "Reciprocal" => Divide(DoubleRange.Point(1), x),
        _ => throw new GraphDomainException($"no enclosure of '{f.Kind}' is known"),
    };

    private static DoubleRange Celu(double alpha, DoubleRange x)
    {
        DoubleRange Below(DoubleRange part) => new ExponentialFunction(alpha).Value(part / DoubleRange.Point(alpha), 0) switch
        {
            var y => new(y.Lower, Math.Min(y.Upper, 0)),
        };
        return x.Lower > 0 ? x : x.Upper <= 0 ? Below(x) : new(Below(new DoubleRange(x.Lower, 0)).Lower, x.Upper);
    }

    // 1 + tanh t = 2/(1 + e^(−2t)): the logistic function of 2t, which keeps its relative accuracy far below 0.
    private static DoubleRange GeluTanh(DoubleRange x)
    {
        DoubleRange Inner(double end)
        {
            Interval at = Interval.Of(end), cube = Context.Multiply(at, Context.Square(at));
            return Outward(Context.Multiply(Context.Multiply(Interval.Of(2L), TanhSlope),
                Context.Add(at, Context.Multiply(TanhCube, cube))));
        }

        return x * Sigmoid.Value(new DoubleRange(Inner(x.Lower).Lower, Inner(x.Upper).Upper), 0);
    }

    private static Interval Of(DoubleRange x) => Interval.Of(x.Lower, x.Upper);

    private static DoubleRange Outward(Interval x) => new(x.LowerDouble, x.UpperDouble);
}
