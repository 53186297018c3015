using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// Enclosures of functions over a range, in doubles: where a ball holds a kink or a jump, far from 0, and for operators that are rare.
/// Smooth functions elsewhere are those of <see cref="BallFunctions"/>.
/// </summary>
internal static class Enclosures
{
    private static readonly IntervalContext Context = new(80);
    private static readonly SmoothFunction Sigmoid = new("Sigmoid"), Tanh = new("Tanh");
    private static readonly SoftplusFunction Softplus = new();

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
                return new ScaledExponential(1, f.Alpha, 1).Value(x, 0);
            case "Selu":
                return new ScaledExponential(f.Beta, f.Alpha, 1).Value(x, 0);
            case "Celu":
                return new ScaledExponential(1, f.Alpha, f.Alpha).Value(x, 0);
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
            case "Mish":
                return x * Tanh.Value(Softplus.Value(x, 0), 0);
            case "Swish":
                return x * Sigmoid.Value(f.Alpha == 1 ? x : x * DoubleRange.Point(f.Alpha), 0);
            case "Exp":
                return Exp(x);
            case "Floor":
                return new(Math.Floor(x.Lower), Math.Floor(x.Upper));
            case "Ceil":
                return new(Math.Ceiling(x.Lower), Math.Ceiling(x.Upper));
            case "Round":
                return new(Math.Round(x.Lower), Math.Round(x.Upper));
            case "Sign":
                return new(Math.Sign(x.Lower), Math.Sign(x.Upper));
            default:
                throw new GraphDomainException($"no enclosure of '{f.Kind}' is known");
        }
    }

    /// <summary>e^x; 0 for −∞.</summary>
    public static DoubleRange Exp(DoubleRange x)
    {
        if (double.IsNegativeInfinity(x.Upper))
        {
            return DoubleRange.Point(0);
        }

        DoubleRange e = DoubleRange.Of(Context.Exp(Of(x)));
        return new(Math.Max(0, e.Lower), e.Upper);
    }

    /// <summary>√x; outward roundings below 0 are cut off where the number is known not to be negative.</summary>
    public static DoubleRange Sqrt(DoubleRange x) => x.IsPoint && x.Lower == 0 ? x
        : x.Lower >= 0 ? new(Math.Max(0, Math.BitDecrement(Math.Sqrt(x.Lower))), Math.BitIncrement(Math.Sqrt(x.Upper)))
        : throw new GraphDomainException("a square root of a number that is not known to be at least 0");

    private static Interval Of(DoubleRange x) => Interval.Of(x.Lower, x.Upper);
}
