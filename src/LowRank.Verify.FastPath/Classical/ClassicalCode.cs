using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.Classical.ClassicalFormulas;
using static LowRank.Verify.FastPath.Numbers.NumberRange;

namespace LowRank.Verify.FastPath.Classical;

/// <summary>Forms and measures that public code has beside the papers' statements.</summary>
internal static class ClassicalCode
{
    /// <summary>2^{L+1/2} k ‖X‖_F/n Σ_i distance_i d_i²√c_i/t_i/Π_{j≤i}(d_j√c_j) Π_{j≠i} d_j²√c_j norm_j/t_j.</summary>
    public static FastResult FrobeniusDistances(InputMembers m)
    {
        WideReal[] norms = m.Reals("norms", Positive);
        int depth = norms.Length;
        WideReal[] distances = m.Reals("distance", NonNegative, depth), columns = m.CountsOf("c", depth),
            widths = m.Reals("d", Count, depth, WideReal.One), strides = m.Reals("t", Count, depth, WideReal.One);
        WideReal classes = m.Count("k", Count), data = m.Real("X_frobenius", Positive), n = m.Count("n", Count);
        return Result(m, () =>
        {
            WideReal sum = WideReal.Zero, before = WideReal.One;
            for (int i = 0; i < depth; i++)
            {
                before *= widths[i] * Root(columns[i]);
                WideReal others = WideReal.Product([.. Enumerable.Range(0, depth)
                    .Select(j => widths[j] * widths[j] * Root(columns[j]) / strides[j] * (j == i ? distances[j] : norms[j]))]);
                sum += others / before;
            }

            return WideReal.Of(Math.Sqrt(2), depth) * classes * data / n * sum;
        });
    }

    /// <summary>Π (w/t) M_F · (√(2 ln(2) d) + 1) √(Σ‖x‖²)/n.</summary>
    public static FastResult SpatialFrobenius(InputMembers m)
    {
        WideReal[] norms = m.Reals("M_F", NonNegative);
        int depth = Depth(m, norms.Length);
        WideReal spatial = Spatial(m, depth), n = m.Count("n", Count), data = m.Real("sum_sq_norms", NonNegative);
        return Result(m, () => spatial * WideReal.Product(norms) * Num(1 + Math.Sqrt(Math.Log(4) * depth)) * Root(data) / n);
    }

    /// <summary>Π (w/t) times the rate for group norms.</summary>
    public static FastResult SpatialGroupNorms(InputMembers m) =>
        ClassicalNorms.GroupNorms(m, Spatial(m, m.Reals("norms", NonNegative).Length));

    /// <summary>4/n + 768 R √(log₂(32Γn² + 7Wn)/n) ln n for r_l = b_{l−1} a_l d_l max_{i≥l} Π_{l&lt;j≤i} s_j/b_i, b_L = γ.</summary>
    public static FastResult EffectsFromNorms(InputMembers m)
    {
        WideReal[] distances = m.Reals("a", NonNegative);
        int depth = distances.Length;
        WideReal[] norms = m.Reals("s", NonNegative, depth), factors = m.Reals("d", NonNegative, depth, WideReal.One),
            sizes = m.Reals("b", Positive, depth, firstIndex: 0);
        WideReal gamma = m.Real("gamma", Positive);
        WideReal[] moves = new WideReal[depth];

        // From the last layer backward: the effect on layer i and all after it is 1/b_i or s_{i+1} times that of the next.
        WideReal reach = WideReal.Zero;
        for (int l = depth - 1; l >= 0; l--)
        {
            WideReal here = WideReal.One / (l == depth - 1 ? gamma : sizes[l + 1]);
            WideReal later = l == depth - 1 ? WideReal.Zero : norms[l + 1] * reach;
            reach = later > here ? later : here;
            moves[l] = sizes[l] * distances[l] * factors[l] * reach;
        }

        return Patches(m, moves);
    }

    /// <summary>The same for r_l = x₀/γ · a_l d_l Π_{i≠l} s_i.</summary>
    public static FastResult FixedConstraints(InputMembers m)
    {
        WideReal[] distances = m.Reals("a", NonNegative);
        int depth = distances.Length;
        WideReal[] norms = m.Reals("s", Positive, depth), factors = m.Reals("d", NonNegative, depth, WideReal.One);
        WideReal scale = m.Real("x_0", Positive) / m.Real("gamma", Positive);
        return Patches(m, [.. Enumerable.Range(0, depth).Select(l => scale * distances[l] * factors[l]
            * WideReal.Product([.. norms.Where((_, i) => i != l)]))]);
    }

    /// <summary>[8√k ‖U‖_F‖V‖_F ‖X‖_F/(γ√m) + 3√ln(m/δ)]/√m.</summary>
    public static FastResult TwoFrobenius(InputMembers m)
    {
        WideReal hidden = m.Real("U_frobenius", NonNegative), output = m.Real("V_frobenius", NonNegative),
            data = m.Real("X_frobenius", Positive), classes = m.Count("k", Count), gamma = m.Real("gamma", Positive),
            samples = m.Count("m", Count);
        double confidence = Confidence(m);
        return Result(m, () => (Num(8) * Root(classes) * hidden * output * data / (gamma * samples))
            + (Num(3) * Root(Num(samples.Log() + confidence) / samples)));
    }

    /// <summary>√((R² + 6 ln(2m/δ))/m), R = 42·8 B √(ln(8H) (H (‖V‖ ΔU)² + C (‖U‖ ΔV)²)/2)/γ.</summary>
    public static FastResult TwoSpectral(InputMembers m)
    {
        WideReal size = m.Real("B", Positive), hidden = m.Real("U_spectral", NonNegative), output = m.Real("V_spectral", NonNegative),
            hiddenMove = m.Real("U_distance", NonNegative), outputMove = m.Real("V_distance", NonNegative);
        WideReal units = m.Count("H", Count), classes = m.Count("C", Count), gamma = m.Real("gamma", Positive),
            samples = m.Count("m", Count);
        double confidence = Confidence(m);
        return Result(m, () =>
        {
            WideReal first = output * hiddenMove, second = hidden * outputMove, scale = Num(336) * size / gamma;
            WideReal square = scale * scale * Num((Num(8) * units).Log() / 2) * ((units * first * first) + (classes * second * second));
            return Root((square + Num(6 * ((Num(2) * samples).Log() + confidence))) / samples);
        });
    }

    /// <summary>2^{3/2}(ρ+1)/n (1 + √(2(L ln 2 + ln k))) ‖X‖_F + 3√(ln(2(ρ+2)²/δ)/2n).</summary>
    public static FastResult WithoutDegrees(InputMembers m)
    {
        WideReal[] norms = m.Reals("M_F", NonNegative);
        WideReal classes = m.Count("k", Count), data = m.Real("X_frobenius", Positive), n = m.Count("n", Count);
        double confidence = Confidence(m);
        return Result(m, () =>
        {
            WideReal product = WideReal.Product(norms);
            double factor = Math.Sqrt(8) * (1 + Math.Sqrt(2 * ((norms.Length * Math.Log(2)) + classes.Log())));
            double tail = (Math.Log(2) + (2 * (product + Num(2)).Log()) + confidence) / 2;
            return (Num(factor) * (product + WideReal.One) * data / n) + (Num(3) * Root(Num(tail) / n));
        });
    }

    /// <summary>L (Πs)^{1/L}.</summary>
    public static FastResult GeometricMean(InputMembers m)
    {
        WideReal[] norms = m.Reals("s", Positive);
        return Result(m, () => Num(norms.Length) * WideReal.Pow(WideReal.Product(norms), 1.0 / norms.Length));
    }

    /// <summary>α Π‖W‖/m^{1/3}.</summary>
    public static FastResult GroupNormsAndSamples(InputMembers m)
    {
        WideReal[] norms = m.Reals("norms", NonNegative);
        WideReal alpha = m.Real("alpha", Positive), samples = m.Count("m", Count);
        return Result(m, () => alpha * WideReal.Product(norms) / WideReal.Pow(samples, 1.0 / 3));
    }

    /// <summary>‖ |W_L|^p ⋯ |W_1|^p 1 ‖_1^{1/p}.</summary>
    public static FastResult PathNorm(InputMembers m)
    {
        Matrix[] layers = m.Matrices("W");
        double p = m.Real("p", AtLeastOne, WideReal.One).ToDouble();
        for (int l = 1; l < layers.Length; l++)
        {
            if (layers[l].Columns != layers[l - 1].Rows)
            {
                m.Refuse($"W[{l + 1}] must have as many columns as W[{l}] has rows.");
                return Result(m, () => WideReal.Zero);
            }
        }

        return Result(m, () => WideReal.Pow(WideReal.Sum(layers.Aggregate(Ones(layers[0].Columns), (x, layer) => Propagated(layer, x, p))),
            1 / p));
    }

    private static WideReal[] Ones(int count) => [.. Enumerable.Repeat(WideReal.One, count)];

    private static WideReal[] Propagated(Matrix layer, WideReal[] paths, double p) => [.. Enumerable.Range(0, layer.Rows)
        .Select(i => Sum(layer.Columns, j => WideReal.Pow(WideReal.Of(Math.Abs(layer[i, j])), p) * paths[j]))];

    private static WideReal Spatial(InputMembers m, int depth)
    {
        WideReal[] widths = m.Reals("width", Count, depth, WideReal.One), strides = m.Reals("stride", Count, depth, WideReal.One);
        if (widths.Where((width, i) => width < strides[i]).Any())
        {
            m.Refuse("a width is smaller than the stride of its layer.");
        }

        return WideReal.Product([.. widths.Select((width, i) => width / strides[i])]);
    }

    private static FastResult Patches(InputMembers m, WideReal[] moves)
    {
        WideReal[] patches = m.CountsOf("O", moves.Length), filters = m.CountsOf("m", moves.Length);
        WideReal n = m.Count("n", Count);
        return Result(m, () =>
        {
            WideReal[] sizes = [.. patches.Select((count, l) => count * filters[l])];
            WideReal largest = moves.Select((move, l) => move * sizes[l]).Max();
            double logs = ((Num(32) * largest * n * n) + (Num(7) * sizes.Max() * n)).Log() / Math.Log(2);
            return (Num(4) / n) + (Num(768 * n.Log() * Math.Sqrt(logs)) * TwoThirds(moves.Length, l => moves[l]) / Root(n));
        });
    }
}
