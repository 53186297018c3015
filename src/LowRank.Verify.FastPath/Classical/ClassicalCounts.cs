using static LowRank.Verify.FastPath.Classical.ClassicalFormulas;
using static LowRank.Verify.FastPath.FastResult;
using static LowRank.Verify.FastPath.Numbers.NumberRange;

namespace LowRank.Verify.FastPath.Classical;

/// <summary>Bounds by counting or compressing parameters, and by a prior over weights.</summary>
internal static class ClassicalCounts
{
    /// <summary>√(q ln r/m).</summary>
    public static FastResult Compressed(InputMembers m)
    {
        WideReal parameters = m.Count("q", Count), values = m.Count("r", Count), samples = m.Count("m", Count);
        return Result(m, () => Root(parameters * Num(values.Log()) / samples));
    }

    /// <summary>√(c²d² max‖f‖² Σ 1/(μ_i²μ_{i→}²)/(γ²m)).</summary>
    public static FastResult Cushions(InputMembers m)
    {
        WideReal[] cushions = m.Reals("mu", PositiveUnit);
        int depth = Depth(m, cushions.Length);
        WideReal[] between = m.Reals("mu_arrow", Positive, depth);
        WideReal contraction = m.Real("c", Positive), output = m.Real("f_max", NonNegative), gamma = m.Real("gamma", Positive),
            samples = m.Count("m", Count);
        return Result(m, () => contraction * Num(depth) * output / gamma
            * Root(Sum(depth, i => WideReal.Pow(cushions[i] * between[i], -2)) / samples));
    }

    /// <summary>√(max‖f‖² Σ_l (Π_{k≥l}Δ_k)² S_l/(γ²n)).</summary>
    public static FastResult Sensitivities(InputMembers m)
    {
        WideReal output = m.Real("f_max", NonNegative), gamma = m.Real("gamma", Positive), n = m.Count("n", Count);
        WideReal[] growth = m.Reals("Delta", Positive), sums = m.Reals("S", NonNegative, growth.Length);
        return Result(m, () => output / gamma
            * Root(Sum(growth.Length, l => WideReal.Pow(WideReal.Product(growth.AsSpan(l)), 2) * sums[l]) / n));
    }

    /// <summary>β ≥ 5: √((W(β + ln λ) + ln(1/δ))/n); β &lt; 5: βλ√(W/n) + √(ln(1/δ)/n).</summary>
    public static FastResult NearStart(InputMembers m)
    {
        WideReal parameters = m.Count("W", Count), distance = m.Real("beta", Positive), lipschitz = m.Real("lambda", AtLeastOne),
            n = m.Count("n", Count);
        double confidence = Confidence(m);
        return Result(m, () => distance >= Num(5)
            ? Root(((parameters * (distance + Num(lipschitz.Log()))) + Num(confidence)) / n)
            : (distance * lipschitz * Root(parameters / n)) + Root(Num(confidence) / n));
    }

    /// <summary>(W(β + ln(λn)) + ln(1/δ))/n.</summary>
    public static FastResult NearStartFast(InputMembers m)
    {
        WideReal parameters = m.Count("W", Count), distance = m.Real("beta", Positive), lipschitz = m.Real("lambda", AtLeastOne),
            n = m.Count("n", Count);
        double confidence = Confidence(m);
        return Result(m, () => ((parameters * (distance + Num((lipschitz * n).Log()))) + Num(confidence)) / n);
    }

    /// <summary>r̂, A₁, A₂ of the near-low-rank condition and M√A₁ + M^{(2α−1)/(2α+1)} A₂^{2α/(2α+1)}.</summary>
    public static FastResult NearLowRank(InputMembers m)
    {
        WideReal[] ranks = m.CountsOf("s");
        int depth = ranks.Length;
        WideReal[] widths = m.CountsOf("m", depth + 1);
        WideReal scale = m.Real("V_0", Positive), norm = m.Real("R_2", Positive), size = m.Real("B_x", Positive),
            limit = m.Real("M", Positive), n = m.Count("n", Count);
        double alpha = m.Exponent("alpha", AboveHalf);
        if (m.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        WideReal reach = scale * WideReal.Pow(norm, depth - 1) * size;
        WideReal distance = reach * Sum(depth, l => WideReal.Pow(ranks[l], -alpha));
        WideReal parameters = Num(depth * n.Log()) / n * Sum(depth, l => ranks[l] * (widths[l] + widths[l + 1]));
        WideReal decay = Num(depth) / n * Sum(depth, l => widths[l]) * WideReal.Pow(Num(2 * depth) * reach, 1 / alpha);
        double share = 2 * alpha / ((2 * alpha) + 1), other = ((2 * alpha) - 1) / ((2 * alpha) + 1);
        return Parts(("r_hat", distance), ("A_1", parameters), ("A_2", decay),
            ("dominant", (limit * Root(parameters)) + (WideReal.Pow(limit, other) * WideReal.Pow(decay, share))));
    }

    /// <summary>Rates for L layers of one width and one norm each.</summary>
    public static FastResult SuzukiTable(InputMembers m)
    {
        WideReal layers = m.Count("L", Count), width = m.Count("m", Count), n = m.Count("n", Count);
        WideReal frobenius = m.Real("R_F", Positive), spectral = m.Real("R_2", Positive), rows = m.Real("R_21", Positive),
            kappa = m.Real("kappa", Positive);
        double alpha = m.Exponent("alpha", AboveHalf), depth = layers.ToDouble();
        if (m.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        WideReal root = Root(n), all = WideReal.Pow(spectral, depth), allFrobenius = WideReal.Pow(frobenius, depth);
        WideReal quarter = WideReal.One / Root(root), half = Root(layers / n);
        return Parts(
            ("neyshabur2015", WideReal.Pow(Num(2), depth) * allFrobenius / root),
            ("bartlett2017", all / root * layers * Root(layers) * (rows / spectral)),
            ("neyshabur2018", all / root * layers * Root(layers * width) * (frobenius / spectral)),
            ("golowich2018", allFrobenius * (quarter < half ? quarter : half)),
            ("harvey2017", layers * width / root),
            ("suzuki2020", layers * Root(width * WideReal.Pow(layers * kappa * kappa, 1 / alpha)) / root));
    }

    /// <summary>L + Σ W_i · log₂(4epR log₂(2epR)), R = Σ i k_i.</summary>
    public static FastResult VcDimension(InputMembers m)
    {
        WideReal[] units = m.CountsOf("k");
        WideReal[] parameters = m.CountsOf("W_i", units.Length);
        WideReal breakpoints = m.Count("p", Count);
        return Result(m, () =>
        {
            WideReal pieces = Num(2 * Math.E) * breakpoints * Sum(units.Length, i => Num(i + 1) * units[i]);
            double inner = pieces.Log() / Math.Log(2), outer = 1 + ((pieces.Log() + Math.Log(inner)) / Math.Log(2));
            return Num(units.Length) + (WideReal.Sum(parameters) * Num(outer));
        });
    }

    /// <summary>√((8 C VC ln(e max(m/VC, 1)) + 8 ln(2/δ))/m).</summary>
    public static FastResult VcGap(InputMembers m)
    {
        WideReal dimension = m.Real("VC", Positive), classes = m.Count("C", Count), samples = m.Count("m", Count);
        double confidence = Confidence(m);
        return Result(m, () => Root(Num(8)
            * ((classes * dimension * Num(1 + Math.Max(0, (samples / dimension).Log()))) + Num(Math.Log(2) + confidence)) / samples));
    }

    /// <summary>sup{p ≥ q : kl(q‖p) ≤ c}.</summary>
    public static FastResult KlInverse(InputMembers m)
    {
        WideReal mean = m.Real("q", Unit), budget = m.Real("c", NonNegative);
        return Result(m, () => Inverse(mean, budget));
    }

    /// <summary>q + √(c/2).</summary>
    public static FastResult Pinsker(InputMembers m)
    {
        WideReal mean = m.Real("q", Unit), budget = m.Real("c", NonNegative);
        return Result(m, () => mean + Root(budget / Num(2)));
    }

    /// <summary>B = (KL + 2 ln(b ln(c/λ)) + ln(π²m/(6δ)))/(m−1), and sup{p : kl(q‖p) ≤ B}.</summary>
    public static FastResult PriorGrid(InputMembers m, bool inverted)
    {
        WideReal divergence = m.Real("KL", NonNegative), fineness = m.Count("b", Count), top = m.Real("c", Positive),
            variance = m.Real("lambda", Positive), samples = m.Count("m", CountFromTwo);
        WideReal mean = inverted ? m.Real("q", Unit) : WideReal.Zero;
        double confidence = Confidence(m), steps = fineness.ToDouble() * (top / variance).Log();
        if (steps < 1 - 1e-12)
        {
            m.Refuse("lambda must be at most c·exp(−1/b).");
        }

        return Result(m, () =>
        {
            double logs = (2 * Math.Log(Math.Max(1, steps))) + Math.Log(Math.PI * Math.PI / 6) + samples.Log() + confidence;
            WideReal budget = (divergence + Num(logs)) / LessOne(samples);
            return inverted ? Inverse(mean, budget) : budget;
        });
    }

    private static WideReal Inverse(WideReal mean, WideReal budget) => budget.IsZero ? mean
        : budget.Exponent > 60 ? WideReal.One
        : Num(ElementarySums.KlInverse(mean.ToDouble(), budget.ToDouble()));

    private static FastResult Parts(params (string Name, WideReal Value)[] parts) =>
        FastResult.Record(parts.Select(part => (part.Name, FastResult.Of(part.Value))));
}
