using LowRank.Verify.Arithmetic;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Codes;

/// <summary>The formulas of the family codes: errors of networks with a short code, and of predictors kept as a few samples.</summary>
internal static class CodeFormulas
{
    private static readonly double LogTwo = Math.Log(2);
    private static readonly Rational Most = Rational.Of(new System.Numerics.BigInteger(1_000_000_000));
    private static readonly Rational MostKept = Rational.Of(new System.Numerics.BigInteger(100_000));

    /// <summary>Ids and formulas.</summary>
    public static IEnumerable<KeyValuePair<string, FastFormula>> All { get; } =
    [
        new("codes/occam-kl", (members, _) => Occam(members, false, (k, n, tail) => ElementarySums.KlInverse(k / n, -tail / n))),
        new("codes/occam-binomial", (members, _) => Occam(members, false, BinomialLimit.OfLog)),
        new("codes/sample-compression", (members, _) => Occam(members, true, BinomialLimit.OfLog)),
        new("codes/perturbation", (members, _) => Perturbation(members)),
        new("codes/subsampled", (members, _) => Subsampled(members)),
        new("codes/smoothed-range", (members, _) => SmoothedRange(members)),
    ];

    // ln(δ 2^−l), less ln C(n, d) where d samples are kept.
    private static FastResult Occam(InputMembers members, bool keepsSamples, Func<double, double, double, double> limit)
    {
        Rational errors = members.Exactly("k_err", NumberRange.CountFromZero), samples = members.Exactly("n", NumberRange.Count),
            bits = members.Exactly("l_bits", NumberRange.CountFromZero),
            kept = keepsSamples ? members.Exactly("d", NumberRange.CountFromZero) : Rational.Zero;
        double logDelta = ElementarySums.LogOfChance(members.Exactly("delta", NumberRange.Probability));
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        if (samples > Most || bits > Most || kept > MostKept)
        {
            return new NotApplicable("n and l_bits must be at most 10^9, d at most 10^5.");
        }

        Rational rest = samples - kept;
        if (rest.Sign <= 0 || errors > rest)
        {
            return new NotApplicable(keepsSamples ? "d must be below n, and k_err at most n - d." : "k_err must be at most n.");
        }

        double tail = logDelta - (Number(bits) * LogTwo) - BinomialLimit.LogChoose(Number(samples), Number(kept));
        return FastResult.Of(WideReal.Of(limit(Number(errors), Number(rest), tail)));
    }

    // D_l = ρ_l (‖W_l‖ D_(l−1) + ‖ΔW_l‖ v_(l−1) + ‖Δb_l‖).
    private static FastResult Perturbation(InputMembers members)
    {
        WideReal[] lipschitz = members.Reals("rho", NumberRange.NonNegative);
        int depth = lipschitz.Length;
        WideReal[] norms = members.Reals("norm", NumberRange.NonNegative, depth),
            differences = members.Reals("norm_difference", NumberRange.NonNegative, depth),
            biases = members.Reals("bias_difference", NumberRange.NonNegative, depth),
            inputs = members.Reals("activation_norm", NumberRange.NonNegative, depth, firstIndex: 0);
        WideReal distance = WideReal.Zero;
        for (int l = 0; l < depth && members.Violation is null; l++)
        {
            distance = lipschitz[l] * ((norms[l] * distance) + (differences[l] * inputs[l]) + biases[l]);
        }

        return members.Violation is { } reason ? new NotApplicable(reason) : FastResult.Of(distance);
    }

    private static FastResult Subsampled(InputMembers members)
    {
        Rational bits = members.Exactly("l_bits", NumberRange.CountFromZero);
        WideReal all = WideReal.Of(members.Count("N")), drawn = WideReal.Of(members.Count("s"));
        WideReal range = members.Real("D", NumberRange.Positive), risk = members.Real("sampled_risk", NumberRange.NonNegative);
        double confidence = -ElementarySums.LogOfChance(members.Exactly("delta", NumberRange.Probability));
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        WideReal code = WideReal.Of((Number(bits) * LogTwo) + ElementarySums.LogOfOneAnd(all / drawn) + confidence),
            choice = WideReal.Of(ElementarySums.LogOfOneAnd(drawn / all) + confidence), two = WideReal.Of(2);
        return bits > Most ? new NotApplicable("l_bits must be at most 10^9.") : FastResult.Of(
            risk + (range * (WideReal.Sqrt(code / (two * all)) + WideReal.Sqrt(choice / (two * drawn)))));
    }

    private static FastResult SmoothedRange(InputMembers members)
    {
        Rational weight = members.Exactly("a", NumberRange.Probability);
        WideReal size = WideReal.Of(members.Count("V"));
        if (members.Violation is null && size < WideReal.Of(2))
        {
            members.Refuse("V must be at least 2.");
        }

        return members.Violation is { } reason ? new NotApplicable(reason)
            : FastResult.Of(WideReal.Of(ElementarySums.LogOfOneAnd(WideReal.Of((Rational.One - weight) / weight) * size))
                / WideReal.Of(LogTwo));
    }

    private static double Number(Rational value) => WideReal.Of(value).ToDouble();
}
