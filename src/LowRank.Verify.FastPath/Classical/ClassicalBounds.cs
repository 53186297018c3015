using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Classical;

/// <summary>The bounds that the low-rank papers compare with.</summary>
internal static class ClassicalBounds
{
    /// <summary>
    /// Bartlett, Foster, Telgarsky 2017, Theorem 1.1 with eq. (1.2), the term with the norms, constants and further logarithms dropped:
    /// ‖X‖_F R_A ln(W)/(γ n), R_A = Π ρ_i s_i · (Σ (b_i/s_i)^{2/3})^{3/2}; s_i spectral norms, b_i sums of row norms of A_i − M_i, W the
    /// largest width. s, b and W come from the matrices A (and M) unless given.
    /// </summary>
    public static FastResult Bartlett2017Theorem1(InputMembers members, LayerSpectra spectra)
    {
        Matrix[]? layers = members.Has("A") ? members.Matrices("A") : null;
        int depth = layers?.Length ?? members.LengthOf("s") ?? members.LengthOf("b")
            ?? throw new InputException("classical/bartlett2017-theorem-1.1: give the matrices 'A', or 's', 'b' and 'W'.");
        WideReal factor = members.Real("X_frobenius", NumberRange.Positive)
            / (members.Real("gamma", NumberRange.Positive, WideReal.One) * WideReal.Of(members.Count("n")));
        WideReal[] lipschitz = members.Reals("rho", NumberRange.Positive, depth, WideReal.One);
        WideReal[]? norms = layers is null
            || members.Has("s") ? members.Reals("s", NumberRange.Positive, depth) : SpectralNorms(layers, spectra);
        WideReal[] distances = layers is null
            || members.Has("b") ? members.Reals("b", NumberRange.NonNegative, depth) : Distances(members, layers);
        WideReal width = layers is null || members.Has("W")
            ? WideReal.Of(members.Count("W"))
            : WideReal.Of(Math.Max(layers[0].Columns, layers.Max(layer => layer.Rows)));
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        if (norms is null || Array.Exists(norms, norm => norm.IsZero))
        {
            return norms is null ? LayerSpectra.NoConvergence("A") : new NotApplicable("a layer is zero, and its norm is a divisor.");
        }

        WideReal[] ratios = [.. norms.Select((norm, i) => WideReal.Pow(distances[i] / norm, 2.0 / 3.0))];
        double logarithm = width.Log();
        return FastResult.Of(factor * WideReal.Product(lipschitz) * WideReal.Product(norms)
            * WideReal.Pow(WideReal.Sum(ratios), 1.5) * WideReal.Of(logarithm));
    }

    /// <summary>
    /// Golowich, Rakhlin, Shamir 2018, Theorem 1: Π M_F(j) · (√(2 ln(2) d) + 1) · √(Σ‖x_i‖²)/n, d the depth.
    /// </summary>
    public static FastResult Golowich2018Theorem1(InputMembers members, LayerSpectra spectra)
    {
        WideReal[] norms = members.Reals("M_F", NumberRange.NonNegative);
        if (members.Has("d") && members.Count("d") != Rational.Of((double)norms.Length))
        {
            throw new InputException(
                $"classical/golowich2018-theorem-1: member 'M_F' has {norms.Length} items and 'd' is another number; give one item "
                    + "per layer.");
        }

        WideReal samples = WideReal.Of(members.Count("n"));
        WideReal data = WideReal.Sqrt(members.Real("sum_sq_norms", NumberRange.NonNegative));
        double depthFactor = Math.Sqrt(2 * Math.Log(2) * norms.Length) + 1;
        return members.Violation is { } reason
            ? new NotApplicable(reason)
            : FastResult.Of(WideReal.Product(norms) * WideReal.Of(depthFactor) * data / samples);
    }

    private static WideReal[]? SpectralNorms(Matrix[] layers, LayerSpectra spectra)
    {
        LayerSpectrum?[] known = [.. layers.Select(spectra.Of)];
        return Array.Exists(known, spectrum => spectrum is null) ? null : [.. known.Select(spectrum => spectrum!.SpectralNorm)];
    }

    private static WideReal[] Distances(InputMembers members, Matrix[] layers)
    {
        Matrix[]? references = members.Has("M") ? members.Matrices("M", layers.Length) : null;
        return [.. layers.Select((layer, i) => EntrySums.RowNorm21(
            references is null ? layer : ReferenceDifference.Of(layer, references[i], $"M[{i + 1}]")))];
    }
}
