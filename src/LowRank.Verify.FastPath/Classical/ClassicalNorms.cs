using static LowRank.Verify.FastPath.Classical.ClassicalFormulas;
using static LowRank.Verify.FastPath.Numbers.NumberRange;

namespace LowRank.Verify.FastPath.Classical;

/// <summary>
/// Bounds by norms of the layers, peeled one by one or perturbed: from Bartlett and Mendelson 2002 to Gonon and others 2024.
/// </summary>
internal static class ClassicalNorms
{
    /// <summary>Π‖W_i‖_{p,q} (2H^{[1/p*−1/q]₊})^{L−1} √(min{p*, 4 ln 2D} B²/n).</summary>
    public static FastResult GroupNorms(InputMembers m) => GroupNorms(m, WideReal.One);

    /// <summary>The same times a factor.</summary>
    public static FastResult GroupNorms(InputMembers m, WideReal times)
    {
        WideReal[] norms = m.Reals("norms", NonNegative);
        WideReal width = m.Count("H", Count), inputs = m.Count("D", Count), size = m.Real("B", Positive), n = m.Count("n", Count),
            p = m.Real("p", AtLeastOne);
        double inverse = m.Real("inv_q", Unit).ToDouble();
        return Result(m, () =>
        {
            double conjugate = 1 - (WideReal.One / p).ToDouble(), logs = 4 * (Num(2) * inputs).Log();
            double inner = conjugate == 0 ? logs : Math.Min(1 / conjugate, logs);
            WideReal factor = Num(2) * WideReal.Pow(width, Math.Max(0, conjugate - inverse));
            return times * WideReal.Product(norms) * WideReal.Pow(factor, norms.Length - 1) * size * Root(Num(inner) / n);
        });
    }

    /// <summary>√([B²d²h ln(dh) ΠΣ + ln(dm/δ)]/(γ²m)), ΠΣ = Π‖W_i‖² Σ‖W_i‖_F²/‖W_i‖².</summary>
    public static FastResult SpectralOrder(InputMembers m)
    {
        (WideReal product, double depth) = Balanced(m);
        WideReal size = m.Real("B", Positive), width = m.Count("h", Count), samples = m.Count("m", CountFromTwo),
            gamma = m.Real("gamma", Positive);
        double confidence = Confidence(m);
        return Result(m, () => Root((size * size * Num(depth * depth) * width * Num((Num(depth) * width).Log()) * product)
            + Num((Num(depth) * samples).Log() + confidence)) / (gamma * Root(samples)));
    }

    /// <summary>L̂ + 4√((KL + ln(6m/δ))/(m−1)).</summary>
    public static FastResult PerturbedMargin(InputMembers m)
    {
        WideReal error = m.Real("L_gamma", Unit), divergence = m.Real("KL", NonNegative), samples = m.Count("m", CountFromTwo);
        double confidence = Confidence(m);
        return Result(m, () => error + (Num(4) * Root((divergence + Num((Num(6) * samples).Log() + confidence)) / LessOne(samples))));
    }

    /// <summary>e B Π‖W_i‖ Σ‖U_i‖/‖W_i‖.</summary>
    public static FastResult Perturbation(InputMembers m)
    {
        WideReal[] norms = m.Reals("spectral", Positive);
        int depth = Depth(m, norms.Length);
        WideReal[] moves = m.Reals("U", NonNegative, depth);
        WideReal size = m.Real("B", Positive);
        return Result(m, () => Num(Math.E) * size * WideReal.Product(norms) * Sum(depth, i => moves[i] / norms[i]));
    }

    /// <summary>L̂ + 4√([(42e)²d²B²h ln(4hd) ΠΣ/(2γ²) + ln(6dm^{1+1/(2d)}/δ)]/(m−1)).</summary>
    public static FastResult SpectralExplicit(InputMembers m)
    {
        (WideReal product, double depth) = Balanced(m);
        WideReal error = m.Real("L_gamma", Unit), size = m.Real("B", Positive), width = m.Count("h", Count),
            samples = m.Count("m", CountFromTwo), gamma = m.Real("gamma", Positive);
        double confidence = Confidence(m);
        return Result(m, () =>
        {
            WideReal scale = Num(42 * Math.E * depth) * size / gamma;
            WideReal divergence = scale * scale * width * Num((Num(4 * depth) * width).Log()) * product / Num(2);
            double logs = Math.Log(6 * depth) + ((1 + (0.5 / depth)) * samples.Log()) + confidence;
            return error + (Num(4) * Root((divergence + Num(logs)) / LessOne(samples)));
        });
    }

    /// <summary>(2√(2k) + 2)/(γm) Σ α_j(β_j‖X‖_F + ‖u_j⁰X‖).</summary>
    public static FastResult ByUnits(InputMembers m)
    {
        WideReal[] outgoing = m.Reals("alpha", NonNegative);
        WideReal[] incoming = m.Reals("beta", NonNegative, outgoing.Length), start = m.Reals("u0_X", NonNegative, outgoing.Length);
        WideReal data = m.Real("X_frobenius", Positive), classes = m.Count("k", Count), gamma = m.Real("gamma", Positive),
            samples = m.Count("m", Count);
        return Result(m, () => (Num(2) + (Num(2) * Root(Num(2) * classes))) / (gamma * samples)
            * Sum(outgoing.Length, j => outgoing[j] * ((incoming[j] * data) + start[j])));
    }

    /// <summary>√k‖V‖_F(‖U−U⁰‖_F‖X‖_F + ‖U⁰X‖_F)/(γm) + √(h/m).</summary>
    public static FastResult TwoLayerOrder(InputMembers m)
    {
        WideReal output = m.Real("V_frobenius", NonNegative), distance = m.Real("distance", NonNegative),
            data = m.Real("X_frobenius", Positive), start = m.Real("U0_X", NonNegative);
        WideReal units = m.Count("h", CountFromTwo), classes = m.Count("k", Count), gamma = m.Real("gamma", Positive),
            samples = m.Count("m", Count);
        return Result(m, () => (Root(classes) * output * ((distance * data) + start) / (gamma * samples)) + Root(units / samples));
    }

    /// <summary>1/√m · [3√2(√(2k)+1)(‖V‖_F+1)((‖U⁰X‖_F + ‖U−U⁰‖_F‖X‖_F)/√m + 1)/γ + 3√(5h + ln(max(1, γ√m)/δ))].</summary>
    public static FastResult TwoLayer(InputMembers m)
    {
        WideReal output = m.Real("V_frobenius", NonNegative), distance = m.Real("distance", NonNegative),
            data = m.Real("X_frobenius", Positive), start = m.Real("U0_X", NonNegative);
        WideReal units = m.Count("h", CountFromTwo), classes = m.Count("k", Count), gamma = m.Real("gamma", Positive),
            samples = m.Count("m", Count);
        double confidence = Confidence(m);
        return Result(m, () =>
        {
            WideReal root = Root(samples);
            WideReal first = Num(3 * Math.Sqrt(2)) * (Root(Num(2) * classes) + WideReal.One) * (output + WideReal.One)
                * (((start + (distance * data)) / root) + WideReal.One) / gamma;
            double logs = Math.Max(0, (gamma * root).Log()) + confidence;
            return (first + (Num(3) * Root((Num(5) * units) + Num(logs)))) / root;
        });
    }

    /// <summary>(2/n) ΠM(j) √(d + 1 + ln D) √(max_j Σ_i x_ij²).</summary>
    public static FastResult RowNorms(InputMembers m)
    {
        WideReal[] norms = m.Reals("M", NonNegative);
        int depth = Depth(m, norms.Length);
        WideReal inputs = m.Count("D", Count), n = m.Count("n", Count), column = m.Real("max_col_sum_sq", NonNegative);
        return Result(m, () => Num(2) / n * WideReal.Product(norms) * Num(Math.Sqrt(depth + 1 + inputs.Log())) * Root(column));
    }

    /// <summary>(B ΠM_F/γ) min{ln‾^{3/4}(n) √ln‾(ΠM_F/Γ)/n^{1/4}, √(d/n)}, ln‾ z = max{1, ln z}.</summary>
    public static FastResult DepthIndependent(InputMembers m)
    {
        WideReal[] norms = m.Reals("M_F", NonNegative);
        int depth = Depth(m, norms.Length);
        WideReal n = m.Count("n", Count), size = m.Real("B", Positive), gamma = m.Real("gamma", Positive),
            least = m.Real("Gamma", Positive);
        return Result(m, () =>
        {
            WideReal product = WideReal.Product(norms);
            WideReal slow = Num(Math.Pow(Math.Max(1, n.Log()), 0.75) * Math.Sqrt(Math.Max(1, (product / least).Log())))
                / WideReal.Pow(n, 0.25);
            WideReal fast = Root(Num(depth) / n);
            return size * product / gamma * (slow < fast ? slow : fast);
        });
    }

    /// <summary>L B √ln k/n · max_{j,j'} √Σ(x_ij − x_ij')².</summary>
    public static FastResult TwoLayerComplexity(InputMembers m)
    {
        WideReal lipschitz = m.Real("Lip", Positive), norm = m.Real("B", Positive), inputs = m.Count("k", Count), n = m.Count("n", Count),
            diameter = m.Real("diameter", NonNegative);
        return Result(m, () => lipschitz * norm * Num(Math.Sqrt(inputs.Log())) / n * diameter);
    }

    /// <summary>1/√m · [16 C‖U‖‖V‖ √ln D · x/γ + 3√ln(m/δ)].</summary>
    public static FastResult TwoLayerRows(InputMembers m)
    {
        WideReal classes = m.Count("C", Count), hidden = m.Real("U_norm", NonNegative), output = m.Real("V_norm", NonNegative),
            inputs = m.Count("D", Count);
        WideReal size = m.Real("x_infinity", NonNegative), gamma = m.Real("gamma", Positive), samples = m.Count("m", Count);
        double confidence = Confidence(m);
        return Result(m, () => ((Num(16) * classes * hidden * output * Num(Math.Sqrt(inputs.Log())) * size / gamma)
            + Num(3 * Math.Sqrt(samples.Log() + confidence))) / Root(samples));
    }

    /// <summary>
    /// (4B/√n) √(D ln((3+2P)K) + ln((3+2P)(d_in+1)d_out/(1+P))) · path · Lip/γ; sharpened √(D ln 3 + M ln K + ln((d_in+1)d_out)).
    /// </summary>
    public static FastResult PathNorm(InputMembers m, bool sharp)
    {
        WideReal size = m.Real("B", Positive), n = m.Count("n", Count), depth = m.Count("D", Count), kernel = m.Count("K", Count);
        WideReal pools = m.Count(sharp ? "M" : "P", CountFromZero), inputs = m.Count("d_in", Count), outputs = m.Count("d_out", Count);
        WideReal norm = m.Real("path_norm", NonNegative), lipschitz = m.Real("Lip", Positive, WideReal.One),
            gamma = m.Real("gamma", Positive, WideReal.One);
        return Result(m, () =>
        {
            double ends = ((inputs + WideReal.One) * outputs).Log();
            WideReal kinds = Num(3) + (Num(2) * pools);
            WideReal logs = sharp
                ? (depth * Num(Math.Log(3))) + (pools * Num(kernel.Log())) + Num(ends)
                : (depth * Num((kinds * kernel).Log())) + Num((kinds / (WideReal.One + pools)).Log() + ends);
            return Num(4) * size / Root(n) * Root(logs) * norm * lipschitz / gamma;
        });
    }

    /// <summary>
    /// 2^{3/2}(ρ+1)/n · (1 + √(2(L ln 2 + Σ ln deg + ln k))) √(pixels Π deg) + 3√(ln(2(ρ+2)²/δ)/2n), ρ = Π‖W‖_F; or L ln max deg for Σ ln
    /// deg.
    /// </summary>
    public static FastResult Sparse(InputMembers m, bool largestDegree)
    {
        WideReal[] norms = m.Reals("M_F", NonNegative), degrees = m.CountsOf("deg", norms.Length);
        WideReal classes = m.Count("k", Count), pixels = m.Real("pixels", NonNegative), n = m.Count("n", Count);
        double confidence = Confidence(m);
        return Result(m, () =>
        {
            WideReal product = WideReal.Product(norms), paths = WideReal.Product(degrees);
            double degreeLogs = largestDegree ? norms.Length * degrees.Max().Log() : paths.Log();
            double logs = (norms.Length * Math.Log(2)) + degreeLogs + classes.Log();
            WideReal tail = Num(3) * Root(Num((Math.Log(2) + (2 * (product + Num(2)).Log()) + confidence) / 2) / n);
            return (Num(Math.Sqrt(8) * (1 + Math.Sqrt(2 * logs))) * (product + WideReal.One) / n * Root(pixels * paths)) + tail;
        });
    }

    /// <summary>[(σ/γ + r³σ²) t (1 + Σ w₂₁^{2/3})^{3/2} + r²σ(1 + Σ w₁₁^{2/3})^{3/2}]/√n + r√(ln(1/δ)/n).</summary>
    public static FastResult Jacobians(InputMembers m)
    {
        WideReal sigma = m.Real("sigma", Positive), gamma = m.Real("gamma", Positive), depth = m.Count("r", Count),
            norm = m.Real("t", Positive), n = m.Count("n", Count);
        WideReal[] columns = m.Reals("w21", NonNegative), entries = m.Reals("w11", NonNegative, columns.Length);
        double confidence = Confidence(m);
        return Result(m, () =>
        {
            WideReal first = ((sigma / gamma) + (depth * depth * depth * sigma * sigma)) * norm * OnePlus(columns);
            WideReal second = depth * depth * sigma * OnePlus(entries);
            return (first + second + (depth * Num(Math.Sqrt(confidence)))) / Root(n);
        });
        static WideReal OnePlus(WideReal[] norms) =>
            WideReal.Pow(WideReal.One + Sum(norms.Length, i => WideReal.Pow(norms[i], 2.0 / 3)), 1.5);
    }

    /// <summary>(16/√n) [(2/γ)(‖X‖/√n) Πs L² Σ W_i²(d_i/t_i)‖K_i‖/s_i]^{1/4}.</summary>
    public static FastResult Kernels(InputMembers m)
    {
        WideReal[] norms = m.Reals("s", Positive);
        int depth = norms.Length;
        WideReal[] weights = m.CountsOf("W_i", depth), widths = m.Reals("d", Count, depth, WideReal.One),
            strides = m.Reals("t", Count, depth, WideReal.One), kernels = m.Reals("K", NonNegative, depth);
        WideReal gamma = m.Real("gamma", Positive), data = m.Real("X_frobenius", Positive), n = m.Count("n", Count);
        return Result(m, () => Num(16) / Root(n) * Root(Root(Num(2.0 * depth * depth) * data / (gamma * Root(n)) * WideReal.Product(norms)
            * Sum(depth, i => weights[i] * weights[i] * widths[i] / strides[i] * kernels[i] / norms[i]))));
    }

    /// <summary>2^{L+1} k Π‖W‖_{1,∞} ln(D) Σ(distance/norm) max|x|/√n.</summary>
    public static FastResult Distances(InputMembers m)
    {
        WideReal[] norms = m.Reals("norms", Positive), distances = m.Reals("distance", NonNegative, norms.Length);
        WideReal classes = m.Count("k", Count), inputs = m.Count("D", Count), size = m.Real("x_max", Positive), n = m.Count("n", Count);
        return Result(m, () => WideReal.Of(1, norms.Length + 1) * classes * WideReal.Product(norms) * Num(inputs.Log())
            * Sum(norms.Length, i => distances[i] / norms[i]) * size / Root(n));
    }

    /// <summary>Π‖W‖_{3,3/2}/γ.</summary>
    public static FastResult GroupNormProduct(InputMembers m)
    {
        WideReal[] norms = m.Reals("norms", NonNegative);
        WideReal gamma = m.Real("gamma", Positive);
        return Result(m, () => WideReal.Product(norms) / gamma);
    }

    private static (WideReal Product, double Depth) Balanced(InputMembers m)
    {
        WideReal[] norms = m.Reals("spectral", Positive);
        int depth = Depth(m, norms.Length);
        WideReal[] frobenius = m.Reals("frobenius", Positive, depth);
        if (norms.Where((s, i) => s > frobenius[i]).Any())
        {
            m.Refuse("a spectral norm exceeds the Frobenius norm of its layer.");
        }

        WideReal all = WideReal.Product(norms);
        return (all * all * Sum(depth, i => WideReal.Pow(frobenius[i] / norms[i], 2)), depth);
    }
}
