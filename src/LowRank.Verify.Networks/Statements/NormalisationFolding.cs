using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Operations;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Networks.Statements;

/// <summary>
/// Takes a batch normalisation y = (x − mean)·s + shift, s = scale/(variance + ε)^½, that follows a layer Wx + b directly into that layer:
/// diag(s)·W and s·(b − mean) + shift. Entries are rounded to doubles, and what that may have moved is carried as the layer's radii, so
/// that the numbers certified of it hold for the exact product. Runs and Jacobians use the network as it is stored.
/// </summary>
internal static class NormalisationFolding
{
    // s and the product s·w are each rounded once: 2^-53 and 2^-53 relative, and less than 2^-52 of it together with s's own enclosure.
    private const double RelativeRounding = 1.0 / (1L << 51);

    private static readonly IntervalContext Context = new(106);

    /// <summary>The network without the normalisations that can be folded; the rest stays where it is.</summary>
    public static Network Fold(Network network)
    {
        Layer[] layers = [.. network.Layers];
        Activation[] after = [.. network.Activations, network.OutputActivation];
        for (int i = 0; i < layers.Length; i++)
        {
            while (after[i].Steps is [{ Operation: StepOperation.Normalise normalise }, ..] && Folded(layers[i], normalise) is { } folded)
            {
                layers[i] = folded;
                after[i] = new Activation([.. after[i].Steps.Skip(1)]);
            }
        }

        return network with
        {
            Layers = layers,
            Activations = [.. after.Take(network.Activations.Count)],
            OutputActivation = layers.Length == 0 ? network.OutputActivation : after[^1],
        };
    }

    private static Layer? Folded(Layer layer, StepOperation.Normalise normalise)
    {
        int channels = normalise.Scale.Length;
        return layer switch
        {
            DenseLayer dense when dense.OutputDimension == channels => With(dense, dense.Weight, normalise,
                (weight, radius) => new DenseLayer(dense.Name, weight)
                {
                    TensorName = dense.TensorName, Scale = dense.Scale, WeightRadius = radius,
                }),
            ConvolutionLayer convolution when convolution.OutputChannels == channels => With(convolution, convolution.Kernel, normalise,
                (kernel, radius) => convolution with { Kernel = kernel, WeightRadius = radius }),
            _ => null,
        };
    }

    private static Layer With(Layer layer, Matrix weight, StepOperation.Normalise normalise, Func<Matrix, double, Layer> made)
    {
        int rows = weight.Rows;
        double[] steepness = new double[rows], bias = new double[rows];
        double largest = 0, moved = 0;
        for (int i = 0; i < rows; i++)
        {
            Interval spread = Context.Add(Interval.Of(normalise.Variance[i]), Interval.Of(normalise.Epsilon));
            Interval factor = Context.Divide(Interval.Of(normalise.Scale[i]), Context.Sqrt(spread).Value).Value;
            Interval from = Context.Subtract(Interval.Of(layer.Bias?[i] ?? 0), Interval.Of(normalise.Mean[i]));
            Interval constant = Context.Add(Context.Multiply(factor, from), Interval.Of(normalise.Shift[i]));
            (steepness[i], bias[i]) = (factor.Midpoint, constant.Midpoint);
            largest = Math.Max(largest, Math.Max(Math.Abs(factor.LowerDouble), Math.Abs(factor.UpperDouble)));
            double off = Math.Max(constant.UpperDouble - bias[i], bias[i] - constant.LowerDouble);
            moved += RoundingBounds.Enlarge(Math.BitIncrement(off));
        }

        double[] values = new double[weight.Values.LongLength];
        double squares = 0;
        for (long k = 0; k < values.LongLength; k++)
        {
            values[k] = steepness[k % rows] * weight.Values[k];
            squares += values[k] * values[k];
        }

        double lost = (RelativeRounding * RoundingBounds.NormFromSquares(squares, values.Length)) + (values.Length * double.Epsilon);
        double radius = RoundingBounds.Enlarge(lost + (largest * layer.WeightRadius * (1 + RelativeRounding)));
        Matrix near = new(rows, weight.Columns, values, StorageType.Derived);
        return made(near, radius) with
        {
            Bias = Array.Exists(bias, b => b != 0) ? bias : null,
            BiasRadius = RoundingBounds.Enlarge((moved * (1 + RoundingBounds.Gamma(rows))) + (largest * layer.BiasRadius
                * (1 + RelativeRounding))),
            StoredBiases = layer.StoredBiases,
        };
    }
}
