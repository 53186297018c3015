using System.Text.Json;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>Convolutions as the linear maps that torch computes: fixtures/networks/convolutions.json, by make_strided.py.</summary>
public sealed class ConvolutionFixtureTests
{
    // torch sums in double and numpy's SVD is backward stable: n·u for matrices up to 1000 with room to spare.
    private const double NumpyError = 1e-12;

    private static readonly SpectrumCertifier Spectra = new(Engines.Default);
    private static readonly ConvolutionCertifier Certifier = new(Spectra);
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Repository.Fixture("networks", "convolutions.json")))
        .RootElement;

    public static TheoryData<int> Further => [.. Enumerable.Range(0, Expected.GetProperty("further").GetArrayLength())];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Layers_of_a_strided_padded_network_are_torchs_linear_maps(int index)
    {
        Network network = NetworkReader.Read(Repository.Fixture("networks", "cnn-strided.onnx")).Network!;
        Assert.Empty(network.NotUnderstood);
        ConvolutionLayer layer = Assert.IsType<ConvolutionLayer>(network.Layers[index]);
        ConvolutionGeometry geometry = layer.Geometry!;
        ConvolutionOperator convolution = new(
            layer.Kernel, layer.KernelShape, geometry.InputSpatial!, layer.Groups, geometry.Strides, geometry.PadsBegin, geometry.PadsEnd,
                geometry.Dilations);
        Check(convolution, Expected.GetProperty("network")[index]);
    }

    [Theory]
    [MemberData(nameof(Further))]
    public void Other_geometries_are_torchs_linear_maps(int index)
    {
        JsonElement expected = Expected.GetProperty("further")[index];
        int[] input = Integers(expected, "inputShape"), output = Integers(expected, "outputShape");
        double[] kernel = [.. expected.GetProperty("kernel").EnumerateArray().Select(v => v.GetDouble())];
        ConvolutionPadding padding = expected.GetProperty("mode").GetString() == "circular" ? ConvolutionPadding.Circular
            : ConvolutionPadding.Zero;
        int[] pads = Integers(expected, "padding");
        ConvolutionOperator convolution = new(
            Matrix.FromRowMajor(output[0], kernel.Length / output[0], kernel),
            Integers(expected, "kernelShape"),
            input[1..],
            expected.GetProperty("groups").GetInt32(),
            Integers(expected, "stride"),
            pads,
            pads,
            Integers(expected, "dilation"),
            padding);
        Check(convolution, expected);
        Assert.Equal(padding == ConvolutionPadding.Circular,
            Certifier.Certify(convolution).Route.Contains("Fourier", StringComparison.Ordinal));
    }

    private static void Check(ConvolutionOperator convolution, JsonElement expected)
    {
        int[] output = Integers(expected, "outputShape");
        Assert.Equal(output[0], convolution.OutputChannels);
        Assert.Equal(output[1..], convolution.OutputShape);
        double norm = expected.GetProperty("operatorNorm").GetDouble();
        double[] values = [.. expected.GetProperty("singularValues").EnumerateArray().Select(v => v.GetDouble())];
        ConvolutionSpectrum spectrum = Certifier.Certify(convolution);
        if (spectrum.SingularValues is { } certified)
        {
            AssertNear(spectrum.OperatorNorm, norm, 1e-11);
            Assert.All(values.Zip(certified), pair => AssertNear(pair.Second, pair.First, 1e-9));
        }

        // The bounds that large grids fall back on: the lower one close, the upper one what a torus gives.
        Interval bounds = convolution.Split().Select(part => Certifier.ByBounds(part).OperatorNorm).Aggregate(IntervalContext.Max);
        Assert.InRange(bounds.LowerDouble, norm * (1 - 1e-6), norm * (1 + NumpyError));
        Assert.InRange(bounds.UpperDouble, norm * (1 - NumpyError), norm * (convolution.InputShape.Min() >= 9 ? 1.1 : 1.5));

        // ‖A‖_F² is a sum of squares over the matrix itself.
        if (convolution.Unroll() is { } dense)
        {
            Assert.InRange(dense.Values.Sum(v => v * v) / expected.GetProperty("frobeniusSquared").GetDouble(), 1 - 1e-12, 1 + 1e-12);
        }

        double reshaped = convolution.Split().Max(part => Spectra.Certify(part.Kernel).SpectralNorm.Midpoint);
        // float32 in torch for the trained kernels
        Assert.InRange(reshaped / expected.GetProperty("reshapedNorm").GetDouble(), 1 - 1e-6, 1 + 1e-6);
    }

    private static void AssertNear(Interval enclosure, double value, double width)
    {
        Assert.InRange(enclosure.LowerDouble, value - width, value + (NumpyError * Math.Max(1, value)));
        Assert.InRange(enclosure.UpperDouble, value - (NumpyError * Math.Max(1, value)), value + width);
    }

    private static int[] Integers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];
}
