using LowRank.Verify.Arithmetic;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Oymak;

/// <content>Closed forms of the single-output kernel at unit inputs with inner product ρ: ρ E[φ'(u) φ'(v)].</content>
internal static partial class OymakFormulas
{
    private const double LogisticStep = 0.25;
    private const int LogisticNodes = 36;

    private static IEnumerable<(string Id, FastFormula Formula)> Kernels =>
    [
        // The orthant probability is an angle over 2π.
        Kernel("relu", (rho, below, above, _) => rho * Math.Atan2(Math.Sqrt(below * above), -rho) / (2 * Math.PI)),
        Kernel("smoothed-relu", (rho, _, _, _) => rho * ((Math.PI / 2) + Math.Asin(rho / 2)) / (2 * Math.PI)),
        Kernel("phi-az", PhiKernel),
        Kernel("erf", (rho, _, _, _) => 4 * rho / (Math.PI * Math.Sqrt((3 - (2 * rho)) * (3 + (2 * rho))))),
        Kernel("erf-sqrt2", (rho, _, _, _) => 2 * rho / (Math.PI * Math.Sqrt((2 - rho) * (2 + rho)))),
        ("kernel/erf-general", ErfOfAnyVariance),
        Kernel("sin", (rho, _, _, _) => rho * (Math.Exp(rho - 1) + Math.Exp(-rho - 1)) / 2),
        Kernel("cos", (rho, _, _, _) => rho * Math.Sinh(rho) / Math.E),
        Kernel("gaussian", (rho, _, _, _) => rho * rho / ((2 - rho) * (2 + rho) * Math.Sqrt((2 - rho) * (2 + rho)))),
        Kernel("identity", (rho, _, _, _) => rho),
        Kernel("half-square", (rho, _, _, _) => rho * rho),
        Kernel("softplus", (rho, below, above, _) => rho * LogisticMoment(rho, Math.Sqrt(below * above))),
    ];

    // E[Φ(au) Φ(av)] is an orthant probability at the correlation a²ρ/(1 + a²): an angle by its tangent, so that a large slope costs
    // nothing.
    private static double PhiKernel(double rho, double below, double above, double slope)
    {
        double inverse = 1 / slope / slope;
        double angle = double.IsPositiveInfinity(inverse) ? 0 : Math.Atan2(rho, Math.Sqrt((inverse + below) * (inverse + above)));
        return rho * ((Math.PI / 2) + angle) / (2 * Math.PI);
    }

    // The trapezoidal rule in both variables of u = x, v = ρx + √(1 − ρ²) y; its error at this step is below the roundoff.
    private static double LogisticMoment(double rho, double complement)
    {
        CompensatedSum sum = default;
        for (int i = -LogisticNodes; i <= LogisticNodes; i++)
        {
            double x = i * LogisticStep, outer = Math.Exp(-x * x / 2) / (1 + Math.Exp(-x));
            for (int j = -LogisticNodes; j <= LogisticNodes; j++)
            {
                double y = j * LogisticStep;
                sum.Add(outer * Math.Exp(-y * y / 2) / (1 + Math.Exp(-(rho * x) - (complement * y))));
            }
        }

        return sum.Total * LogisticStep * LogisticStep / (2 * Math.PI);
    }

    private static FastResult ErfOfAnyVariance(InputMembers members, LayerSpectra spectra)
    {
        WideReal first = members.Real("a", NumberRange.NonNegative), second = members.Real("b", NumberRange.NonNegative);
        Rational a = members.Signed("a"), b = members.Signed("b"), c = members.Signed("c");
        if (c * c > a * b)
        {
            members.Refuse("c^2 must be at most a b.");
        }

        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        WideReal determinant = WideReal.One + (Num(2) * (first + second)) + (Num(4) * WideReal.Of((a * b) - (c * c)));
        WideReal size = Num(4) * WideReal.Of(Rational.Abs(c)) / (Num(Math.PI) * Root(determinant));
        return c.Sign < 0 ? FastResult.Of(-size.ToDouble(), double.NaN) : FastResult.Of(size);
    }

    private static (string Id, FastFormula Formula) Kernel(string id, Func<double, double, double, double, double> value) =>
        ("kernel/" + id, (members, _) =>
    {
        Rational rho = members.Signed("rho");
        WideReal slope = id == "phi-az" ? members.Real("a", NumberRange.NonNegative) : WideReal.One;
        if (Rational.Abs(rho) > Rational.One)
        {
            members.Refuse("rho must be in [-1, 1].");
        }

        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        // 1 − ρ and 1 + ρ are exact before they are rounded.
        double result = value(rho.ToDouble(), (Rational.One - rho).ToDouble(), (Rational.One + rho).ToDouble(), slope.ToDouble());
        return FastResult.Of(result, result < 0 ? double.NaN : Math.Log10(result));
    });
}
