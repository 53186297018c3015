using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Pinto;

/// <summary>
/// Table 1 of Pinto, Rangamani, Poggio 2025: rates without the norm of the inputs, from the matrices and on the class of limits.
/// </summary>
internal static class PintoTable
{
    /// <summary>Π‖W_i‖ C1^L L max rank √h/√m.</summary>
    public static FastResult Ours(InputMembers members, LayerSpectra spectra)
    {
        WideReal first = members.Real("C1", NumberRange.AtLeastOne);
        return OfWeights(members, spectra, layers => Spectral(layers) * PintoBounds.Power(first, layers.Length) * WideReal.Of(layers.Length)
            * WideReal.Of(layers.Max(layer => layer.Rank)) * WideReal.Sqrt(Width(layers)));
    }

    /// <summary>√L Π‖W_i‖_F/√m.</summary>
    public static FastResult Golowich(InputMembers members, LayerSpectra spectra) => OfWeights(
        members, spectra, layers =>
            WideReal.Of(Math.Sqrt(layers.Length)) * WideReal.Product([.. layers.Select(layer => EntrySums.Frobenius(layer.Matrix))]));

    /// <summary>Π‖W_i‖ √(L² h Σ‖W_i‖_F²/‖W_i‖²)/√m.</summary>
    public static FastResult Neyshabur(InputMembers members, LayerSpectra spectra) => OfWeights(
        members,
        spectra,
        layers => Spectral(layers) * WideReal.Of(layers.Length) * WideReal.Sqrt(Width(layers) * Ratios(layers, EntrySums.Frobenius, 2)),
        isRatio: true);

    /// <summary>Π‖W_i‖ (Σ(‖W_iᵀ‖_{2,1}/‖W_i‖)^{2/3})^{3/2}/√m.</summary>
    public static FastResult Bartlett(InputMembers members, LayerSpectra spectra) => OfWeights(
        members,
        spectra,
        layers => Spectral(layers) * WideReal.Pow(Ratios(layers, EntrySums.RowNorm21, 2.0 / 3.0), 1.5),
        isRatio: true);

    /// <summary>Π B C1^L L r √h/√m.</summary>
    public static FastResult OursOnClass(InputMembers members, LayerSpectra spectra)
    {
        WideReal first = members.Real("C1", NumberRange.AtLeastOne);
        return OnClass(members, layers => PintoBounds.Power(first, layers.Ranks.Length) * WideReal.Of(layers.Ranks.Length)
            * WideReal.Of(layers.Ranks.Max()) * WideReal.Sqrt(WideReal.Of(layers.Widths[1..].Max())));
    }

    /// <summary>Π B √(L r^L/m).</summary>
    public static FastResult GolowichOnClass(InputMembers members, LayerSpectra spectra) => OnClass(members, layers =>
        WideReal.Sqrt(WideReal.Of(layers.Ranks.Length) * PintoBounds.Power(WideReal.Of(layers.Ranks.Max()), layers.Ranks.Length)));

    /// <summary>Π B √(L³ r h/m), the rows of Neyshabur et al. and of Bartlett et al.</summary>
    public static FastResult CubeOfDepthOnClass(InputMembers members, LayerSpectra spectra) => OnClass(members, layers =>
        WideReal.Sqrt(PintoBounds.Power(WideReal.Of(layers.Ranks.Length), 3) * WideReal.Of(layers.Ranks.Max())
            * WideReal.Of(layers.Widths[1..].Max())));

    private static FastResult OnClass(InputMembers members, Func<PintoBounds.Layers, WideReal> rate)
    {
        WideReal samples = WideReal.Of(members.Count("m"));
        PintoBounds.Layers layers = PintoBounds.ReadLayers(members);
        return PintoBounds.Answer(members, () => WideReal.Product(layers.Norms) * rate(layers) / WideReal.Sqrt(samples));
    }

    private static FastResult OfWeights(InputMembers members, LayerSpectra spectra, Func<LayerSpectrum[], WideReal> rate,
        bool isRatio = false)
    {
        WideReal samples = WideReal.Of(members.Count("m"));
        Matrix[] weights = members.Matrices("W");
        for (int i = 1; i < weights.Length; i++)
        {
            if (weights[i].Columns != weights[i - 1].Rows)
            {
                members.Refuse($"W[{i + 1}] must have as many columns as W[{i}] has rows.");
            }
        }

        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        LayerSpectrum?[] known = [.. weights.Select(spectra.Of)];
        return Array.Exists(known, spectrum => spectrum is null) ? LayerSpectra.NoConvergence("W")
            : isRatio && Array.Exists(known, spectrum => spectrum!.SpectralNorm.IsZero)
                ? new NotApplicable("a layer is zero, and its norm is a divisor.")
            : FastResult.Of(rate(known!) / WideReal.Sqrt(samples));
    }

    private static WideReal Spectral(LayerSpectrum[] layers) => WideReal.Product([.. layers.Select(layer => layer.SpectralNorm)]);

    private static WideReal Width(LayerSpectrum[] layers) => WideReal.Of(layers.Max(layer => layer.Matrix.Rows));

    private static WideReal Ratios(LayerSpectrum[] layers, Func<Matrix, WideReal> norm, double power) =>
        WideReal.Sum([.. layers.Select(layer => WideReal.Pow(norm(layer.Matrix) / layer.SpectralNorm, power))]);
}
