using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Ledent;

/// <summary>
/// Theorem 3.6 of Ledent, Alves, Lei 2025 without constants: √(L/N · Σ_l t_l), with
/// t_l = (B Πρ Π‖A‖/γ)^{2p/(p+2)} (Σσ(A_l−M_l)^p/‖A_l‖^p)^{2/(p+2)} (U+d)^{2/(p+2)} W_l^{p/(p+2)}, p = p_l.
/// </summary>
internal static class LedentBounds
{
    /// <summary>The formula in one of its forms.</summary>
    public static FastFormula Of(LedentForm form) => (members, spectra) => Evaluate(form, members, spectra, false);

    /// <summary>
    /// Theorem 3.7: B Πρ Π‖A‖ is replaced in term l by B_{l−1} Π_{i≥l} ρ_i‖A_i‖, the norms B_{l−1} of activations as given.
    /// </summary>
    public static FastFormula WithActivations(LedentForm form) => (members, spectra) => Evaluate(form, members, spectra, true);

    /// <summary>W_l.</summary>
    public static WideReal Dimension(LedentForm form, bool isLast, int rows, int columns, WideReal positions)
    {
        WideReal smaller = WideReal.Of(Math.Min(rows, columns));
        WideReal outputs = WideReal.Of(rows) * positions;
        return form switch
        {
            LedentForm.Code => positions,
            LedentForm.Doc => isLast ? WideReal.One : outputs,
            LedentForm.Repaired => isLast ? smaller : outputs * smaller,
            _ => outputs * smaller,
        };
    }

    /// <summary>t_l.</summary>
    public static WideReal Term(double p, WideReal scale, WideReal rankProxy, int rows, int columns, WideReal dimension)
    {
        WideReal parameters = rankProxy * WideReal.Of((double)rows + columns);
        return WideReal.Pow(scale, 2 * p / (p + 2)) * WideReal.Pow(parameters, 2 / (p + 2)) * WideReal.Pow(dimension, p / (p + 2));
    }

    private static FastResult Evaluate(LedentForm form, InputMembers members, LayerSpectra spectra, bool hasActivations)
    {
        Matrix[] weights = members.Matrices("W");
        int depth = weights.Length;
        WideReal samples = WideReal.Of(members.Count("N"));
        WideReal margin = members.Real("gamma", NumberRange.Positive, WideReal.One);
        WideReal[] starts = hasActivations
            ? members.Reals("activation_norm", NumberRange.NonNegative, depth, 0)
            : [members.Real("B", NumberRange.Positive)];
        WideReal[] lipschitz = depth == 1 && !members.Has("rho") ? [] : members.Reals("rho", NumberRange.Positive, depth - 1);
        double[] exponents = members.Exponents("p", NumberRange.SchattenExponent, depth);
        WideReal[] positions = members.Has("positions")
            ? [.. members.Counts("positions", depth).Select(WideReal.Of)]
            : [.. Enumerable.Repeat(WideReal.One, depth)];
        WideReal[]? norms = members.Has("op_norm") ? members.Reals("op_norm", NumberRange.Positive, depth) : null;
        Matrix[] differences = Differences(members, weights);
        RefuseGaps(members, weights, positions, norms);
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        WideReal[] operatorNorms = new WideReal[depth];
        for (int l = 0; l < depth; l++)
        {
            if (norms is null && spectra.Of(weights[l]) is null)
            {
                return LayerSpectra.NoConvergence($"W[{l + 1}]");
            }

            operatorNorms[l] = norms?[l] ?? spectra.Of(weights[l])!.SpectralNorm;
            if (operatorNorms[l].IsZero && exponents[l] > 0)
            {
                return new NotApplicable($"W[{l + 1}] is zero, and p[{l + 1}] > 0 makes its norm a divisor.");
            }
        }

        WideReal[] terms = new WideReal[depth];
        for (int l = 0; l < depth; l++)
        {
            if (spectra.Of(differences[l]) is not { } spectrum)
            {
                return LayerSpectra.NoConvergence($"W[{l + 1}] - M[{l + 1}]");
            }

            int from = hasActivations ? l : 0;
            WideReal scale = starts[from] / margin * WideReal.Product(lipschitz.AsSpan(from))
                * WideReal.Product(operatorNorms.AsSpan(from));
            WideReal dimension = Dimension(form, l == depth - 1, weights[l].Rows, weights[l].Columns, positions[l]);
            WideReal proxy = RankProxy(spectrum, exponents[l], operatorNorms[l]);
            terms[l] = Term(exponents[l], scale, proxy, weights[l].Rows, weights[l].Columns, dimension);
        }

        return FastResult.Of(WideReal.Sqrt(WideReal.Of(depth) * WideReal.Sum(terms) / samples));
    }

    /// <summary>Σ (σ_i/‖A‖)^p through σ₁, so that neither factor leaves the range; the rank for p = 0.</summary>
    public static WideReal RankProxy(LayerSpectrum spectrum, double p, WideReal operatorNorm) => p == 0
        ? WideReal.Of(spectrum.Rank)
        : WideReal.Of(spectrum.RelativePowerSum(p)) * WideReal.Pow(spectrum.SpectralNorm / operatorNorm, p);

    // Dense neighbours must fit; the patches of a convolution need not be as wide as the filters before it.
    private static void RefuseGaps(InputMembers members, Matrix[] weights, WideReal[] positions, WideReal[]? norms)
    {
        for (int l = 1; l < weights.Length; l++)
        {
            bool dense = norms is null && positions[l] == WideReal.One && positions[l - 1] == WideReal.One;
            if (dense && weights[l].Columns != weights[l - 1].Rows)
            {
                members.Refuse($"W[{l + 1}] must have as many columns as W[{l}] has rows.");
            }
        }
    }

    private static Matrix[] Differences(InputMembers members, Matrix[] weights)
    {
        if (!members.Has("M"))
        {
            return weights;
        }

        Matrix[] references = members.Matrices("M", weights.Length);
        return [.. weights.Select((weight, l) => ReferenceDifference.Of(weight, references[l], $"M[{l + 1}]"))];
    }
}
