using LowRank.Verify.Arithmetic;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath;

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

    /// <summary>Theorem 7 with the diameter 2 Π B ‖X‖_F in place of Lemma 5: the factor 2 in place of 2√(2 min r).</summary>
    public static FastResult Theorem7Tight(InputMembers members, LayerSpectra spectra) => Chain(members, _ => WideReal.Of(2));

    /// <summary>The same for ReLU, whose outputs are nonnegative: the factor √2.</summary>
    public static FastResult Theorem7TightRelu(InputMembers members, LayerSpectra spectra) => Chain(members, _ => WideReal.Of(Math.Sqrt(2)));

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

    private static FastResult Answer(InputMembers members, Func<WideReal> value) =>
        members.Violation is { } reason ? new NotApplicable(reason) : Scalar.Of(value());

    private static WideReal Root(Rational width, Rational rank) => WideReal.Sqrt(WideReal.Of(width) * WideReal.Of(rank));

    private static Rational Least(ReadOnlyMemory<Rational> ranks)
    {
        Rational least = ranks.Span[0];
        foreach (Rational rank in ranks.Span)
        {
            least = rank < least ? rank : least;
        }

        return least;
    }

    private static Limits Read(InputMembers members)
    {
        WideReal data = members.Real("X_frobenius", NumberRange.Positive) / WideReal.Of(members.Count("m"));
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

        return new Limits(data, widths, ranks, norms);
    }

    private sealed record Limits(WideReal DataFactor, Rational[] Widths, Rational[] Ranks, WideReal[] Norms);
}
