using LowRank.Verify.Arithmetic;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.PacBayes;

/// <summary>The formulas of the family pacbayes: errors of predictors that are drawn from a law on the weights.</summary>
internal static class PacBayesFormulas
{
    private static readonly Rational Eight = Rational.Of(new System.Numerics.BigInteger(8));
    private static readonly Rational Two = Rational.Of(new System.Numerics.BigInteger(2));

    /// <summary>Ids and formulas.</summary>
    public static IEnumerable<KeyValuePair<string, FastFormula>> All { get; } =
    [
        new("pacbayes/kl", (members, _) => Gibbs(members, (q, share, _) => Inverse(q, share))),
        new("pacbayes/classic", (members, _) => Gibbs(members, (q, share, _) => WideReal.Of(q) + WideReal.Sqrt(Half(share)))),
        new("pacbayes/quadratic", (members, _) => Gibbs(members, (q, share, _) => Quadratic(WideReal.Of(q), Half(share)))),
        new("pacbayes/lambda", (members, _) => Gibbs(members, TradeOff)),
        new("pacbayes/lambda-best", (members, _) => Gibbs(members, (q, share, _) => BestTradeOff(WideReal.Of(q), share))),
        new("pacbayes/monte-carlo", (members, _) => Gibbs(members, MonteCarlo)),
        new("pacbayes/catoni-grid", (members, _) => CatoniGrid(members)),
        new("pacbayes/gaussian-kl", (members, _) => GaussianEntropy(members)),
    ];

    // share = (KL + ln(2√n/δ))/n.
    private static FastResult Gibbs(InputMembers members, Func<double, WideReal, InputMembers, WideReal> form)
    {
        double q = members.Real("q", NumberRange.Unit).ToDouble();
        WideReal entropy = members.Real("KL", NumberRange.NonNegative);
        Rational count = members.Exactly("n", NumberRange.Count), delta = members.Exactly("delta", NumberRange.Probability);
        if (members.Violation is null && count < Eight)
        {
            members.Refuse("n must be at least 8.");
        }

        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        WideReal n = WideReal.Of(count);
        WideReal share = (entropy + WideReal.Of(Math.Log(2) + (n.Log() / 2) - ElementarySums.LogOfChance(delta))) / n;
        WideReal value = form(q, share, members);
        return members.Violation is { } later ? new NotApplicable(later) : FastResult.Of(value);
    }

    private static WideReal Inverse(double q, WideReal share) => WideReal.Of(ElementarySums.KlInverse(q, share.ToDouble()));

    private static WideReal Half(WideReal share) => share / WideReal.Of(2);

    private static WideReal Quadratic(WideReal q, WideReal half)
    {
        WideReal root = WideReal.Sqrt(q + half) + WideReal.Sqrt(half);
        return root * root;
    }

    private static WideReal TradeOff(double q, WideReal share, InputMembers members)
    {
        Rational lambda = members.Exactly("lambda", NumberRange.Positive);
        if (lambda.Sign <= 0 || lambda >= Two)
        {
            members.Refuse("lambda must be in (0, 2).");
            return WideReal.Zero;
        }

        return (WideReal.Of(q) + (share / WideReal.Of(lambda))) / WideReal.Of(Rational.One - (lambda / Two));
    }

    // With r = √(2q/share + 1): λ = 2/(r + 1) and 1 − λ/2 = r/(r + 1), so (q + share (r + 1)/2)(r + 1)/r.
    private static WideReal BestTradeOff(WideReal q, WideReal share)
    {
        WideReal root = WideReal.Sqrt((WideReal.Of(2) * q / share) + WideReal.One), more = root + WideReal.One;
        return (q + (share * more / WideReal.Of(2))) * more / root;
    }

    private static WideReal MonteCarlo(double q, WideReal share, InputMembers members)
    {
        WideReal draws = WideReal.Of(members.Count("M"));
        Rational chance = members.Exactly("delta_mc", NumberRange.Probability);
        if (members.Violation is not null)
        {
            return WideReal.Zero;
        }

        if (chance + members.Exactly("delta", NumberRange.Probability) >= Rational.One)
        {
            members.Refuse("delta + delta_mc must be below 1.");
            return WideReal.Zero;
        }

        WideReal excess = WideReal.Of(Math.Log(2) - ElementarySums.LogOfChance(chance)) / draws;
        return Inverse(ElementarySums.KlInverse(q, excess.ToDouble()), share);
    }

    private static FastResult CatoniGrid(InputMembers members)
    {
        WideReal q = members.Real("q", NumberRange.Unit), entropy = members.Real("KL", NumberRange.NonNegative),
            n = WideReal.Of(members.Count("n")), lambda = members.Real("lambda", NumberRange.Positive);
        Rational delta = members.Exactly("delta", NumberRange.Probability), grid = members.Exactly("alpha", NumberRange.Positive);
        if (members.Violation is null && (grid <= Rational.One || lambda <= WideReal.One))
        {
            members.Refuse("alpha and lambda must be above 1.");
        }

        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        WideReal step = WideReal.Of(ElementarySums.LogOfOneAnd(WideReal.Of(grid - Rational.One)));
        double choices = 2 * (WideReal.Of(2) + (WideReal.Of(lambda.Log()) / step)).Log();
        WideReal x = q + (WideReal.Of(grid) / lambda * (entropy + WideReal.Of(choices - ElementarySums.LogOfChance(delta)))),
            rate = lambda / n;
        return FastResult.Of(OneLessExp(rate * x) / OneLessExp(rate));
    }

    // ½ Σ (w − w0)²/ρ² + (σ²/ρ² − 1 − ln σ²/ρ²).
    private static FastResult GaussianEntropy(InputMembers members)
    {
        Rational[] means = members.SignedList("w"), old = members.SignedList("w0", means.Length),
            spreads = members.Rationals("sigma", NumberRange.Positive, means.Length),
            oldSpreads = members.Rationals("rho", NumberRange.Positive, means.Length);
        return members.Violation is { } reason ? new NotApplicable(reason)
            : FastResult.Of(WideReal.Sum([.. means.Select((mean, i) => Coordinate(mean - old[i], spreads[i], oldSpreads[i]))])
                / WideReal.Of(2));
    }

    private static WideReal Coordinate(Rational move, Rational spread, Rational oldSpread)
    {
        Rational square = oldSpread * oldSpread, ratio = spread * spread / square;
        WideReal excess = ratio > Rational.One && WideReal.Of(ratio).Exponent > 900 ? WideReal.Of(ratio)
            : WideReal.Of(ratio < new Rational(1, 2) ? Number(ratio) - 1 - WideReal.Of(ratio).Log()
                : ElementarySums.LogGap(ratio > Rational.One ? Number(ratio - Rational.One) : -Number(Rational.One - ratio)));
        return (WideReal.Of(move * move) / WideReal.Of(square)) + excess;
    }

    // 1 − e^(−y).
    private static WideReal OneLessExp(WideReal y) => y.Exponent < -60 ? y : WideReal.Of(ElementarySums.OneLessExp(y.ToDouble()));

    private static double Number(Rational value) => WideReal.Of(value).ToDouble();
}
