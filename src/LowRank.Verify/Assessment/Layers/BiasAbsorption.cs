using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>
/// Turns a network with biases into one without: the input gets a constant coordinate 1, a layer W, b that an activation follows becomes
/// [[W, b], [0, 1]], the last one [W, b]. The activations must fix 0 and 1 (ReLU and its leaky forms do), so that the constant reaches
/// every layer. The bias-free network on (x, 1) gives what the network gives on x. Entries are copied, never rounded. Whole networks, with
/// convolutions and other activations: <see cref="Networks.Statements.StatementNetwork"/>.
/// </summary>
public static class BiasAbsorption
{
    /// <summary>[[W, b], [0, 1]] of shape (m+1)×(n+1); b = 0 for null.</summary>
    /// <exception cref="ArgumentException">The bias has not one entry per row.</exception>
    public static Matrix Hidden(Matrix weight, double[]? bias) => Augment(weight, bias, constantRow: true);

    /// <summary>[W, b] of shape m×(n+1); b = 0 for null.</summary>
    /// <exception cref="ArgumentException">The bias has not one entry per row.</exception>
    public static Matrix Last(Matrix weight, double[]? bias) => Augment(weight, bias, constantRow: false);

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
