using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.FastPath.Oymak;

/// <summary>Members of Oymak, Fabian, Li, Soltanolkotabi 2019 by the ranges that their statements share.</summary>
internal sealed class OymakReader(InputMembers members)
{
    private const double SmallestProduct = 1e-17;

    /// <summary>Why the inputs lie outside the domain, or null.</summary>
    public string? Violation => members.Violation;

    /// <summary>A positive number.</summary>
    public WideReal Positive(string name) => members.Real(name, NumberRange.Positive);

    /// <summary>A number of at least 0.</summary>
    public WideReal NonNegative(string name) => members.Real(name, NumberRange.NonNegative);

    /// <summary>A number in (0, limit].</summary>
    public WideReal UpTo(string name, Rational limit)
    {
        WideReal value = Positive(name);
        Require(value <= WideReal.Of(limit), $"{name} must be in (0, {limit}].");
        return value;
    }

    /// <summary>A number in (0, 1].</summary>
    public WideReal Fraction(string name) => UpTo(name, Rational.One);

    /// <summary>The early-stopping parameter Γ ≥ 1.</summary>
    public WideReal Gamma() => members.Real("Gamma", NumberRange.AtLeastOne);

    /// <summary>A positive integer.</summary>
    public WideReal Count(string name) => WideReal.Of(members.Count(name));

    /// <summary>A number of steps, 0 included.</summary>
    public double Steps()
    {
        Rational steps = members.Signed("tau");
        Require(steps.IsInteger && steps.Sign >= 0, "tau must be an integer of at least 0.");
        return steps.ToDouble();
    }

    /// <summary>A number of either sign.</summary>
    public Rational Signed(string name) => members.Signed(name);

    /// <summary>Numbers of either sign.</summary>
    public Rational[] SignedList(string name, int? length = null) => members.SignedList(name, length);

    /// <summary>Positions of singular values with their coefficients' sizes.</summary>
    public (WideReal Value, WideReal Size)[] Spectrum()
    {
        WideReal[] values = members.Reals("lambda", NumberRange.NonNegative);
        Rational[] coefficients = members.SignedList("a", values.Length);
        return [.. values.Zip(coefficients, (value, a) => (value, WideReal.Of(Rational.Abs(a))))];
    }

    /// <summary>Notes that the inputs lie outside the domain.</summary>
    public void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            members.Refuse(otherwise);
        }
    }

    /// <summary>√(ln(2/δ)) for a probability δ in (0, 1).</summary>
    public WideReal RootLogOfFailure()
    {
        WideReal delta = Fraction("delta");
        Require(delta < WideReal.One, "delta must be less than 1.");
        return WideReal.Sqrt(WideReal.Of((WideReal.Of(2) / delta).Log()));
    }

    /// <summary>e^−x.</summary>
    public static WideReal Decay(WideReal x) => WideReal.Exp(-x.ToDouble());

    /// <summary>(1 − x)^τ for 0 ≤ x ≤ 1.</summary>
    public static WideReal Remaining(WideReal x, double tau) => tau == 0 ? WideReal.One
        : x >= WideReal.One ? WideReal.Zero
        : WideReal.Exp(tau * LogOnePlus(-x.ToDouble()));

    /// <summary>1 − (1 − x)^τ for 0 ≤ x ≤ 1, without cancellation.</summary>
    public static WideReal Gained(WideReal x, double tau)
    {
        WideReal product = x * WideReal.Of(tau);
        return tau == 0 || product.ToDouble() < SmallestProduct ? product
            : x >= WideReal.One ? WideReal.One
            : WideReal.Of(-ExpMinusOne(tau * LogOnePlus(-x.ToDouble())));
    }

    // Kahan: the rounding error of 1 + x cancels in the quotient.
    private static double LogOnePlus(double x)
    {
        double one = 1 + x;
        return one == 1 ? x : Math.Log(one) * (x / (one - 1));
    }

    private static double ExpMinusOne(double x)
    {
        double power = Math.Exp(x), less = power - 1;
        return power == 1 ? x : less == -1 ? -1 : less * (x / Math.Log(power));
    }
}
