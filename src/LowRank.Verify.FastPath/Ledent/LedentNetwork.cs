using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Ledent;

/// <summary>The bounds for whole fully connected networks with all constants, by chaining over the layers.</summary>
internal static class LedentNetwork
{
    /// <summary>R_γ + 8/N + 192 √(Λ L/N) R_II + 3 √(ln(2/δ)/(2N)).</summary>
    public static FastResult Explicit(InputMembers members, LayerSpectra spectra)
    {
        if (Read(members, spectra, [], out Layer[] layers, out WideReal scale) is { } refusal)
        {
            return refusal;
        }

        WideReal samples = WideReal.Of(members.Count("N")), gamma = members.Real("gamma", NumberRange.Positive, WideReal.One);
        return Closed(members, layers, scale / gamma * WideReal.Sqrt(WideReal.Of(2)), samples,
            layers.Max(layer => (layer.Limit / layer.Norm).Log()), 0);
    }

    /// <summary>The closed form for limits, exponents and margin chosen after training.</summary>
    public static FastResult PostHoc(InputMembers members, LayerSpectra spectra)
    {
        Rational grid = members.Has("K") ? members.Count("K") : Rational.Parse("40");
        Rational two = Rational.Parse("2");
        Rational[] given = members.Rationals("p", NumberRange.SchattenExponent, members.LengthOf("W") ?? 0);
        double[] exponents = [.. given.Select(p => (Rational.Of((p * grid / two).Ceiling()) * two / grid).ToDouble())];
        if (Read(members, spectra, exponents, out Layer[] layers, out WideReal scale) is { } refusal)
        {
            return refusal;
        }

        int depth = layers.Length;
        double step = Math.Log(1 + (1.0 / depth)), origin = members.Real("s0", NumberRange.Positive, WideReal.One).Log();
        WideReal gamma = members.Real("gamma", NumberRange.Positive, WideReal.One);
        WideReal level = (gamma < WideReal.One ? gamma : WideReal.One) / WideReal.Of(2);
        WideReal inflated = scale / level * WideReal.Sqrt(WideReal.Of(2)) * WideReal.Of(Math.Pow(1 + (1.0 / depth), depth));
        double choices = -level.Log();
        for (int l = 0; l < depth; l++)
        {
            WideReal rounded = layers[l].Ratio + WideReal.One;
            double steps = (Math.Abs(layers[l].Norm.Log() - origin) / step) + 2;
            choices += Math.Log(3) + (2 * Math.Log(steps)) + (rounded * (rounded + WideReal.One)).Log() + Math.Log(grid.ToDouble() + 1);
            layers[l] = layers[l] with { Ratio = rounded };
        }

        double spread = layers.Max(layer => (WideReal.One + (layer.Reference / layer.Norm)).Log());
        return Closed(members, layers, inflated, WideReal.Of(members.Count("N")), spread, choices);
    }

    /// <summary>min(½, inf_a 4a + (12/√N) ∫_a^1 √H): with a as the point where 12 √(H/N) reaches 4.</summary>
    public static FastResult Integrated(InputMembers members, LayerSpectra spectra) => Integrated(members, spectra, 12, 0);

    /// <summary>The same with 6√2 and the integral up to ¼.</summary>
    public static FastResult CentredIntegral(InputMembers members, LayerSpectra spectra) =>
        Integrated(members, spectra, 6 * Math.Sqrt(2), -Math.Log(4));

    private static FastResult Integrated(InputMembers members, LayerSpectra spectra, double factor, double logEnd)
    {
        if (Read(members, spectra, [], out Layer[] layers, out WideReal scale) is { } refusal)
        {
            return refusal;
        }

        WideReal gamma = members.Real("gamma", NumberRange.Positive, WideReal.One), samples = WideReal.Of(members.Count("N"));
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        double logScale = (scale / gamma * WideReal.Sqrt(WideReal.Of(2.0 * layers.Length * layers.Length))).Log(),
            logSamples = samples.Log();
        double Slope(double logRadius)
        {
            double entropy = 0;
            foreach (Layer layer in layers)
            {
                entropy += new LayerEntropy(layer.Rows, layer.Columns, layer.Ratio.Log(), layer.Exponent, (layer.Limit / layer.Norm).Log(),
                    logScale - logRadius).Smallest;
            }

            return Math.Min(4, factor * Math.Exp(0.5 * (Math.Log(entropy) - logSamples)));
        }

        double least = 4 / samples.ToDouble();
        if (least >= 0.5 || Slope(logEnd) >= 4)
        {
            return FastResult.Of(WideReal.Of(Math.Min(0.5, logSamples > 0 ? 4 : least)));
        }

        double integral = KinkedIntegral.Evaluate(u => Math.Exp(u) * Slope(u), -logSamples, logEnd);
        return double.IsNaN(integral)
            ? new NotApplicable("the entropy leaves the range of double.")
            : FastResult.Of(WideReal.Of(Math.Min(0.5, least + integral)));
    }

    private static FastResult Closed(InputMembers members, Layer[] layers, WideReal scale, WideReal samples, double logSpread,
        double choices)
    {
        WideReal failure = members.Real("delta", NumberRange.Probability);
        WideReal empirical = members.Real("R_gamma", NumberRange.Fraction);
        if (members.Violation is { } reason)
        {
            return new NotApplicable(reason);
        }

        double logArgument = (WideReal.Of(16.0 * layers.Length) * samples * scale).Log() + logSpread;
        double logarithm = Math.Max(1, logArgument > 40 ? logArgument : Math.Log(1 + Math.Exp(logArgument)));
        WideReal[] terms = [.. layers.Select(layer => LedentBounds.Term(
            layer.Exponent, scale, layer.Ratio, layer.Rows, layer.Columns,
                WideReal.Of((double)layer.Rows * Math.Min(layer.Rows, layer.Columns))))];
        WideReal complexity = WideReal.Of(192) * WideReal.Sqrt(WideReal.Of(logarithm * layers.Length) / samples * WideReal.Sum(terms));
        WideReal confidence = WideReal.Of(3)
            * WideReal.Sqrt(WideReal.Of(Math.Log(2) - failure.Log() + choices) / (samples * WideReal.Of(2)));
        return FastResult.Of(WideReal.Sum([empirical, WideReal.Of(8) / samples, complexity, confidence]));
    }

    // Scale is B Πρ Π‖A‖, without margin.
    private static NotApplicable? Read(InputMembers members, LayerSpectra spectra, double[] chosen, out Layer[] layers, out WideReal scale)
    {
        Matrix[] weights = members.Matrices("W");
        int depth = weights.Length;
        layers = new Layer[depth];
        scale = members.Real("B", NumberRange.Positive) * WideReal.Product(LedentFormulas.Lipschitz(members, depth));
        double[] exponents = chosen.Length > 0 ? chosen : members.Exponents("p", NumberRange.SchattenExponent, depth);
        WideReal[]? limits = chosen.Length == 0 && members.Has("stilde") ? members.Reals("stilde", NumberRange.Positive, depth) : null;
        Matrix[] differences = LedentFormulas.Differences(members, weights);
        Matrix[]? references = members.Has("M") ? members.Matrices("M", depth) : null;
        for (int l = 0; l < depth; l++)
        {
            if (l > 0 && weights[l].Columns != weights[l - 1].Rows)
            {
                members.Refuse($"W[{l + 1}] must have as many columns as W[{l}] has rows.");
            }
        }

        if (members.Has("positions") && Array.Exists(members.Counts("positions", depth), count => count != Rational.One))
        {
            members.Refuse("positions must be 1: the layers are dense.");
        }

        if (LedentFormulas.OperatorNorms(members, weights, spectra) is not { } norms || members.Violation is not null)
        {
            return new NotApplicable(members.Violation!);
        }

        scale *= WideReal.Product(norms);
        for (int l = 0; l < depth; l++)
        {
            WideReal reference = WideReal.Zero;
            if (spectra.Of(differences[l]) is not { } spectrum || (references is not null && spectra.Of(references[l]) is null))
            {
                return (NotApplicable)LayerSpectra.NoConvergence($"W[{l + 1}]");
            }

            if (references is not null)
            {
                reference = spectra.Of(references[l])!.SpectralNorm;
            }

            double p = exponents[l];
            WideReal ratio = LedentBounds.RankProxy(spectrum, p, norms[l]);
            WideReal limit = limits?[l] ?? Smaller(norms[l] + reference, spectrum, p);
            layers[l] = new Layer(weights[l].Rows, weights[l].Columns, p, norms[l], ratio, limit, reference);
        }

        return null;
    }

    // min(limit, (Σ σ^p)^{1/p}); the second grows beyond all limits as p falls to 0, unless one singular value is alone.
    private static WideReal Smaller(WideReal limit, LayerSpectrum spectrum, double p)
    {
        double sum = p == 0 || spectrum.SpectralNorm.IsZero ? 0 : spectrum.RelativePowerSum(p);
        if (sum == 0)
        {
            return p == 0 ? limit : WideReal.Zero;
        }

        if (Math.Log(sum) / p > 1e6)
        {
            return limit;
        }

        WideReal schatten = spectrum.SpectralNorm * WideReal.Pow(WideReal.Of(sum), 1 / p);
        return schatten < limit ? schatten : limit;
    }

    private sealed record Layer(int Rows, int Columns, double Exponent, WideReal Norm, WideReal Ratio, WideReal Limit, WideReal Reference);
}
