using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Ledent;

/// <summary>
/// Logarithms of covering numbers of one layer {‖A−M‖_p^p ≤ r s^p, ‖A−M‖ ≤ s̃} of shape m×d at radius s·b/y, by each row of the
/// derivation. Numbers are carried by their logarithms where they may leave the range of double.
/// </summary>
/// <param name="m">Outputs.</param>
/// <param name="d">Inputs.</param>
/// <param name="logR">ln r.</param>
/// <param name="p">p.</param>
/// <param name="logRatio">ln(s̃/s).</param>
/// <param name="logY">ln y.</param>
internal readonly struct LayerEntropy(double m, double d, double logR, double p, double logRatio, double logY)
{
    /// <summary>m d ln(1 + 4(s̃/s)y).</summary>
    public double Full => m * d * LogOnePlus(4);

    /// <summary>r (m+d) ln(1 + 8(s̃/s)y): at p = 0.</summary>
    public double Rank => Math.Exp(logR) * (m + d) * LogOnePlus(8);

    /// <summary>min(m, d, r(4y)^p) (m+d) Λ.</summary>
    public double NoTail => Math.Min(Math.Min(m, d), Math.Exp(logR + (p * (Math.Log(4) + logY)))) * Counted;

    /// <summary>16 m r (s̃/s)^{2−p} y².</summary>
    public double AllTail => 16 * m * Math.Exp(logR + (p < 2 ? (2 - p) * logRatio : 0) + (2 * logY));

    /// <summary>Route I.</summary>
    public double FrobeniusTail => 2 / (2 - p) * Math.Pow((2 - p) / p, p / 2) * Math.Pow(Counted, 1 - (p / 2)) * Math.Pow(64 * m, p / 2)
        * Math.Exp(logR + (p * logY));

    /// <summary>Route II.</summary>
    public double SpectralTail => (Math.Pow(p / 2, 2 / (p + 2)) + Math.Pow(2 / p, p / (p + 2))) * Math.Pow(Counted, 2 / (p + 2))
        * Math.Pow(64 * m * Math.Min(m, d), p / (p + 2)) * Math.Exp(2 * (logR + (p * logY)) / (p + 2));

    /// <summary>The least of the rows that hold at p; route II is never the least.</summary>
    public double Smallest => p == 0
        ? Math.Min(Full, Rank)
        : Math.Min(Math.Min(Full, NoTail), p < 2 ? Math.Min(AllTail, FrobeniusTail) : AllTail);

    private double Counted => (m + d) * LogOnePlus(16);

    /// <summary>One row as an oracle.</summary>
    public static FastFormula Row(Func<LayerEntropy, double> row) => (members, _) =>
    {
        LayerEntropy layer = Read(members);
        return members.Violation is { } reason ? new NotApplicable(reason)
            : row(layer) is var value && double.IsFinite(value) && !double.IsSubnormal(value) ? FastResult.Of(WideReal.Of(value))
            : new NotApplicable("the entropy is beyond the range of double.");
    };

    /// <summary>The minimum of the rows as an oracle.</summary>
    public static FastResult Least(InputMembers members, LayerSpectra spectra) => Row(layer => layer.Smallest)(members, spectra);

    private static LayerEntropy Read(InputMembers members)
    {
        double m = WideReal.Of(members.Count("m")).ToDouble(), d = members.Has("d") ? WideReal.Of(members.Count("d")).ToDouble() : 1;
        WideReal r = members.Has("r") ? members.Real("r", NumberRange.Positive) : WideReal.One;
        double p = members.Has("p") ? members.Exponent("p", NumberRange.SchattenExponent) : 0;
        WideReal s = members.Real("s", NumberRange.Positive), limit = members.Real("stilde", NumberRange.Positive, s);
        return new LayerEntropy(m, d, r.Log(), p, (limit / s).Log(), members.Real("y", NumberRange.Positive).Log());
    }

    // ln(1 + c (s̃/s) y) without loss where the argument is near 1 or beyond the range.
    private double LogOnePlus(double factor)
    {
        double logarithm = Math.Log(factor) + logRatio + logY;
        return logarithm > 40 ? logarithm
            : logarithm < -40 ? Math.Exp(logarithm)
            : Stable(Math.Exp(logarithm));
    }

    // ln(1 + x) by the ratio that carries the rounding of 1 + x.
    private static double Stable(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : x < 1 ? Math.Log(sum) * (x / (sum - 1)) : Math.Log(sum);
    }
}
