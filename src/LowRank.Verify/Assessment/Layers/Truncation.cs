using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>What cutting every layer to its storage rank costs, and the cut layers for the fast path.</summary>
internal static class Truncation
{
    /// <summary>
    /// Σ_l δ_l Π_{j≠l}(‖W_j‖ + δ_j) · max‖x‖ · Π ρ over all stored matrices of the network, rounded up, where δ_l ≥ ‖W_l − W_l′‖. Replacing
    /// the matrices one by one changes the output by at most one summand each, for activations with these Lipschitz constants that map 0 to
    /// 0.
    /// </summary>
    public static BigFloat OutputChange(IReadOnlyList<LayerAssessment> layers, IEnumerable<Rational> lipschitz, Rational maximumNorm,
        IntervalContext context)
    {
        // Norm and change of each stored matrix; of a convolution, those of its map, whose norm has the layer's factor in it.
        (BigFloat Norm, BigFloat Cut)[] factors = [.. layers.SelectMany(layer => layer.Convolution is { } convolution
            ? [(convolution.OperatorNorm.Upper, convolution.ChangeOf(layer.Factors[0].CutNorm))]
            : layer.Factors.Select(factor => (factor.Spectrum.SpectralNorm.Upper, factor.CutNorm)))];
        Interval rest = context.Of(maximumNorm);
        foreach (Rational constant in lipschitz.Concat(layers.Where(layer => layer.Convolution is null).Select(layer => layer.Scale)))
        {
            rest = context.Multiply(rest, context.Of(constant));
        }

        Interval total = Interval.Zero;
        for (int l = 0; l < factors.Length; l++)
        {
            Interval term = context.Multiply(rest, Point(factors[l].Cut));
            for (int j = 0; j < factors.Length; j++)
            {
                if (j != l)
                {
                    term = context.Multiply(term, context.Add(Point(factors[j].Norm), Point(factors[j].Cut)));
                }
            }

            total = context.Add(total, term);
        }

        return total.Upper;
    }

    /// <summary>
    /// A diagonal matrix of the layer's shape with the middles of the singular values that are kept; nothing is promised of it.
    /// </summary>
    public static Matrix Diagonal(FactorAssessment factor)
    {
        Matrix whole = factor.Spectrum.Matrix;
        double[] values = new double[whole.Values.Length];
        for (int i = 0; i < Math.Min(factor.CutRank, factor.Spectrum.SingularValues.Count); i++)
        {
            values[i + (i * whole.Rows)] = factor.Spectrum.SingularValues[i].Midpoint;
        }

        return new Matrix(whole.Rows, whole.Columns, values);
    }

    private static Interval Point(BigFloat value) => new(value, value);
}
