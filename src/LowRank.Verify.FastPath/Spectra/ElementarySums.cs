using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>Elementary and special functions in double precision that the runtime lacks.</summary>
internal static class ElementarySums
{
    private const double EulerConstant = 0.57721566490153286;
    private const int LongestSum = 1000;
    private const int ZetaTerms = 12;
    private const int MostSteps = 300;

    // B_2j/(2j)! for j = 1, …, 8.
    private static readonly double[] Corrections =
    [
        1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691.0 / 1307674368000, 1.0 / 74724249600,
            -3617.0 / 10670622842880000,
    ];

    /// <summary>ln(1 + x) without cancellation for small x.</summary>
    public static double Log1p(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : double.IsInfinity(sum) ? sum : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>ln x of a chance x in (0, 1): next to 1 by what is missing, which is exact.</summary>
    public static double LogOfChance(Rational chance) => chance > new Rational(1, 2)
        ? Log1p(-WideReal.Of(Rational.One - chance).ToDouble()) : WideReal.Of(chance).Log();

    /// <summary>ln(1 + x), also for x beyond double.</summary>
    public static double LogOfOneAnd(WideReal x) => x.Exponent > 60 ? x.Log() : Log1p(x.ToDouble());

    /// <summary>1 − e^(−y) for y ≥ 0, without cancellation for small y.</summary>
    public static double OneLessExp(double y) => y > 600 ? 1 : 2 * Math.Exp(-y / 2) * Math.Sinh(y / 2);

    /// <summary>H_n: a sum up to 1000, from there the asymptotic series ln n + γ + 1/(2n) − 1/(12n²), off by less than 1/(120n⁴).</summary>
    public static double Harmonic(WideReal n)
    {
        double size = n.ToDouble();
        if (size > LongestSum)
        {
            return n.Log() + EulerConstant + (0.5 / size) - (1 / (12 * size * size));
        }

        CompensatedSum sum = default;
        for (int m = (int)size; m >= 1; m--)
        {
            sum.Add(1.0 / m);
        }

        return sum.Total;
    }

    /// <summary>
    /// Σ_{k≥0} (a + k)^−s for s &gt; 1 and a ≥ 1: twelve terms, the integral of the rest and its Euler–Maclaurin corrections.
    /// </summary>
    public static double HurwitzZeta(double s, double a)
    {
        CompensatedSum sum = default;
        double x = a + ZetaTerms, power = Math.Pow(x, -s), factor = power * s / x;
        foreach (double correction in Corrections.Select((c, j) => (c, j)).Select(p => p.c * Rising(factor, s, x, p.j)).Reverse())
        {
            sum.Add(correction);
        }

        sum.Add(power / 2);
        sum.Add(power * x / (s - 1));
        for (int k = ZetaTerms - 1; k >= 0; k--)
        {
            sum.Add(Math.Pow(a + k, -s));
        }

        return sum.Total;
    }

    /// <summary>
    /// The largest p with q ln(q/p) + (1−q) ln((1−q)/(1−p)) ≤ c. With d = p − q and φ(x) = x − ln(1+x) ≥ 0 the left side is
    /// q φ(d/q) + (1−q) φ(−d/(1−q)), a sum without cancellation; its slope is d/(p(1−p)).
    /// </summary>
    public static double KlInverse(double q, double c)
    {
        double rest = 1 - q;
        if (c == 0 || rest <= 0)
        {
            return q;
        }

        // (p − q)²/(2p) ≤ kl(q‖p) gives the upper end.
        double low = 0, high = Math.Min(rest, c + (Math.Sqrt(c) * Math.Sqrt(c + (2 * q)))), d = high;
        for (int i = 0; i < MostSteps && low < high; i++)
        {
            double excess = Excess(d);
            if (excess == 0)
            {
                return q + d;
            }

            (low, high) = excess > 0 ? (low, d) : (d, high);
            double p = q + d, slope = d / (p * (rest - d)), next = d - (excess / slope);
            next = next > low && next < high ? next : low + ((high - low) / 2);
            if (next == d || next <= low || next >= high)
            {
                break;
            }

            d = next;
        }

        return q + d;

        double Excess(double at) => (q == 0 ? at : q * LogGap(at / q)) + (rest * LogGap(-at / rest)) - c;
    }

    /// <summary>kl(q‖q + d) as q φ(d/q) + (1−q) φ(−d/(1−q)), for 0 &lt; q &lt; 1.</summary>
    public static double Divergence(double q, double d) => (q * LogGap(d / q)) + ((1 - q) * LogGap(-d / (1 - q)));

    /// <summary>x − ln(1 + x) for x ≥ −1; for small x by its series.</summary>
    public static double LogGap(double x)
    {
        if (Math.Abs(x) > 0.125)
        {
            return x - Log1p(x);
        }

        double sum = 0;
        for (int k = 20; k >= 2; k--)
        {
            sum = (1.0 / k) - (x * sum);
        }

        return x * x * sum;
    }

    private static double Rising(double factor, double s, double x, int steps)
    {
        for (int j = 1; j <= steps; j++)
        {
            factor *= (s + (2 * j) - 1) * (s + (2 * j)) / (x * x);
        }

        return factor;
    }
}
