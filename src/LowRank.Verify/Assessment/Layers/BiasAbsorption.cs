using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>
/// Turns a network with biases into one without: the input gets a constant coordinate 1, a layer W, b that an activation follows becomes
/// [[W, b], [0, 1]], the last one [W, b]. The activations must fix 0 and 1 (ReLU and its leaky forms do), so that the constant reaches
/// every layer. The bias-free network on (x, 1) gives what the network gives on x. Entries are copied, never rounded.
/// </summary>
public static class BiasAbsorption
{
    /// <summary>[[W, b], [0, 1]] of shape (m+1)×(n+1); b = 0 for null.</summary>
    /// <exception cref="ArgumentException">The bias has not one entry per row.</exception>
    public static Matrix Hidden(Matrix weight, double[]? bias) => Augment(weight, bias, constantRow: true);

    /// <summary>[W, b] of shape m×(n+1); b = 0 for null.</summary>
    /// <exception cref="ArgumentException">The bias has not one entry per row.</exception>
    public static Matrix Last(Matrix weight, double[]? bias) => Augment(weight, bias, constantRow: false);

    /// <summary>Why the biases of this network cannot be absorbed, or null.</summary>
    internal static string? ReasonAgainst(Network network)
    {
        if (network.Layers.OfType<ConvolutionLayer>().FirstOrDefault() is { } convolution)
        {
            return $"layer '{convolution.Name}' is a convolution, which does not pass a constant coordinate on, so biases cannot be "
                + $"absorbed";
        }

        if (network.Activations.FirstOrDefault(activation => !activation.Steps.All(FixesOne)) is { } moving)
        {
            return $"the activation '{moving.Kind}' does not keep the constant 1, so the biases cannot be absorbed";
        }

        return network.Layers.FirstOrDefault(layer => Parts(layer).Any(part => part.Scale != Rational.One)) is { } scaled
            ? $"layer '{scaled.Name}' has a factor that is no power of two in front of its weights, so its bias cannot be absorbed exactly"
            : null;
    }

    internal static LinearMap Absorb(Layer layer, bool isLast)
    {
        IReadOnlyList<DenseLayer> parts = Parts(layer);
        List<(string, Matrix)> factors = [];
        for (int i = parts.Count - 1; i >= 0; i--)
        {
            bool last = isLast && i == parts.Count - 1;
            factors.Add((parts[i].TensorName, last ? Last(parts[i].Weight, parts[i].Bias) : Hidden(parts[i].Weight, parts[i].Bias)));
        }

        return new LinearMap(layer.Name, parts.Count == 1 ? "dense" : "factored", factors, Rational.One);
    }

    private static IReadOnlyList<DenseLayer> Parts(Layer layer) => layer switch
    {
        DenseLayer dense => [dense],
        FactoredLayer factored => factored.Parts,
        _ => [],
    };

    private static bool FixesOne(ActivationStep step) => step.MovesOnly || step.Kind is "Relu" or "LeakyRelu" or "PRelu";

    private static Matrix Augment(Matrix weight, double[]? bias, bool constantRow)
    {
        if (bias is not null && bias.Length != weight.Rows)
        {
            throw new ArgumentException($"A bias of a layer with {weight.Rows} outputs has {weight.Rows} entries, not {bias.Length}.",
                nameof(bias));
        }

        int rows = weight.Rows + (constantRow ? 1 : 0);
        double[] values = new double[rows * (weight.Columns + 1)];
        for (int j = 0; j < weight.Columns; j++)
        {
            Array.Copy(weight.Values, j * weight.Rows, values, j * rows, weight.Rows);
        }

        bias?.CopyTo(values, weight.Columns * rows);
        if (constantRow)
        {
            values[^1] = 1;
        }


        // A bias beside weights of 8 or 4 bits is no number of theirs.
        return new Matrix(rows, weight.Columns + 1, values,
            weight.Storage is StorageType.Float8E4M3 or StorageType.Float8E5M2 or StorageType.Float4E2M1 ? StorageType.Derived
                : weight.Storage);
    }
}
