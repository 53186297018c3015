using LowRank.Verify.Assessment;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

public sealed class BiasAbsorptionTests
{
    private const int Samples = 200;

    /// <summary>
    /// A network with integer weights and biases against the bias-free one on (x, 1): both are computed exactly in double (all numbers are
    /// integers far below 2^53), so the outputs must be equal. A bias in the wrong column, a lost constant row or a constant row in the
    /// last layer all break it.
    /// </summary>
    [Fact]
    public void Absorbed_network_gives_the_same_outputs_on_a_constant_coordinate()
    {
        Random random = new(11);
        int[] widths = [3, 5, 4, 2];
        for (int sample = 0; sample < Samples; sample++)
        {
            Matrix[] weights = [.. Enumerable.Range(0, 3).Select(l => Integers(random, widths[l + 1], widths[l]))];
            double[]?[] biases = [Vector(random, 5), null, Vector(random, 2)];
            double[] input = Vector(random, 3);
            Matrix[] absorbed = [BiasAbsorption.Hidden(weights[0], biases[0]), BiasAbsorption.Hidden(weights[1], biases[1]),
                BiasAbsorption.Last(weights[2], biases[2])];
            Assert.Equal((6, 4), (absorbed[0].Rows, absorbed[0].Columns));
            Assert.Equal((2, 5), (absorbed[2].Rows, absorbed[2].Columns));
            Assert.Equal(Forward(weights, biases, input), Forward(absorbed, new double[]?[3], [.. input, 1]));
        }
    }

    [Fact]
    public void Bias_of_the_wrong_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => BiasAbsorption.Hidden(Planted.Diagonal(2, 2, 1, 1), [1, 2, 3]));

    [Fact]
    public void Storage_type_stays() =>
        Assert.Equal(StorageType.Float16, BiasAbsorption.Last(Planted.Diagonal(2, 2, StorageType.Float16, 1, 1), [1, 2]).Storage);

    private static double[] Forward(Matrix[] weights, double[]?[] biases, double[] input)
    {
        double[] x = input;
        for (int l = 0; l < weights.Length; l++)
        {
            double[] y = new double[weights[l].Rows];
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = (biases[l]?[i] ?? 0) + Enumerable.Range(0, x.Length).Sum(j => weights[l][i, j] * x[j]);
                y[i] = l < weights.Length - 1 ? Math.Max(0, y[i]) : y[i];
            }

            x = y;
        }

        return x;
    }

    private static Matrix Integers(Random random, int rows, int columns) => new(rows, columns, Vector(random, rows * columns));

    private static double[] Vector(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (double)random.Next(-9, 10))];
}
