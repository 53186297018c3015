using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// Functions of one ball. Smooth ones by MPFR at 160 bits, written so that the argument stands once and the enclosure is the least one;
/// those of two uses (x times an increasing factor) as products. Kinks that the ball does not hold cost nothing; where it holds one, and
/// for rare operators, <see cref="Enclosures"/> gives doubles.
/// </summary>
internal static class BallFunctions
{
    // Beyond, e^x is no double's business: the enclosures in double know the limits.
    private const double Far = 700;

    private static readonly Ball One = Ball.Point(1), Two = Ball.Point(2), Three = Ball.Point(3), Six = Ball.Point(6);

    private static readonly Ball TanhSlope = Ball.From(SlopeOf(new IntervalContext(160))),
        TanhCube = Ball.From(new IntervalContext(160).Parse("0.044715"));

    /// <summary>Encloses φ over a ball.</summary>
    /// <exception cref="GraphDomainException">φ is not defined on the whole ball, or not known.</exception>
    public static Ball Of(GraphFunction f, Ball x)
    {
        (double low, double high) = (x.Lower, x.Upper);
        bool isFar = low < -Far || high > Far;
        return f.Kind switch
        {
            "Relu" or "LeakyRelu" or "Elu" or "Celu" when low >= 0 => x,
            "Selu" when low >= 0 => Ball.Point(f.Beta) * x,
            "Relu" when high <= 0 => default,
            "LeakyRelu" when high <= 0 => Ball.Point(f.Alpha) * x,
            "Elu" when high <= 0 && !isFar => Ball.Point(f.Alpha) * Grown(x),
            "Selu" when high <= 0 && !isFar => Ball.Point(f.Beta) * (Ball.Point(f.Alpha) * Grown(x)),
            "Celu" when high <= 0 && !isFar => Ball.Point(f.Alpha) * Grown(x / Ball.Point(f.Alpha)),
            "Abs" => x.Magnitude,
            "Neg" => -x,
            "Clip" when low >= f.Alpha && high <= f.Beta => x,
            "ThresholdedRelu" when low > f.Alpha => x,
            "HardSigmoid" => Line(f, x),
            "HardSwish" when low >= 3 => x,
            "HardSwish" when low >= -3 && high <= 3 => x * (x + Three) / Six,
            "Sigmoid" when !isFar => Logistic(x),
            "Tanh" when !isFar => One - (Two / (One + Exp(Two * x))),
            "Softsign" when low >= 0 => One - (One / (One + x)),
            "Softsign" when high <= 0 => (One / (One - x)) - One,
            "Softplus" when !isFar => Softplus(x),
            "Swish" when !isFar => x * Logistic(Ball.Point(f.Alpha) * x),
            "Mish" when !isFar => x * Of(new GraphFunction("Tanh"), Softplus(x)),
            "Gelu" => x * x.By((context, v) => context.NormalDistribution(v)),
            "GeluTanh" => GeluTanh(x),
            "Exp" => Exp(x),
            "Erf" => x.By((context, v) => context.Erf(v)),
            "Sin" => x.By((context, v) => context.Sin(v)),
            "Cos" => x.By((context, v) => context.Cos(v)),
            "Log" => Log(x),
            "Sqrt" => Sqrt(x),
            "Reciprocal" => One / x,
            _ => Ball.Of(Enclosures.Of(f, x.Range)),
        };
    }

    /// <summary>e^x; 0 for −∞.</summary>
    public static Ball Exp(Ball x) => x.Lower < -Far || x.Upper > Far ? Ball.Of(Enclosures.Exp(x.Range))
        : x.By((context, v) => context.Exp(v));

    /// <summary>log x.</summary>
    /// <exception cref="GraphDomainException">x may be 0 or negative.</exception>
    public static Ball Log(Ball x) => x.Lower > 0 ? x.By((context, v) => context.Log(v).Value)
        : throw new GraphDomainException("a logarithm of a number that is not known to be positive");

    /// <summary>√x.</summary>
    /// <exception cref="GraphDomainException">x may be negative.</exception>
    public static Ball Sqrt(Ball x) => x.Lower > 0 ? x.By((context, v) => context.Sqrt(v).Value)
        : Ball.Of(Enclosures.Sqrt(x.Range));

    private static Ball Grown(Ball x) => x.By((context, v) => context.Subtract(context.Exp(v), Interval.One));

    private static Ball Softplus(Ball x) => x.By((context, v) => context.Log(context.Add(Interval.One, context.Exp(v))).Value);

    private static Ball Logistic(Ball x) => x.Lower < -Far || x.Upper > Far ? Ball.Of(Enclosures.Of(new GraphFunction("Sigmoid"), x.Range))
        : x.By((context, v) => context.Divide(Interval.One, context.Add(Interval.One, context.Exp(IntervalContext.Negate(v)))).Value);

    // (1 + tanh t)/2 is the logistic function of 2t, which keeps its relative accuracy far below 0.
    private static Ball GeluTanh(Ball x) => x * Logistic(Two * TanhSlope * (x + (TanhCube * x * x.Squared())));

    private static Ball Line(GraphFunction f, Ball x)
    {
        Ball line = (Ball.Point(f.Alpha) * x) + Ball.Point(f.Beta);
        return line.Lower >= 0 && line.Upper <= 1 ? line : Ball.Of(line.Range.Clamp(0, 1));
    }

    private static Interval SlopeOf(IntervalContext context) => context.Sqrt(context.Divide(Interval.Of(2L), context.Pi()).Value).Value;
}
