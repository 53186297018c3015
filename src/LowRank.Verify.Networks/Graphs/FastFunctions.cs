namespace LowRank.Verify.Networks.Graphs;

/// <summary>Functions of one number in double precision.</summary>
internal static class FastFunctions
{
    /// <summary>φ.</summary>
    /// <exception cref="GraphDomainException">φ is not known.</exception>
    public static Func<double, double> Of(GraphFunction f)
    {
        (double alpha, double beta) = (f.Alpha, f.Beta);
        return f.Kind switch
        {
            "Relu" => x => Math.Max(x, 0),
            "LeakyRelu" => x => x < 0 ? alpha * x : x,
            "Abs" => Math.Abs,
            "Neg" => x => -x,
            "Elu" => x => x < 0 ? alpha * ExpM1(x) : x,
            "Selu" => x => beta * (x < 0 ? alpha * ExpM1(x) : x),
            "Celu" => x => x < 0 ? alpha * ExpM1(x / alpha) : x,
            "HardSigmoid" => x => Math.Max(0, Math.Min(1, (alpha * x) + beta)),
            "Clip" => x => Math.Min(beta, Math.Max(alpha, x)),
            "ThresholdedRelu" => x => x > alpha ? x : 0,
            "HardSwish" => x => x * Math.Max(0, Math.Min(6, x + 3)) / 6,
            "Sigmoid" => Logistic,
            "Tanh" => Math.Tanh,
            "Softsign" => x => x / (1 + Math.Abs(x)),
            "Atan" => Math.Atan,
            "Asinh" => Math.Asinh,
            "Softplus" => Softplus,
            "Swish" => x => x * Logistic(alpha * x),
            "Mish" => x => x * Math.Tanh(Softplus(x)),
            "Gelu" => x => 0.5 * x * ErrorFunction.Complement(-x / Math.Sqrt(2)),
            "GeluTanh" => x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
            "Exp" => Math.Exp,
            "Erf" => ErrorFunction.Value,
            "Sin" => Math.Sin,
            "Cos" => Math.Cos,
            "Floor" => Math.Floor,
            "Ceil" => Math.Ceiling,
            "Round" => x => Math.Round(x, MidpointRounding.ToEven),
            "Sign" => x => Math.Sign(x),
            "Log" => Math.Log,
            "Sqrt" => Math.Sqrt,
            "Reciprocal" => x => 1 / x,
            _ => throw new GraphDomainException($"'{f.Kind}' is not known"),
        };
    }

    private static double Logistic(double x) => 0.5 * (1 + Math.Tanh(0.5 * x));

    private static double Softplus(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));

    // sinh keeps the digits that e^x − 1 loses near 0.
    private static double ExpM1(double x) => 2 * Math.Exp(x / 2) * Math.Sinh(x / 2);
}
