using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.Classical.ClassicalFormulas;
using static LowRank.Verify.FastPath.Numbers.NumberRange;

namespace LowRank.Verify.FastPath.Classical;

/// <summary>Headline statements from weights and inputs themselves: W, what they started from, and X with a sample in each row.</summary>
internal static class ClassicalWeights
{
    /// <summary>‖X‖_F Πρ‖W‖ (Σ(‖W−W⁰‖_{2,1}/‖W‖)^{2/3})^{3/2} ln(width)/(γn).</summary>
    public static FastResult Spectral(InputMembers m, LayerSpectra spectra)
    {
        Chain chain = Chain.Read(m, spectra);
        WideReal[] lipschitz = m.Reals("rho", Positive, chain.Layers.Length, WideReal.One);
        WideReal gamma = m.Real("gamma", Positive);
        return chain.Answer(m, norms =>
        {
            WideReal[] moves = [.. chain.Changes(m).Select(EntrySums.RowNorm21)];
            return EntrySums.Frobenius(chain.Data) * WideReal.Product(lipschitz) * WideReal.Product(norms)
                * TwoThirds(norms.Length, i => moves[i] / norms[i]) * Num(Math.Log(chain.Width)) / (gamma * Num(chain.Data.Rows));
        });
    }

    /// <summary>L̂ + 4√([(42e)²d²B²h ln(4hd) Π‖W‖²Σ‖W‖_F²/‖W‖²/(2γ²) + ln(6dn^{1+1/(2d)}/δ)]/(n−1)), h = width, B = max‖x‖.</summary>
    public static FastResult PacBayes(InputMembers m, LayerSpectra spectra)
    {
        Chain chain = Chain.Read(m, spectra);
        WideReal error = m.Real("L_gamma", Unit), gamma = m.Real("gamma", Positive);
        double confidence = Confidence(m), depth = chain.Layers.Length, n = chain.Data.Rows;
        if (n < 2)
        {
            m.Refuse("X must have at least 2 rows.");
        }

        return chain.Answer(m, norms =>
        {
            WideReal scale = Num(42 * Math.E * depth) * chain.LargestInput() * WideReal.Product(norms) / gamma;
            WideReal ratios = Sum(norms.Length, i => WideReal.Pow(EntrySums.Frobenius(chain.Layers[i]) / norms[i], 2));
            WideReal divergence = scale * scale * ratios * Num(chain.Width * Math.Log(4 * depth * chain.Width) / 2);
            double logs = Math.Log(6 * depth) + ((1 + (0.5 / depth)) * Math.Log(n)) + confidence;
            return error + (Num(4) * Root((divergence + Num(logs)) / Num(n - 1)));
        });
    }

    /// <summary>Π‖W‖_F (√(2 ln(2) d) + 1) ‖X‖_F/n.</summary>
    public static FastResult Frobenius(InputMembers m, LayerSpectra spectra)
    {
        Chain chain = Chain.Read(m, null);
        return chain.Answer(m, _ => WideReal.Product([.. chain.Layers.Select(EntrySums.Frobenius)])
            * Num(1 + Math.Sqrt(2 * Math.Log(2) * chain.Layers.Length)) * EntrySums.Frobenius(chain.Data) / Num(chain.Data.Rows));
    }

    /// <summary>Π‖W−W⁰‖_{p,q}/γ.</summary>
    public static FastResult GroupNorms(InputMembers m, LayerSpectra spectra)
    {
        Matrix[] layers = m.Matrices("W");
        Matrix[] changes = Chain.Changed(m, layers);
        double p = m.Real("p", AtLeastOne).ToDouble(), inverse = m.Real("inv_q", Unit).ToDouble();
        WideReal gamma = m.Real("gamma", Positive);
        return Result(m, () => WideReal.Product([.. changes.Select(layer => Group(layer, p, inverse))]) / gamma);
    }

    private static WideReal Group(Matrix a, double p, double inverse)
    {
        WideReal[] rows = [.. Enumerable.Range(0, a.Rows).Select(i =>
            WideReal.Pow(Sum(a.Columns, j => WideReal.Pow(WideReal.Of(Math.Abs(a[i, j])), p)), 1 / p))];
        return inverse == 0 ? rows.Max() : WideReal.Pow(Sum(rows.Length, i => WideReal.Pow(rows[i], 1 / inverse)), inverse);
    }

    /// <summary>Layers that fit each other, the inputs, and the layers' spectral norms where they are asked for.</summary>
    internal sealed record Chain(Matrix[] Layers, Matrix Data, WideReal[]? Norms)
    {
        /// <summary>Largest width, input and output included.</summary>
        public double Width => Math.Max(Layers[0].Columns, Layers.Max(layer => layer.Rows));

        public static Chain Read(InputMembers m, LayerSpectra? spectra)
        {
            Matrix[] layers = m.Matrices("W");
            Matrix data = m.Matrix("X");
            if (data.Columns != layers[0].Columns)
            {
                m.Refuse("X must have as many columns as W[1].");
            }

            for (int l = 1; l < layers.Length; l++)
            {
                if (layers[l].Columns != layers[l - 1].Rows)
                {
                    m.Refuse($"W[{l + 1}] must have as many columns as W[{l}] has rows.");
                }
            }

            LayerSpectrum?[] known = spectra is null ? [] : [.. layers.Select(spectra.Of)];
            if (Array.Exists(known, spectrum => spectrum is null or { SpectralNorm.IsZero: true }))
            {
                m.Refuse(Array.Exists(known, spectrum => spectrum is null)
                    ? "the library's singular value iteration did not converge for W." : "a layer is zero, and its norm is a divisor.");
            }

            return new Chain(layers, data, spectra is null ? null
                : [.. known.Select(spectrum => spectrum is null ? WideReal.One : spectrum.SpectralNorm)]);
        }

        /// <summary>W − W⁰.</summary>
        public Matrix[] Changes(InputMembers m) => Changed(m, Layers);

        /// <summary>W − W⁰ of the layers given; W where no start is.</summary>
        public static Matrix[] Changed(InputMembers m, Matrix[] layers) => !m.Has("W0") ? layers
            : [.. m.Matrices("W0", layers.Length).Select((start, i) => ReferenceDifference.Of(layers[i], start, $"W0[{i + 1}]"))];

        /// <summary>The largest norm of a row of the inputs.</summary>
        public WideReal LargestInput() => Enumerable.Range(0, Data.Rows).Select(i => EntrySums.Frobenius(
            new Matrix(1, Data.Columns, [.. Enumerable.Range(0, Data.Columns).Select(j => Data[i, j])]))).Max();

        public FastResult Answer(InputMembers m, Func<WideReal[], WideReal> value) => Result(m, () => value(Norms ?? []));
    }
}
