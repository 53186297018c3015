using LowRank.Verify.FastPath.Numbers;
using static LowRank.Verify.FastPath.Classical.ClassicalFormulas;
using static LowRank.Verify.FastPath.Numbers.NumberRange;

namespace LowRank.Verify.FastPath.Classical;

/// <summary>
/// Graf and others 2022 for graphs of layers and sums; layer i enters by C_i = (4/γ) D_i (z_i b_i + √P_i β_i).
/// Proof: docs/proofs/residual-covers.md.
/// </summary>
internal static class ResidualCovers
{
    /// <summary>4/n + (12 H_{n−1}/√n) √ln(2W) (Σ ⌈C^{2/3}⌉)^{3/2}.</summary>
    public static FastResult Largest(InputMembers m)
    {
        (Func<WideReal[]> radii, WideReal[] weights, WideReal n) = Read(m);
        return Result(m, () =>
        {
            WideReal[] rounded = [.. radii().Select(c => Ceiling(WideReal.Pow(c, 2.0 / 3)))];
            WideReal total = Sum(rounded.Length, i => rounded[i]), entropy = Num((Num(2) * weights.Max()).Log()) * total * total * total;
            return (Num(4) / n) + (Num(12 * ElementarySums.Harmonic(LessOne(n))) * Root(entropy / n));
        });
    }

    /// <summary>(12/√n) √Σ 2W_i (ln(1 + x_i) + ψ(x_i)), x_i = ⌈(L C_i)²⌉, ψ(x) = ζ(3/2)^{1/3} ζ(3/2, 1 + 1/x)^{2/3}.</summary>
    public static FastResult Layers(InputMembers m)
    {
        (Func<WideReal[]> radii, WideReal[] weights, WideReal n) = Read(m);
        return Result(m, () =>
        {
            WideReal[] whole = [.. radii().Select(c => Ceiling(Num((double)weights.Length * weights.Length) * c * c))];
            return Num(12) * Root(Num(2) * Sum(whole.Length, i => weights[i] * Num(Entropy(whole[i]))) / n);
        });
    }

    private static double Entropy(WideReal x) => x.IsZero ? 0 : (WideReal.One + x).Log()
        + Math.Cbrt(ElementarySums.HurwitzZeta(1.5, 1)
            * Math.Pow(ElementarySums.HurwitzZeta(1.5, 1 + (WideReal.One / x).ToDouble()), 2));

    private static (Func<WideReal[]> Radii, WideReal[] Weights, WideReal Samples) Read(InputMembers m)
    {
        WideReal[] entering = m.Reals("z", NonNegative);
        int layers = entering.Length;
        WideReal[] after = m.Reals("D", NonNegative, layers), distances = m.Reals("b", NonNegative, layers);
        WideReal[] weights = m.CountsOf("W_i", layers), biases = m.Reals("beta", NonNegative, layers, WideReal.Zero);
        WideReal[] places = m.Reals("P", Count, layers, WideReal.One);
        WideReal n = m.Count("n", Count), gamma = m.Real("gamma", Positive);
        return (() => [.. entering.Select((z, i) => Num(4) * after[i] * ((z * distances[i]) + (Root(places[i]) * biases[i])) / gamma)],
            weights, n);
    }
}
