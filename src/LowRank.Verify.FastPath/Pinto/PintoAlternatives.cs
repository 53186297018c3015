using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.FastPath.Pinto;

/// <summary>Complexities of the class of Pinto, Rangamani, Poggio 2025 whose constants are all known.</summary>
internal static class PintoAlternatives
{
    /// <summary>
    /// The chain rule of Tripuraneni, Jordan, Jin: a_1 = √(r_1 h_1/m), a_l = 8/m² + 128 ln(m) (a_{l−1} + √(r_l h_l/m)), in units of R Π B;
    /// m ≥ 2.
    /// </summary>
    public static FastResult Tripuraneni(InputMembers members, LayerSpectra spectra)
    {
        PintoBounds.Limits limits = PintoBounds.Read(members);
        Rational count = members.Count("m");
        if (count == Rational.One)
        {
            members.Refuse("m must be at least 2.");
        }

        return PintoBounds.Answer(members, () =>
        {
            WideReal samples = WideReal.Of(count);
            WideReal root = WideReal.Sqrt(samples);
            WideReal factor = WideReal.Of(128 * samples.Log());
            WideReal complexity = PintoBounds.Root(limits.Widths[1], limits.Ranks[0]) / root;
            for (int l = 2; l <= limits.Depth; l++)
            {
                complexity = (WideReal.Of(8) / samples / samples)
                    + (factor * (complexity + (PintoBounds.Root(limits.Widths[l], limits.Ranks[l - 1]) / root)));
            }

            // R = ‖X‖_F/√m.
            return limits.DataFactor * root * WideReal.Product(limits.Norms) * complexity;
        });
    }

    /// <summary>The norm of the outputs: Π B ‖X‖_F √(h_L/m).</summary>
    public static FastResult Trivial(InputMembers members, LayerSpectra spectra)
    {
        WideReal data = members.Real("X_frobenius", NumberRange.Positive);
        WideReal samples = WideReal.Of(members.Count("m"));
        WideReal[] norms = members.Reals("B", NumberRange.Positive);
        Rational[] widths = members.Counts("h", norms.Length + 1, firstIndex: 0);
        return PintoBounds.Answer(members, () => WideReal.Product(norms) * data * WideReal.Sqrt(WideReal.Of(widths[^1]) / samples));
    }

    /// <summary>
    /// Gaussian comparison: ‖X‖_F/m Π B (Σ κ_l^{2/3})^{3/2}, κ_1 = √(r_1 h_1), κ_l = min(r_l(√h_l + √h_{l−1}), √(r_l h_l h_{l−1})).
    /// </summary>
    public static FastResult SudakovFernique(InputMembers members, LayerSpectra spectra)
    {
        PintoBounds.Limits limits = PintoBounds.Read(members);
        return PintoBounds.Answer(members, () =>
        {
            WideReal[] powers = new WideReal[limits.Depth];
            for (int l = 1; l <= limits.Depth; l++)
            {
                WideReal rank = WideReal.Of(limits.Ranks[l - 1]), width = WideReal.Of(limits.Widths[l]),
                    below = WideReal.Of(limits.Widths[l - 1]);
                WideReal norm = rank * (WideReal.Sqrt(width) + WideReal.Sqrt(below)), entries = WideReal.Sqrt(rank * width * below);
                powers[l - 1] = WideReal.Pow(l == 1 ? WideReal.Sqrt(rank * width) : norm < entries ? norm : entries, 2.0 / 3.0);
            }

            return limits.DataFactor * WideReal.Product(limits.Norms) * WideReal.Pow(WideReal.Sum(powers), 1.5);
        });
    }

    /// <summary>Covering numbers: 2√2 ‖X‖_F/m Π B √(P (1 + ln(1 + 8L))), P = Σ r_l (h_l + h_{l−1}).</summary>
    public static FastResult Covering(InputMembers members, LayerSpectra spectra)
    {
        PintoBounds.Limits limits = PintoBounds.Read(members);
        return PintoBounds.Answer(members, () => WideReal.Of(Math.Sqrt(8)) * limits.DataFactor * WideReal.Product(limits.Norms)
            * WideReal.Sqrt(Parameters(limits) * WideReal.Of(1 + Math.Log(1 + (8.0 * limits.Depth)))));
    }

    /// <summary>The same for a loss in [0, 1]: √2 √(P (1 + ln(1 + 16 L Lip Λ))/m), Λ = Π B ‖X‖_F/√m.</summary>
    public static FastResult CoveringBoundedLoss(InputMembers members, LayerSpectra spectra)
    {
        PintoBounds.Limits limits = PintoBounds.Read(members);
        WideReal lipschitz = members.Real("Lip", NumberRange.Positive);
        WideReal samples = WideReal.Of(members.Count("m"));
        return PintoBounds.Answer(members, () =>
        {
            WideReal scale = limits.DataFactor * WideReal.Sqrt(samples) * WideReal.Product(limits.Norms);
            double entropy = 1 + (WideReal.One + (WideReal.Of(16) * WideReal.Of(limits.Depth) * lipschitz * scale)).Log();
            return WideReal.Sqrt(WideReal.Of(2) * Parameters(limits) * WideReal.Of(entropy) / samples);
        });
    }

    private static WideReal Parameters(PintoBounds.Limits limits) => WideReal.Sum(
        [.. limits.Ranks.Select((rank, l) => WideReal.Of(rank) * (WideReal.Of(limits.Widths[l]) + WideReal.Of(limits.Widths[l + 1])))]);
}
