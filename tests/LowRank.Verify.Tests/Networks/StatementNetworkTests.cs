using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests.Assessment;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>Biases carried by constant coordinates, and normalisations folded.</summary>
public sealed class StatementNetworkTests
{
    private static readonly Activation Relu = Planted.Relu;

    /// <summary>
    /// A network of integers with biases against the one that carries them, on (x, 1): every number is an integer far below 2^53, so the
    /// outputs must be equal. A bias in the wrong column, a lost constant or one in the last layer break it.
    /// </summary>
    [Fact]
    public void Dense_networks_that_carry_their_biases_give_the_same_outputs()
    {
        Random random = new(11);
        for (int sample = 0; sample < 100; sample++)
        {
            int[] widths = [3, 5, 4, 2];
            Layer[] layers = [.. Enumerable.Range(0, 3).Select(l => Planted.Dense($"w{l}", Integers(random, widths[l + 1], widths[l]),
                l == 1 ? null : Vector(random, widths[l + 1])))];
            StatementNetwork stated = StatementNetwork.Of(Planted.File(layers, [Relu, Relu]).Network!, isKnown: true);
            Assert.Equal([1, 1, 1], stated.ConstantCoordinates);
            Assert.Equal([(6, 4), (5, 6), (2, 5)], stated.Network.Layers.Select(layer => (layer.OutputDimension, layer.InputDimension)));
            Assert.DoesNotContain(stated.Network.Layers, layer => layer.HasBias);
            double[] input = Vector(random, 3);
            Assert.Equal(Forward(layers, input), Forward(stated.Network.Layers, [.. input, 1]));
        }
    }

    [Fact]
    public void Convolutions_read_the_constant_channel_outside_the_padding()
    {
        Random random = new(12);
        int carried = 0;
        for (int sample = 0; sample < 300; sample++)
        {
            ConvolutionLayer first = Convolution(random, 2, 3, [random.Next(3, 7), random.Next(3, 7)], 1);
            ConvolutionLayer second = Convolution(random, 3, 3, first.Geometry!.OutputSpatial!, random.Next(2) == 0 ? 3 : 1);
            int inputs = second.OutputDimension;
            Layer[] layers = [first, second, Planted.Dense("d", Integers(random, 2, inputs), Vector(random, 2))];
            StatementNetwork stated = StatementNetwork.Of(Planted.File(layers, [Relu, Relu]).Network!, isKnown: true);
            if (stated.Bias is { } reason)
            {
                Assert.Contains("lies in the padding", reason, StringComparison.Ordinal);
                continue;
            }

            carried++;
            double[] x = Vector(random, first.InputDimension);
            double[] ones = [.. Enumerable.Repeat(1.0, first.InputDimension / 2)];
            Assert.Equal(ones.Length, stated.OnesOfInput);
            Assert.Equal(Forward(layers, x), Forward(stated.Network.Layers, [.. x, .. ones]));
        }

        Assert.InRange(carried, 40, 299);
    }

    [Fact]
    public void Kernel_that_sees_only_padding_at_some_position_is_named()
    {
        ConvolutionLayer layer = new("c", Integers(new Random(1), 1, 1), 1, 1, [1], 1,
            new ConvolutionGeometry([1], [1], [1], [1], [3], [5])) { Bias = [1] };
        Assert.Contains("'c' lies in the padding", StatementNetwork.Of(Planted.File([layer], []).Network!, isKnown: true).Bias,
            StringComparison.Ordinal);
    }

    /// <summary>Every entry of diag(s)·W and of s·(b − mean) + shift, at 300 bits, lies within the layer's radii.</summary>
    [Fact]
    public void Folded_normalisation_holds_the_exact_product()
    {
        IntervalContext context = new(300);
        Random random = new(13);
        for (int sample = 0; sample < 50; sample++)
        {
            int m = random.Next(1, 6), n = random.Next(1, 6);
            Matrix weight = new(m, n, [.. Enumerable.Range(0, m * n).Select(_ => (double)(float)(random.NextDouble() - 0.5))]);
            double[] bias = Reals(random, m), scale = Reals(random, m), shift = Reals(random, m), mean = Reals(random, m),
                variance = [.. Reals(random, m).Select(Math.Abs)];
            ActivationStep step = new("BatchNormalization", "n", Rational.One, PreservesZero: false, IsElementwise: false)
            {
                Operation = new StepOperation.Normalise(scale, shift, mean, variance, 1e-5f),
            };
            Network network = Planted.File([Planted.Dense("a", weight, bias), Planted.Dense("b", Integers(random, 2, m))],
                [new Activation([step, .. Relu.Steps])]).Network!;
            StatementNetwork stated = StatementNetwork.Of(network, isKnown: true);
            Layer folded = stated.WithBiases.Layers[0];
            Assert.True(stated.WithBiases.Activations[0].IsRelu);
            Matrix near = Assert.IsType<DenseLayer>(folded).Weight;
            Interval away = Interval.Zero, awayOfBias = Interval.Zero;
            for (int i = 0; i < m; i++)
            {
                Interval spread = context.Add(Interval.Of(variance[i]), Interval.Of((double)1e-5f));
                Interval factor = context.Divide(Interval.Of(scale[i]), context.Sqrt(spread).Value).Value;
                for (int j = 0; j < n; j++)
                {
                    Interval off = context.Subtract(context.Multiply(factor, Interval.Of(weight[i, j])), Interval.Of(near[i, j]));
                    away = context.Add(away, context.Square(off));
                }

                Interval constant = context.Add(context.Multiply(factor, context.Subtract(Interval.Of(bias[i]), Interval.Of(mean[i]))),
                    Interval.Of(shift[i]));
                awayOfBias = context.Add(awayOfBias, context.Square(context.Subtract(constant, Interval.Of(folded.Bias![i]))));
            }

            Assert.True(context.Sqrt(away).Value.UpperDouble <= folded.WeightRadius);
            Assert.True(context.Sqrt(awayOfBias).Value.UpperDouble <= folded.BiasRadius);
            Assert.InRange(folded.WeightRadius, 0, 1e-14 * Math.Sqrt(near.Values.Sum(v => v * v)));
            Assert.True(stated.Network.Layers[0].WeightRadius >= Math.Max(folded.WeightRadius, folded.BiasRadius));
        }
    }

    private static ConvolutionLayer Convolution(Random random, int inputs, int outputs, IReadOnlyList<int> size, int groups)
    {
        int[] kernel = [random.Next(1, 4), random.Next(1, 3)], strides = [random.Next(1, 3), random.Next(1, 3)],
            dilations = [random.Next(1, 3), 1];
        int[] begin = [random.Next(0, 2), random.Next(0, 2)], end = [random.Next(0, 2), random.Next(0, 2)];
        int[] result = [.. Enumerable.Range(0, 2).Select(a =>
            ((size[a] + begin[a] + end[a] - (dilations[a] * (kernel[a] - 1)) - 1) / strides[a]) + 1)];
        if (result.Any(n => n < 1) || Enumerable.Range(0, 2).Any(a => size[a] + begin[a] + end[a] < (dilations[a] * (kernel[a] - 1)) + 1))
        {
            return Convolution(random, inputs, outputs, size, groups);
        }

        Matrix weights = Integers(random, outputs, inputs / groups * kernel[0] * kernel[1]);
        return new ConvolutionLayer("c", weights, inputs, outputs, kernel, groups,
            new ConvolutionGeometry(strides, begin, end, dilations, size, result)) { Bias = Vector(random, outputs) };
    }

    private static double[] Forward(IReadOnlyList<Layer> layers, double[] x)
    {
        for (int l = 0; l < layers.Count; l++)
        {
            x = layers[l] is DenseLayer dense ? Dense(dense, x) : Convolve((ConvolutionLayer)layers[l], x);
            x = l < layers.Count - 1 ? [.. x.Select(v => Math.Max(0, v))] : x;
        }

        return x;
    }

    private static double[] Dense(DenseLayer layer, double[] x)
    {
        Assert.Equal(layer.InputDimension, x.Length);
        return [.. Enumerable.Range(0, layer.OutputDimension).Select(i =>
            (layer.Bias?[i] ?? 0) + x.Select((v, j) => layer.Weight[i, j] * v).Sum())];
    }

    private static double[] Convolve(ConvolutionLayer layer, double[] x)
    {
        ConvolutionGeometry g = layer.Geometry!;
        (int height, int width) = (g.InputSpatial![0], g.InputSpatial[1]);
        (int rows, int columns) = (g.OutputSpatial![0], g.OutputSpatial[1]);
        Assert.Equal(layer.InputChannels * height * width, x.Length);
        int perGroup = layer.InputChannels / layer.Groups;
        double[] y = new double[layer.OutputChannels * rows * columns];
        for (int o = 0; o < layer.OutputChannels; o++)
        {
            int group = o / (layer.OutputChannels / layer.Groups);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    double sum = layer.Bias?[o] ?? 0;
                    for (int c = 0; c < perGroup; c++)
                    {
                        for (int a = 0; a < layer.KernelShape[0]; a++)
                        {
                            for (int b = 0; b < layer.KernelShape[1]; b++)
                            {
                                int r = (i * g.Strides[0]) + (a * g.Dilations[0]) - g.PadsBegin[0];
                                int s = (j * g.Strides[1]) + (b * g.Dilations[1]) - g.PadsBegin[1];
                                int tap = (((c * layer.KernelShape[0]) + a) * layer.KernelShape[1]) + b;
                                sum += r < 0 || s < 0 || r >= height || s >= width ? 0
                                    : layer.Kernel[o, tap] * x[(((((group * perGroup) + c) * height) + r) * width) + s];
                            }
                        }
                    }

                    y[(((o * rows) + i) * columns) + j] = sum;
                }
            }
        }

        return y;
    }

    private static Matrix Integers(Random random, int rows, int columns) => new(rows, columns, Vector(random, rows * columns));

    private static double[] Vector(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (double)random.Next(-9, 10))];

    private static double[] Reals(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (double)(float)(random.NextDouble() - 0.5))];
}
