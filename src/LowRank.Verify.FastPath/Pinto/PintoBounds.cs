using LowRank.Verify.Arithmetic;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Pinto;

/// <summary>
/// Gaussian complexities of networks with layers of rank at most r_i and spectral norm at most B_i: Pinto, Rangamani, Poggio 2025. With
/// R = ‖X‖_F/√m every statement is a multiple of ‖X‖_F/m.
/// </summary>
internal static class PintoBounds
{
    /// <summary>Lemma 4, linear networks: R √(h_L min_i r_i / m) Π B_i.</summary>
    public static FastResult Lemma4(InputMembers members, LayerSpectra spectra)
    {
        Limits limits = Read(members);
        return Answer(members, () => limits.DataFactor * WideReal.Product(limits.Norms) * Root(limits.Widths[^1], Least(limits.Ranks)));
    }

    /// <summary>Lemma 10, one layer (the first): L_φ R √(h_1 r_1 / m) B_1.</summary>
    public static FastResult Lemma10(InputMembers members, LayerSpectra spectra)
    {
        Limits limits = Read(members);
        WideReal lipschitz = members.Real("L_phi", NumberRange.Positive, WideReal.One);
        return Answer(members, () => lipschitz * limits.DataFactor * limits.Norms[0] * Root(limits.Widths[1], limits.Ranks[0]));
    }

    /// <summary>
    /// Theorem 7 as printed, with κ_i = Π_{j≠i} B_j and ‖W_i‖_F ≤ √r_i B_i:
    /// ‖X‖_F/m Π B_j (C1^{L−1} √(r_1 h_1) + Σ_{i≥2} C1^{L−i} C2 2√(2 min_{j≤i} r_j) √(r_i h_i)).
    /// </summary>
    public static FastResult Theorem7(InputMembers members, LayerSpectra spectra) => Chain(
        members, ranks => WideReal.Of(2) * WideReal.Sqrt(WideReal.Of(2) * WideReal.Of(Least(ranks))));

    /// <summary>Theorem 7 with the ranks that Lemma 5 has at layer i − 1: min_{j&lt;i} r_j.</summary>
    public static FastResult Theorem7Lemma5(InputMembers members, LayerSpectra spectra) => Chain(
        members, ranks => WideReal.Of(2) * WideReal.Sqrt(WideReal.Of(2) * WideReal.Of(Least(ranks[..^1]))));

    /// <summary>
    /// The recursion itself, in its own units: Ĝ_1 = √r_1 B_1 ‖X‖_F √h_1/m, Ĝ_i = C1 B_i Ĝ_{i−1} + C2 D(Z_{i−1}) R(W_i)/m with the diameter
    /// of Lemma 5 and the supremum of Lemma 6.
    /// </summary>
    public static FastResult Recursion(InputMembers members, LayerSpectra spectra)
    {
        Limits limits = Read(members);
        WideReal first = members.Real("C1", NumberRange.AtLeastOne);
        WideReal second = members.Real("C2", NumberRange.AtLeastOne);
        return Answer(members, () =>
        {
            WideReal complexity = limits.DataFactor * limits.Norms[0] * Root(limits.Widths[1], limits.Ranks[0]);
            for (int i = 2; i <= limits.Ranks.Length; i++)
            {
                WideReal diameter = limits.DataFactor * Diameter(limits.Ranks, limits.Norms, i - 1);
                WideReal supremum = limits.Norms[i - 1] * Root(limits.Widths[i], limits.Ranks[i - 1]);
                complexity = (first * limits.Norms[i - 1] * complexity) + (second * diameter * supremum);
            }

            return complexity;
        });
    }

    /// <summary>The dominant term: C1^L Π B_i R L max r √(max_{i≥1} h_i / m).</summary>
    public static FastResult Simplified(InputMembers members, LayerSpectra spectra)
    {
        Limits limits = Read(members);
        WideReal first = members.Real("C1", NumberRange.AtLeastOne);
        return Answer(members,
            () => limits.DataFactor * WideReal.Product(limits.Norms) * Power(first, limits.Depth) * WideReal.Of(limits.Depth)
            * WideReal.Of(limits.Ranks.Max()) * WideReal.Sqrt(WideReal.Of(limits.Widths[1..].Max())));
    }

    /// <summary>The same with every constant: R Π B √(h/m) (C1^{L−1} √r + 2√2 C2 r Σ_{k≤L−2} C1^k).</summary>
    public static FastResult SimplifiedExplicit(InputMembers members, LayerSpectra spectra)
    {
        Limits limits = Read(members);
        WideReal first = members.Real("C1", NumberRange.AtLeastOne);
        WideReal second = members.Real("C2", NumberRange.AtLeastOne);
        return Answer(members, () =>
        {
            WideReal rank = WideReal.Of(limits.Ranks.Max());
            WideReal geometric = WideReal.Zero;
            for (int k = 0; k <= limits.Depth - 2; k++)
            {
                geometric = (first * geometric) + WideReal.One;
            }

            return limits.DataFactor * WideReal.Product(limits.Norms) * WideReal.Sqrt(WideReal.Of(limits.Widths[1..].Max()))
                * ((Power(first, limits.Depth - 1) * WideReal.Sqrt(rank)) + (WideReal.Of(2 * Math.Sqrt(2)) * second * rank * geometric));
        });
    }

    /// <summary>Lemma 5: the diameter ‖X‖_F √(2 min_{j≤l} r_j) 2 Π_{j≤l} B_j.</summary>
    public static FastResult Lemma5(InputMembers members, LayerSpectra spectra)
    {
        WideReal data = members.Real("X_frobenius", NumberRange.Positive);
        Layers layers = ReadLayers(members);
        int layer = Layer(members, layers.Norms.Length);
        return Answer(members, () => data * Diameter(layers.Ranks, layers.Norms, layer));
    }

    /// <summary>Lemma 6: B_l √(r_l h_l).</summary>
    public static FastResult Lemma6(InputMembers members, LayerSpectra spectra)
    {
        Layers layers = ReadLayers(members);
        int layer = Layer(members, layers.Norms.Length);
        return Answer(members, () => layers.Norms[layer - 1] * Root(layers.Widths[layer], layers.Ranks[layer - 1]));
    }

    /// <summary>Theorem 7 with the diameter 2 Π B ‖X‖_F in place of Lemma 5: the factor 2 in place of 2√(2 min r).</summary>
    public static FastResult Theorem7Tight(InputMembers members, LayerSpectra spectra) => Chain(members, _ => WideReal.Of(2));

    /// <summary>The same for ReLU, whose outputs are nonnegative: the factor √2.</summary>
    public static FastResult Theorem7TightRelu(InputMembers members, LayerSpectra spectra) =>
        Chain(members, _ => WideReal.Of(Math.Sqrt(2)));

    // The recursion g_1 = √(r_1 h_1), g_i = C1 g_{i−1} + C2·diameter_i·√(r_i h_i) of the proof, in units of ‖X‖_F/m Π_{j≤i} B_j.
    private static FastResult Chain(InputMembers members, Func<ReadOnlyMemory<Rational>, WideReal> diameter)
    {
        Limits limits = Read(members);
        WideReal first = members.Real("C1", NumberRange.AtLeastOne);
        WideReal second = members.Real("C2", NumberRange.AtLeastOne);
        return Answer(members, () =>
        {
            WideReal complexity = Root(limits.Widths[1], limits.Ranks[0]);
            for (int i = 2; i <= limits.Ranks.Length; i++)
            {
                WideReal supremum = Root(limits.Widths[i], limits.Ranks[i - 1]);
                complexity = (first * complexity) + (second * diameter(limits.Ranks.AsMemory(0, i)) * supremum);
            }

            return limits.DataFactor * WideReal.Product(limits.Norms) * complexity;
        });
    }

    /// <summary>x^n by squaring, which keeps whole powers to a few ulps.</summary>
    internal static WideReal Power(WideReal x, int n)
    {
        WideReal result = WideReal.One;
        for (WideReal square = x; n > 0; n >>= 1, square *= square)
        {
            result = (n & 1) == 1 ? result * square : result;
        }

        return result;
    }

    private static WideReal Diameter(Rational[] ranks, WideReal[] norms, int layer) => WideReal.Of(2)
        * WideReal.Sqrt(WideReal.Of(2) * WideReal.Of(Least(ranks.AsMemory(0, layer)))) * WideReal.Product(norms.AsSpan(0, layer));

    private static int Layer(InputMembers members, int depth)
    {
        Rational layer = members.Count("l");
        if (layer > Rational.Of((double)depth))
        {
            members.Refuse("l must be at most the number of layers.");
            return 1;
        }

        return (int)layer.Numerator;
    }

    /// <summary>The value, unless a member lies outside its range.</summary>
    internal static FastResult Answer(InputMembers members, Func<WideReal> value) =>
        members.Violation is { } reason ? new NotApplicable(reason) : FastResult.Of(value());

    /// <summary>√(width · rank).</summary>
    internal static WideReal Root(Rational width, Rational rank) => WideReal.Sqrt(WideReal.Of(width) * WideReal.Of(rank));

    private static Rational Least(ReadOnlyMemory<Rational> ranks)
    {
        Rational least = ranks.Span[0];
        foreach (Rational rank in ranks.Span)
        {
            least = rank < least ? rank : least;
        }

        return least;
    }

    /// <summary>The members that most statements use.</summary>
    internal static Limits Read(InputMembers members)
    {
        WideReal data = members.Real("X_frobenius", NumberRange.Positive) / WideReal.Of(members.Count("m"));
        Layers layers = ReadLayers(members);
        return new Limits(data, layers.Widths, layers.Ranks, layers.Norms);
    }

    /// <summary>Widths, ranks and norms.</summary>
    internal static Layers ReadLayers(InputMembers members)
    {
        WideReal[] norms = members.Reals("B", NumberRange.Positive);
        Rational[] widths = members.Counts("h", norms.Length + 1, firstIndex: 0);
        Rational[] ranks = members.Counts("r", norms.Length);
        for (int i = 0; i < ranks.Length; i++)
        {
            if (ranks[i] > widths[i] || ranks[i] > widths[i + 1])
            {
                members.Refuse($"r[{i + 1}] must be at most min(h[{i + 1}], h[{i}]).");
            }
        }

        return new Layers(widths, ranks, norms);
    }

    /// <summary>h_0..h_L, r_1..r_L, B_1..B_L.</summary>
    internal sealed record Layers(Rational[] Widths, Rational[] Ranks, WideReal[] Norms);

    /// <summary>‖X‖_F/m and the layers.</summary>
    internal sealed record Limits(WideReal DataFactor, Rational[] Widths, Rational[] Ranks, WideReal[] Norms)
    {
        public int Depth => Norms.Length;
    }
}
