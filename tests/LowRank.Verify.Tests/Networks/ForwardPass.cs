using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Tests.Networks;

/// <summary>
/// The network applied to one input in plain double arithmetic, by the definitions: what shows whether order, orientation, scales,
/// biases and geometry were read as the file means them. Pooling is 2×2 with stride 2, as in the fixtures.
/// </summary>
internal static class ForwardPass
{
    public static double[] Apply(Network network, double[] x)
    {
        int[]? spatial = null;
        x = Steps(network.InputActivation, x, ref spatial);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            x = Apply(network.Layers[i], x);
            spatial = network.Layers[i] is ConvolutionLayer { Geometry.OutputSpatial: { } size } ? [.. size] : null;
            x = Steps(i < network.Activations.Count ? network.Activations[i] : network.OutputActivation, x, ref spatial);
        }

        return x;
    }

    private static double[] Apply(Layer layer, double[] x) => layer switch
    {
        DenseLayer dense => Dense(dense, x),
        FactoredLayer factored => factored.Parts.Aggregate(x, (v, part) => Dense(part, v)),
        ConvolutionLayer convolution => Convolve(convolution, convolution.Geometry!, x),
        _ => throw new NotSupportedException(layer.GetType().Name),
    };

    private static double[] Dense(DenseLayer layer, double[] x)
    {
        if (x.Length != layer.InputDimension)
        {
            throw new InvalidOperationException($"{layer.Name} takes {layer.InputDimension} numbers, not {x.Length}.");
        }

        Matrix w = layer.Weight;
        return [.. Enumerable.Range(0, w.Rows)
            .Select(i => (layer.Scale.ToDouble() * Enumerable.Range(0, w.Columns).Sum(j => w[i, j] * x[j])) + (layer.Bias?[i] ?? 0))];
    }

    private static double[] Convolve(ConvolutionLayer layer, ConvolutionGeometry g, double[] x)
    {
        int h = g.InputSpatial![0], w = g.InputSpatial[1], outH = g.OutputSpatial![0], outW = g.OutputSpatial[1];
        int kh = layer.KernelShape[0], kw = layer.KernelShape[1], perGroup = layer.InputChannels / layer.Groups;
        double[] y = new double[layer.OutputDimension];
        for (int o = 0; o < layer.OutputChannels; o++)
        {
            int first = o / (layer.OutputChannels / layer.Groups) * perGroup;
            for (int p = 0; p < outH * outW; p++)
            {
                double sum = layer.Bias?[o] ?? 0;
                for (int k = 0; k < perGroup * kh * kw; k++)
                {
                    int row = (p / outW * g.Strides[0]) - g.PadsBegin[0] + (k / kw % kh * g.Dilations[0]);
                    int column = (p % outW * g.Strides[1]) - g.PadsBegin[1] + (k % kw * g.Dilations[1]);
                    if (row >= 0 && row < h && column >= 0 && column < w)
                    {
                        sum += layer.Kernel[o, k] * x[(((first + (k / (kh * kw))) * h) + row) * w + column];
                    }
                }

                y[(o * outH * outW) + p] = sum;
            }
        }

        return y;
    }

    private static double[] Steps(Activation activation, double[] x, ref int[]? spatial)
    {
        foreach (ActivationStep step in activation.Steps)
        {
            x = step.Kind switch
            {
                "Relu" => [.. x.Select(v => Math.Max(v, 0))],
                "LeakyRelu" => [.. x.Select(v => v > 0 ? v : 2.5 * v)],
                "Flatten" or "Identity" or "Reshape" => x,
                "MaxPool" => Pool(x, ref spatial, Enumerable.Max),
                "AveragePool" => Pool(x, ref spatial, Enumerable.Average),
                _ => throw new NotSupportedException(step.Kind),
            };
        }

        return x;
    }

    private static double[] Pool(double[] x, ref int[]? spatial, Func<IEnumerable<double>, double> of)
    {
        int h = spatial![0], w = spatial[1];
        spatial = [h / 2, w / 2];
        return [.. Enumerable.Range(0, x.Length / 4).Select(i =>
        {
            int c = i / (h / 2 * (w / 2)), r = i / (w / 2) % (h / 2), q = i % (w / 2);
            int at = (c * h * w) + (2 * r * w) + (2 * q);
            return of([x[at], x[at + 1], x[at + w], x[at + w + 1]]);
        })];
    }
}
