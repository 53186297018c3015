using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Ledent;

/// <summary>
/// The formulas of the rank-sparse family (Ledent, Alves, Lei 2025 and the derivation with constants), in double precision.
/// </summary>
internal static class LedentFormulas
{
    /// <summary>Oracle ids and their formulas.</summary>
    public static IEnumerable<KeyValuePair<string, FastFormula>> All { get; } = new Dictionary<string, FastFormula>(StringComparer.Ordinal)
    {
        ["ledent2025/theorem-3.6/code"] = LedentBounds.Of(LedentForm.Code),
        ["ledent2025/theorem-3.6/doc"] = LedentBounds.Of(LedentForm.Doc),
        ["ledent2025/theorem-3.6/repaired"] = LedentBounds.Of(LedentForm.Repaired),
        ["ledent2025/theorem-3.6/l2"] = LedentBounds.Of(LedentForm.L2),
        ["ledent2025/theorem-3.7/code"] = LedentBounds.WithActivations(LedentForm.Code),
        ["ledent2025/theorem-3.7/doc"] = LedentBounds.WithActivations(LedentForm.Doc),
        ["ledent2025/theorem-3.7/repaired"] = LedentBounds.WithActivations(LedentForm.Repaired),
        ["ledent2025/theorem-3.7/l2"] = LedentBounds.WithActivations(LedentForm.L2),
        ["ledent2025/linear-map"] = LinearMap,
        ["ledent2025/deep-linear"] = DeepLinear,
        ["ledent2025/layer-entropy"] = LayerEntropy.Least,
        ["ledent2025/layer-entropy/full"] = LayerEntropy.Row(row => row.Full),
        ["ledent2025/layer-entropy/rank"] = LayerEntropy.Row(row => row.Rank),
        ["ledent2025/layer-entropy/no-tail"] = LayerEntropy.Row(row => row.NoTail),
        ["ledent2025/layer-entropy/all-tail"] = LayerEntropy.Row(row => row.AllTail),
        ["ledent2025/layer-entropy/route-1"] = LayerEntropy.Row(row => row.FrobeniusTail),
        ["ledent2025/layer-entropy/route-2"] = LayerEntropy.Row(row => row.SpectralTail),
        ["ledent2025/fully-connected-explicit"] = LedentNetwork.Explicit,
        ["ledent2025/fully-connected-explicit/from-weights"] = LedentWeights.Explicit,
        ["ledent2025/fully-connected-integrated"] = LedentNetwork.Integrated,
        ["ledent2025/fully-connected-integrated/centred"] = LedentNetwork.CentredIntegral,
        ["ledent2025/post-hoc"] = LedentNetwork.PostHoc,
        ["ledent2025/comparison/c1"] = RowNorms,
        ["ledent2025/comparison/c5"] = FrobeniusNorms,
        ["ledent2025/comparison/c9"] = SmallestRank,
        ["ledent2025/comparison/c15"] = Parameters,
        ["ledent2025/comparison/c16"] = Parameters,
    };

    /// <summary>‖A_l‖: the norms given, else σ₁; null (with a violation noted) where one is zero or unknown.</summary>
    public static WideReal[]? OperatorNorms(InputMembers members, Matrix[] weights, LayerSpectra spectra)
    {
        if (members.Has("op_norm"))
        {
            return members.Reals("op_norm", NumberRange.Positive, weights.Length);
        }

        WideReal[] norms = new WideReal[weights.Length];
        for (int l = 0; l < norms.Length; l++)
        {
            if (spectra.Of(weights[l]) is not { SpectralNorm: { IsZero: false } norm })
            {
                members.Refuse($"W[{l + 1}] is zero or its decomposition failed, and its norm is a divisor.");
                return null;
            }

            norms[l] = norm;
        }

        return norms;
    }

    /// <summary>A_l − M_l.</summary>
    public static Matrix[] Differences(InputMembers members, Matrix[] weights)
    {
        if (!members.Has("M"))
        {
            return weights;
        }

        Matrix[] references = members.Matrices("M", weights.Length);
        return [.. weights.Select((weight, l) => ReferenceDifference.Of(weight, references[l], $"M[{l + 1}]"))];
    }

    /// <summary>The Lipschitz constants between the layers.</summary>
    public static WideReal[] Lipschitz(InputMembers members, int depth) =>
        depth == 1 && !members.Has("rho") ? [] : members.Reals("rho", NumberRange.Positive, depth - 1);

    // √((B s)^{2p/(p+2)} (r (m+d))^{2/(p+2)} D^{p/(p+2)} / N)
    private static FastResult LinearMap(InputMembers members, LayerSpectra spectra)
    {
        WideReal m = WideReal.Of(members.Count("m")), d = WideReal.Of(members.Count("d"));
        WideReal scale = members.Real("B", NumberRange.Positive) * members.Real("s", NumberRange.Positive);
        WideReal parameters = members.Real("r", NumberRange.Positive) * (m + d);
        WideReal dimension = members.Real("D", NumberRange.Positive, m * (m < d ? m : d));
        double p = members.Exponent("p", NumberRange.SchattenExponent);
        WideReal samples = WideReal.Of(members.Count("N"));
        return members.Violation is { } reason
            ? new NotApplicable(reason)
            : FastResult.Of(WideReal.Pow(scale, p / (p + 2)) * WideReal.Pow(parameters, 1 / (p + 2))
                * WideReal.Pow(dimension, p / (2 * (p + 2))) / WideReal.Sqrt(samples));
    }

    // The linear map at p = 2/L with r s^p = (1/L) Σ ‖A_l‖_F²; the norm s of the product cancels.
    private static FastResult DeepLinear(InputMembers members, LayerSpectra spectra)
    {
        WideReal[] norms = members.Reals("frobenius_norm", NumberRange.Positive);
        double depth = norms.Length;
        WideReal m = WideReal.Of(members.Count("m")), d = WideReal.Of(members.Count("d"));
        WideReal mean = WideReal.Sum([.. norms.Select(norm => norm * norm)]) / WideReal.Of(depth);
        WideReal dimension = members.Real("D", NumberRange.Positive, m * (m < d ? m : d));
        WideReal bound = members.Real("B", NumberRange.Positive), samples = WideReal.Of(members.Count("N"));
        _ = members.Real("s", NumberRange.Positive);
        return members.Violation is { } reason
            ? new NotApplicable(reason)
            : FastResult.Of(WideReal.Pow(mean * (m + d), depth / (2 * (depth + 1))) * WideReal.Pow(bound, 1 / (depth + 1))
                * WideReal.Pow(dimension, 1 / (2 * (depth + 1))) / WideReal.Sqrt(samples));
    }

    // (B Πρ Π‖A‖/√N) (Σ (row norms of A − M / ‖A‖)^{2/3})^{3/2}
    private static FastResult RowNorms(InputMembers members, LayerSpectra spectra)
    {
        Matrix[] weights = members.Matrices("W");
        Matrix[] differences = Differences(members, weights);
        WideReal scale = members.Real("B", NumberRange.Positive) * WideReal.Product(Lipschitz(members, weights.Length));
        WideReal samples = WideReal.Of(members.Count("N"));
        return OperatorNorms(members, weights, spectra) is not { } norms || members.Violation is not null
            ? new NotApplicable(members.Violation!)
            : FastResult.Of(scale * WideReal.Product(norms) / WideReal.Sqrt(samples)
                * WideReal.Pow(WideReal.Sum([.. norms.Select((norm, l) => WideReal.Pow(EntrySums.RowNorm21(differences[l]) / norm,
                    2.0 / 3.0))]), 1.5));
    }

    // (B Π‖A‖/√N) L √width (Σ ‖A‖_F²/‖A‖²)^½
    private static FastResult FrobeniusNorms(InputMembers members, LayerSpectra spectra)
    {
        Matrix[] weights = members.Matrices("W");
        WideReal scale = members.Real("B", NumberRange.Positive) * WideReal.Of(weights.Length);
        WideReal width = WideReal.Of(Math.Max(weights[0].Columns, weights.Max(w => w.Rows))), samples = WideReal.Of(members.Count("N"));
        if (OperatorNorms(members, weights, spectra) is not { } norms || members.Violation is not null)
        {
            return new NotApplicable(members.Violation!);
        }

        WideReal[] ratios = [.. norms.Select((norm, l) => EntrySums.Frobenius(weights[l]) / norm)];
        return FastResult.Of(scale * WideReal.Product(norms)
            * WideReal.Sqrt(width / samples * WideReal.Sum([.. ratios.Select(ratio => ratio * ratio)])));
    }

    // C1^L Π‖A‖ L (least rank) √(entries of the largest matrix / N)
    private static FastResult SmallestRank(InputMembers members, LayerSpectra spectra)
    {
        Matrix[] weights = members.Matrices("W");
        WideReal constant = members.Real("C1", NumberRange.AtLeastOne, WideReal.One), samples = WideReal.Of(members.Count("N"));
        WideReal[]? given = members.Has("op_norm") ? members.Reals("op_norm", NumberRange.Positive, weights.Length) : null;
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        LayerSpectrum?[] known = [.. weights.Select(spectra.Of)];
        if (Array.Exists(known, spectrum => spectrum is null))
        {
            return LayerSpectra.NoConvergence("W");
        }

        WideReal[] norms = given ?? [.. known.Select(spectrum => spectrum!.SpectralNorm)];
        WideReal entries = WideReal.Of(weights.Max(w => (double)w.Rows * w.Columns));
        return FastResult.Of(WideReal.Pow(constant, weights.Length) * WideReal.Product(norms)
            * WideReal.Of((double)weights.Length * known.Min(spectrum => spectrum!.Rank)) * WideReal.Sqrt(entries / samples));
    }

    // √(number of parameters · L / N)
    private static FastResult Parameters(InputMembers members, LayerSpectra spectra)
    {
        Matrix[] weights = members.Matrices("W");
        WideReal samples = WideReal.Of(members.Count("N"));
        return members.Violation is { } reason
            ? new NotApplicable(reason)
            : FastResult.Of(WideReal.Sqrt(WideReal.Of(weights.Sum(w => (double)w.Rows * w.Columns) * weights.Length) / samples));
    }
}
