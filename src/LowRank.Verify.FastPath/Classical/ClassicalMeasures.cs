using LowRank.Verify.Arithmetic;
using static LowRank.Verify.FastPath.Classical.ClassicalFormulas;
using static LowRank.Verify.FastPath.Numbers.NumberRange;

namespace LowRank.Verify.FastPath.Classical;

/// <summary>Measures that order networks: Jiang and others 2020, as public code has them. Most are logarithms, of either sign.</summary>
internal static class ClassicalMeasures
{
    /// <summary>ln(Π s²/γ²).</summary>
    public static FastResult SpectralProduct(InputMembers m)
    {
        WideReal[] norms = m.Reals("s", Positive);
        WideReal gamma = m.Real("gamma", Positive);
        return Logarithm(m, () => WideReal.Product(norms) / gamma, 2);
    }

    /// <summary>ln(Π s²/γ² Σ (numerator/s)²).</summary>
    public static FastResult SpectralMain(InputMembers m, string numerator)
    {
        WideReal[] norms = m.Reals("s", Positive);
        WideReal[] others = m.Reals(numerator, numerator == "frobenius" ? Positive : NonNegative, norms.Length);
        WideReal gamma = m.Real("gamma", Positive);
        if (others.All(other => other.IsZero))
        {
            m.Refuse("no layer has moved, and 0 has no logarithm.");
        }

        return Logarithm(m, () =>
        {
            WideReal ratio = WideReal.Product(norms) / gamma;
            return ratio * ratio * Sum(norms.Length, i => others[i] / norms[i] * (others[i] / norms[i]));
        }, 1);
    }

    /// <summary>Σ ln ‖W‖_F².</summary>
    public static FastResult FrobeniusProduct(InputMembers m)
    {
        WideReal[] norms = m.Reals("frobenius", Positive);
        return Logarithm(m, () => WideReal.Product(norms), 2);
    }

    /// <summary>‖w−w⁰‖²/(4σ²) + ln(n/σ) + 10.</summary>
    public static FastResult PacBayes(InputMembers m)
    {
        WideReal moved = m.Real("moved", NonNegative), sigma = m.Real("sigma", Positive), n = m.Count("n", Count);
        return m.Violation is { } reason ? new FastResult.NotApplicable(reason)
            : SignedReal.Sum([
                new SignedReal(moved / (Num(2) * sigma) * (moved / (Num(2) * sigma)), false), SignedReal.Of((n / sigma).Log()),
                SignedReal.Of(10),
            ]).Result;
    }

    /// <summary>The max(1, ⌊n/10⌋)-th smallest margin.</summary>
    public static FastResult TenthPercentile(InputMembers m)
    {
        Rational[] margins = m.SignedList("margins");
        Array.Sort(margins);
        Rational margin = margins[Math.Max(1, margins.Length / 10) - 1];
        return new SignedReal(WideReal.Of(Rational.Abs(margin)), margin.Sign < 0).Result;
    }

    private static FastResult Logarithm(InputMembers m, Func<WideReal> value, int power) =>
        m.Violation is { } reason ? new FastResult.NotApplicable(reason) : SignedReal.Of(power * value().Log()).Result;
}
