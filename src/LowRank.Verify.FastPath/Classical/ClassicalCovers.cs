using static LowRank.Verify.FastPath.Classical.ClassicalFormulas;
using static LowRank.Verify.FastPath.Numbers.NumberRange;

namespace LowRank.Verify.FastPath.Classical;

/// <summary>Bounds by covering numbers: Bartlett, Foster, Telgarsky 2017; Graf and others 2022; Ledent and others 2021.</summary>
internal static class ClassicalCovers
{
    /// <summary>R̂ + 2 Rad + 3√(ln(1/δ)/2n).</summary>
    public static FastResult MarginBound(InputMembers m)
    {
        WideReal error = m.Real("R_gamma", Unit), complexity = m.Real("rademacher", NonNegative), n = m.Count("n", Count);
        double confidence = Confidence(m);
        return Result(m, () => error + (Num(2) * complexity) + Deviation(confidence, n));
    }

    /// <summary>⌈a²b²m^{2/r}/ε²⌉ ln(2dm), r conjugate to s.</summary>
    public static FastResult LinearLayer(InputMembers m)
    {
        WideReal a = m.Real("a", NonNegative), b = m.Real("b", NonNegative), epsilon = m.Real("epsilon", Positive),
            s = m.Real("s", AtLeastOne);
        WideReal columns = m.Count("m", Count), rows = m.Count("d", Count);
        return Result(m, () =>
        {
            double exponent = 1 - (WideReal.One / s).ToDouble();
            WideReal ratio = a * b * WideReal.Pow(columns, exponent) / epsilon;
            return Ceiling(ratio * ratio) * Num((Num(2) * rows * columns).Log());
        });
    }

    /// <summary>‖X‖² ln(2W²)/ε² · Π s²ρ² · (Σ (b/s)^{2/3})³.</summary>
    public static FastResult Network(InputMembers m)
    {
        Limits limits = Limits.Read(m);
        WideReal epsilon = m.Real("epsilon", Positive);
        return Result(m, () => limits.Data * limits.Data * limits.Entropy / (epsilon * epsilon) * limits.Complexity()
            * limits.Complexity());
    }

    /// <summary>‖X‖ r/n.</summary>
    public static FastResult LowerOrder(InputMembers m)
    {
        WideReal data = m.Real("X_frobenius", Positive), limit = m.Real("r", Positive), n = m.Count("n", Count);
        return Result(m, () => data * limit / n);
    }

    /// <summary>4α/√n + (12√R/n) ln(√n/α).</summary>
    public static FastResult EntropyIntegral(InputMembers m)
    {
        WideReal entropy = m.Real("R", NonNegative), alpha = m.Real("alpha", Positive), n = m.Count("n", Count);
        double logarithm = (n / (alpha * alpha)).Log() / 2;
        if (logarithm < -1e-12)
        {
            m.Refuse("alpha must be at most the root of n.");
        }

        return Result(m, () => (Num(4) * alpha / Root(n)) + (Num(12) * Root(entropy) / n * Num(Math.Max(0, logarithm))));
    }

    /// <summary>The same at α = min(√n, 3√(R/n)).</summary>
    public static FastResult BestEntropyIntegral(InputMembers m)
    {
        WideReal entropy = m.Real("R", NonNegative), n = m.Count("n", Count);
        return Result(m, () =>
        {
            WideReal root = Num(3) * Root(entropy);
            return root >= n ? Num(4) : root.IsZero ? WideReal.Zero : Num(4) * root / n * Num(1 + (n / root).Log());
        });
    }

    /// <summary>
    /// min(½, 4α/√n + (6√2 √R/n) ln(√n/(4α))), and ½ where α is √n/4 or more. Proof: docs/proofs/centred-entropy-integral.md.
    /// </summary>
    public static FastResult CentredIntegral(InputMembers m)
    {
        WideReal entropy = m.Real("R", NonNegative), alpha = m.Real("alpha", Positive), n = m.Count("n", Count);
        double logarithm = (n / (alpha * alpha)).Log() / 2, rest = logarithm - Math.Log(4);
        if (logarithm < -1e-12)
        {
            m.Refuse("alpha must be at most the root of n.");
        }

        return Result(m, () => rest <= 0 ? AtMostHalf(WideReal.One)
            : AtMostHalf((Num(4) * alpha / Root(n)) + (Num(6 * Math.Sqrt(2) * rest) * Root(entropy) / n)));
    }

    /// <summary>The same at α = min(√n/4, 3√(R/2n)).</summary>
    public static FastResult BestCentredIntegral(InputMembers m)
    {
        WideReal entropy = m.Real("R", NonNegative), n = m.Count("n", Count);
        return Result(m, () => Centred(Num(6) * Root(Num(2) * entropy) / n));
    }

    /// <summary>The same for √R = (2/γ)‖X‖ √ln(2W²) T; for the margin bound twice that, the error and the deviation.</summary>
    public static FastResult CentredMargin(InputMembers m, bool generalization)
    {
        Limits limits = Limits.Read(m);
        WideReal n = m.Count("n", Count), gamma = m.Real("gamma", Positive, WideReal.One);
        WideReal error = generalization ? m.Real("R_gamma", Unit) : WideReal.Zero;
        double confidence = generalization ? Confidence(m) : 0;
        return Result(m, () =>
        {
            WideReal complexity = Centred(Num(12 * Math.Sqrt(2)) * limits.Data * Root(limits.Entropy) * limits.Complexity() / (gamma * n));
            return generalization ? error + (Num(2) * complexity) + Deviation(confidence, n) : complexity;
        });
    }

    /// <summary>(B/n) √(2 ln(d1 + d2)) max(‖beside‖, ‖below‖).</summary>
    public static FastResult NuclearClass(InputMembers m)
    {
        WideReal limit = m.Real("B", NonNegative), beside = m.Real("beside", NonNegative), below = m.Real("below", NonNegative);
        WideReal n = m.Count("n", Count), rows = m.Count("d1", Count), columns = m.Count("d2", Count);
        return Result(m, () => limit / n * Root(Num(2 * (rows + columns).Log())) * (beside > below ? beside : below));
    }

    /// <summary>4/n^{3/2} + 36‖X‖ ln(n) √ln(2W²) T/(γn); for the margin bound twice that, the error and the deviation.</summary>
    public static FastResult SpectralMargin(InputMembers m, bool generalization)
    {
        Limits limits = Limits.Read(m);
        WideReal n = m.Count("n", Count), gamma = m.Real("gamma", Positive, WideReal.One);
        WideReal error = generalization ? m.Real("R_gamma", Unit) : WideReal.Zero;
        double confidence = generalization ? Confidence(m) : 0;
        return Result(m, () =>
        {
            WideReal complexity = (Num(4) / (n * Root(n)))
                + (Num(36) * limits.Data / (gamma * n) * Num(n.Log()) * Root(limits.Entropy) * limits.Complexity());
            return generalization ? error + (Num(2) * complexity) + Deviation(confidence, n) : complexity;
        });
    }

    /// <summary>The form with a union bound over the norms, every norm with 1/L added.</summary>
    public static FastResult AllWeights(InputMembers m)
    {
        Limits limits = Limits.Read(m);
        WideReal n = m.Count("n", Count), gamma = m.Real("gamma", Positive, WideReal.One), error = m.Real("R_gamma", Unit),
            width = m.Count("W", Count);
        double confidence = Confidence(m);
        return Result(m, () =>
        {
            int depth = limits.Norms.Length;
            WideReal share = WideReal.One / Num(depth), all = WideReal.Product([.. limits.Norms.Select(s => share + s)]);
            WideReal sum = TwoThirds(depth, i => (share + limits.Distances[i]) * all / (share + limits.Norms[i]));
            double logs = confidence + (Num(2) * n / gamma).Log() + (2 * (Num(2) + limits.Data).Log())
                + limits.Distances.Concat(limits.Norms).Sum(x => 2 * (Num(2) + (Num(depth) * x)).Log());
            WideReal leading = Num(144 * n.Log() * (Num(2) * width).Log()) / (gamma * n) * WideReal.Product(limits.Lipschitz)
                * (WideReal.One + limits.Data) * sum;
            return error + (Num(8) / n) + leading + Root(Num(4.5 * Math.Max(0, logs)) / n);
        });
    }

    /// <summary>4/n + (12 H_{n−1}/√n) √ln(2W) (Σ ⌈C^{2/3}⌉)^{3/2}, C = (4/γ)(‖X‖/√n) Π s · b/s.</summary>
    public static FastResult GrafLargest(InputMembers m)
    {
        (WideReal[] constants, WideReal[] weights, WideReal n) = GrafConstants(m);
        return Result(m, () => (Num(4) / n) + (Num(12 * ElementarySums.Harmonic(LessOne(n))) / Root(n)
            * Root(Num((Num(2) * weights.Max()).Log()))
            * WideReal.Pow(Sum(constants.Length, i => Ceiling(WideReal.Pow(constants[i], 2.0 / 3))), 1.5)));
    }

    /// <summary>(12/√n) √Σ 2W_i (ln(1 + x_i) + ψ(x_i)), x_i = ⌈L²C_i²⌉, ψ(x) = ζ(3/2)^{1/3} ζ(3/2, 1 + 1/x)^{2/3}.</summary>
    public static FastResult GrafSum(InputMembers m)
    {
        (WideReal[] constants, WideReal[] weights, WideReal n) = GrafConstants(m);
        return Result(m, () =>
        {
            double zeta = ElementarySums.HurwitzZeta(1.5, 1);
            return Num(12) / Root(n) * Root(Sum(constants.Length, i =>
            {
                WideReal size = Num(constants.Length) * constants[i], x = Ceiling(size * size);
                double psi = x.IsZero ? 0
                    : Math.Cbrt(zeta) * Math.Pow(ElementarySums.HurwitzZeta(1.5, 1 + (WideReal.One / x).ToDouble()), 2.0 / 3);
                return Num(2) * weights[i] * Num((WideReal.One + x).Log() + psi);
            }));
        });
    }

    /// <summary>
    /// 4/n + (12 ln n/√n) √ln(2W̄) (Σ C^{2/3})^{3/2}, C with the factor d_i²/k_i, W̄ = max W_i d_{i−1}²d_i²/k_i², for spatial widths d and
    /// kernel sizes k.
    /// </summary>
    public static FastResult GrafRestated(InputMembers m)
    {
        (WideReal[] constants, WideReal[] weights, WideReal n) = GrafConstants(m);
        int depth = constants.Length;
        WideReal[] widths = m.Reals("d", Count, depth + 1, WideReal.One), sizes = m.Reals("k", Count, depth, WideReal.One);
        return Result(m, () =>
        {
            WideReal largest = Enumerable.Range(0, depth).Max(i => weights[i] * WideReal.Pow(widths[i] * widths[i + 1] / sizes[i], 2));
            return (Num(4) / n) + (Num(12 * n.Log()) / Root(n) * Root(Num(Math.Max(0, (Num(2) * largest).Log())))
                * TwoThirds(depth, i => constants[i] * widths[i + 1] * widths[i + 1] / sizes[i]));
        });
    }

    /// <summary>4/n + (768R/√n) √log₂(32Γn² + 7W̄n) ln n; for the margin bound twice that, the error and 3√(ln(2/δ)/2n).</summary>
    public static FastResult Patches(InputMembers m, bool generalization)
    {
        WideReal[] distances = m.Reals("a", NonNegative);
        int depth = distances.Length;
        WideReal[] norms = m.Reals("b", NonNegative, depth, firstIndex: 0), growth = m.Reals("rho_plus", NonNegative, depth);
        WideReal[] patches = m.CountsOf("O", depth), filters = m.CountsOf("m", depth);
        WideReal n = m.Count("n", Count), error = generalization ? m.Real("R_gamma", Unit) : WideReal.Zero;
        double confidence = generalization ? Confidence(m) : 0;
        return Result(m, () =>
        {
            WideReal[] ratios = [.. distances.Select((a, i) => norms[i] * a * growth[i])];
            WideReal outputs = Enumerable.Range(0, depth).Max(i => patches[i] * filters[i]);
            WideReal largest = Enumerable.Range(0, depth).Max(i => ratios[i] * patches[i] * filters[i]);
            double bits = ((Num(32) * largest * n * n) + (Num(7) * outputs * n)).Log() / Math.Log(2);
            WideReal complexity = (Num(4) / n) + (Num(768 * n.Log() * Math.Sqrt(bits)) * TwoThirds(depth, i => ratios[i]) / Root(n));
            return generalization ? error + (Num(2) * complexity) + Deviation(confidence + Math.Log(2), n) : complexity;
        });
    }

    // min(½, x (1 + ln 1/x)) below x = 1.
    private static WideReal Centred(WideReal x) => x.IsZero ? x
        : x >= WideReal.One ? AtMostHalf(x) : AtMostHalf(x * Num(1 - Math.Min(0, x.Log())));

    private static WideReal AtMostHalf(WideReal x) => x < Num(0.5) ? x : Num(0.5);

    private static (WideReal[] Constants, WideReal[] Weights, WideReal Samples) GrafConstants(InputMembers m)
    {
        WideReal[] norms = m.Reals("s", Positive);
        WideReal[] distances = m.Reals("b", NonNegative, norms.Length), weights = m.CountsOf("W_i", norms.Length);
        WideReal n = m.Count("n", Count), gamma = m.Real("gamma", Positive), data = m.Real("X_frobenius", Positive);
        WideReal scale = Num(4) * data / (gamma * Root(n)) * WideReal.Product(norms);
        return ([.. norms.Select((s, i) => scale * distances[i] / s)], weights, n);
    }

    private static WideReal Deviation(double confidence, WideReal n) => Num(3) * Root(Num(confidence / 2) / n);

    private sealed record Limits(WideReal Data, WideReal Entropy, WideReal[] Norms, WideReal[] Distances, WideReal[] Lipschitz)
    {
        public static Limits Read(InputMembers m)
        {
            WideReal[] norms = m.Reals("s", Positive);
            WideReal width = m.Count("W", Count);
            return new(
                m.Real("X_frobenius", Positive),
                Num(Math.Log(2) + (2 * width.Log())),
                norms,
                m.Reals("b", NonNegative, norms.Length),
                m.Reals("rho", Positive, norms.Length, WideReal.One));
        }

        public WideReal Complexity() =>
            WideReal.Product(Norms) * WideReal.Product(Lipschitz) * TwoThirds(Norms.Length, i => Distances[i] / Norms[i]);
    }
}
