using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Pinto;

/// <summary>
/// From complexities to expected losses: Pinto, Rangamani, Poggio 2025, Theorems 1, 2, 8, 11, 12 and Lemma 9. With probability 1 − δ the
/// expected loss is at most the empirical one, a multiple of a complexity, and the deviation 3√(ln(2/δ)/(2m)).
/// </summary>
internal static class PintoGeneralization
{
    /// <summary>Theorem 1: √(2π) Ĝ.</summary>
    public static FastResult Theorem1(InputMembers members, LayerSpectra spectra) =>
        Expected(members, "G_hat", WideReal.Of(Math.Sqrt(2 * Math.PI)));

    /// <summary>Theorem 2 as printed: √(Lπ) Ĝ.</summary>
    public static FastResult Theorem2(InputMembers members, LayerSpectra spectra) =>
        Expected(members, "G_hat", WideReal.Sqrt(Lipschitz(members) * WideReal.Of(Math.PI)));

    /// <summary>Theorem 2, linear in the Lipschitz constant: √(2π) L Ĝ.</summary>
    public static FastResult Theorem2Corrected(InputMembers members, LayerSpectra spectra) =>
        Expected(members, "G_hat", WideReal.Of(Math.Sqrt(2 * Math.PI)) * Lipschitz(members));

    /// <summary>The ramp loss at margin γ is √2/γ-Lipschitz: 2√π Ĝ/γ.</summary>
    public static FastResult MarginForm(InputMembers members, LayerSpectra spectra) =>
        Expected(members, "G_hat", WideReal.Of(2 * Math.Sqrt(Math.PI)) / members.Real("gamma", NumberRange.Positive));

    /// <summary>Theorem 12 as printed: 2√(2L) R̂.</summary>
    public static FastResult Theorem12(InputMembers members, LayerSpectra spectra) =>
        Expected(members, "R_hat", WideReal.Sqrt(WideReal.Of(8) * Lipschitz(members)));

    /// <summary>Theorem 12, linear in the Lipschitz constant: 2√2 L R̂.</summary>
    public static FastResult Theorem12Corrected(InputMembers members, LayerSpectra spectra) =>
        Expected(members, "R_hat", WideReal.Of(Math.Sqrt(8)) * Lipschitz(members));

    /// <summary>Theorem 11: by 2 R_m with one deviation √(ln(1/δ)/(2m)), and by 2 R̂ with three at δ/2.</summary>
    public static FastResult Theorem11(InputMembers members, LayerSpectra spectra)
    {
        WideReal expected = members.Real("R_m", NumberRange.NonNegative);
        WideReal empirical = members.Real("R_hat", NumberRange.NonNegative);
        WideReal loss = members.Real("empirical_loss", NumberRange.Fraction);
        (WideReal failure, WideReal samples) = (members.Real("delta", NumberRange.Probability), WideReal.Of(members.Count("m")));
        return members.Violation is { } reason ? new NotApplicable(reason) : FastResult.Record(
            ("expected", FastResult.Of(WideReal.Sum([loss, WideReal.Of(2) * expected, Deviation(WideReal.One / failure, samples)]))),
            ("empirical", FastResult.Of(WideReal.Sum([loss, WideReal.Of(2) * empirical,
                WideReal.Of(3) * Deviation(WideReal.Of(2) / failure, samples)]))));
    }

    /// <summary>Lemma 9: the Lipschitz constant times Ĝ.</summary>
    public static FastResult Lemma9(InputMembers members, LayerSpectra spectra)
    {
        WideReal value = Lipschitz(members) * members.Real("G_hat", NumberRange.NonNegative);
        return members.Violation is { } reason ? new NotApplicable(reason) : FastResult.Of(value);
    }

    /// <summary>Theorem 8: c ℓ (R/√m + ln^{3/2}(m) R̂).</summary>
    public static FastResult Theorem8(InputMembers members, LayerSpectra spectra)
    {
        WideReal factor = members.Real("c", NumberRange.Positive) * members.Real("ell", NumberRange.Positive);
        WideReal range = members.Real("R", NumberRange.Positive);
        WideReal complexity = members.Real("R_hat", NumberRange.NonNegative);
        WideReal samples = WideReal.Of(members.Count("m"));
        return members.Violation is { } reason ? new NotApplicable(reason) : FastResult.Of(
            factor * ((range / WideReal.Sqrt(samples)) + (WideReal.Pow(WideReal.Of(samples.Log()), 1.5) * complexity)));
    }

    private static WideReal Lipschitz(InputMembers members) => members.Real("Lip", NumberRange.Positive);

    private static FastResult Expected(InputMembers members, string complexity, WideReal multiple)
    {
        WideReal loss = members.Real("empirical_loss", NumberRange.Fraction);
        WideReal middle = multiple * members.Real(complexity, NumberRange.NonNegative);
        (WideReal failure, WideReal samples) = (members.Real("delta", NumberRange.Probability), WideReal.Of(members.Count("m")));
        return members.Violation is { } reason
            ? new NotApplicable(reason)
            : FastResult.Of(WideReal.Sum([loss, middle, WideReal.Of(3) * Deviation(WideReal.Of(2) / failure, samples)]));
    }

    private static WideReal Deviation(WideReal odds, WideReal samples) =>
        WideReal.Sqrt(WideReal.Of(Math.Max(0, odds.Log())) / (WideReal.Of(2) * samples));
}
