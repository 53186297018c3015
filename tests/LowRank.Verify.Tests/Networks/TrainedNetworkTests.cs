using System.Text.Json.Nodes;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

public sealed class TrainedNetworkTests
{
    /// <summary>torch and the forward pass here both work in double precision on at most 64 summands of size about 1 per entry.</summary>
    private const double DoubleRounding = 1e-12;

    private static readonly JsonObject Expected = Repository.Json("networks", "expected.json");

    private static readonly int[] MlpWidths = [20, 64, 48, 32, 4];

    [Theory]
    [InlineData("mlp.onnx")]
    [InlineData("mlp-biased.onnx")]
    [InlineData("cnn.onnx")]
    [InlineData("mlp.safetensors")]
    [InlineData("mlp.npz")]
    [InlineData("mixture-x.npy")]
    [InlineData("mixture-y.npy")]
    public void Tensors_are_those_that_numpy_sees(string name)
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", name));
        JsonObject expected = Expected["tensors"]![name]!.AsObject();

        // Tensors of Constant nodes (torch writes the amounts of a padding so) stand beside the initializers.
        StoredTensor[] stored = [.. file.Tensors.Where(t => !t.Name.Contains("Constant", StringComparison.Ordinal))];
        Assert.Equal(expected.Select(e => e.Key).Order(StringComparer.Ordinal), stored.Select(t => t.Name).Order(StringComparer.Ordinal));
        foreach (StoredTensor tensor in stored)
        {
            JsonNode numbers = expected[tensor.Name]!;
            Assert.Equal(numbers["shape"]!.AsArray().Select(d => (int)d!), tensor.Shape);
            Assert.Equal((double)numbers["first"]!, tensor.RowMajor[0]);
            Assert.Equal((double)numbers["last"]!, tensor.RowMajor[^1]);
            Assert.Equal((double)numbers["middle"]!, tensor.RowMajor[tensor.RowMajor.Length / 2]);
            Assert.Equal((double)numbers["sum"]!, tensor.RowMajor.Sum(), 1e-9);
            Assert.Equal((double)numbers["squares"]!, tensor.RowMajor.Sum(v => v * v), 1e-8 * tensor.RowMajor.Length);
            Assert.Equal(name == "mixture-y.npy" ? "int64" : "float32", tensor.DType);
        }
    }

    [Theory]
    [InlineData("mlp.onnx")]
    [InlineData("mlp-biased.onnx")]
    [InlineData("cnn.onnx")]
    public void Layers_compute_what_torch_computes(string name)
    {
        Network network = NetworkReader.Read(Repository.Fixture("networks", name)).Network!;
        Assert.Empty(network.NotUnderstood);
        JsonNode expected = Expected["forward"]![name]!;
        for (int i = 0; i < 3; i++)
        {
            double[] x = [.. expected["input"]![i]!.AsArray().Select(v => (double)v!)];
            double[] y = ForwardPass.Apply(network, x);
            Assert.Equal(expected["output"]![i]!.AsArray().Count, y.Length);
            Assert.All(y, (value, at) => Assert.Equal((double)expected["output"]![i]![at]!, value, DoubleRounding));
        }
    }

    [Theory]
    [InlineData("mlp.onnx", false)]
    [InlineData("mlp-biased.onnx", true)]
    public void Perceptron_has_its_layers_in_order(string name, bool biased)
    {
        Network network = NetworkReader.Read(Repository.Fixture("networks", name)).Network!;
        Assert.Equal(MlpWidths.SkipLast(1), network.Layers.Select(l => l.InputDimension));
        Assert.Equal(MlpWidths.Skip(1), network.Layers.Select(l => l.OutputDimension));
        Assert.All(network.Layers, l => Assert.Equal(biased, l.HasBias));
        Assert.Equal(3, network.Activations.Count);
        Assert.All(network.Activations, a => Assert.True(a.IsRelu && a.PreservesZero && a.LipschitzConstant == 1));
        Assert.Empty(network.OutputActivation.Steps);
    }

    [Fact]
    public void Formats_of_one_network_give_the_same_matrices()
    {
        Network[] networks = [.. new[] { "mlp.onnx", "mlp.safetensors",
            "mlp.npz" }.Select(n => NetworkReader.Read(Repository.Fixture("networks", n),
                new WeightFileOptions { Layers = ["0", "2", "4", "6"] }).Network!)];
        for (int i = 0; i < 4; i++)
        {
            Matrix[] weights = [.. networks.Select(n => ((DenseLayer)n.Layers[i]).Weight)];
            Assert.All(weights, w => Assert.Equal(weights[0].Values, w.Values));
            Assert.All(weights, w => Assert.Equal((MlpWidths[i + 1], MlpWidths[i], StorageType.Float32), (w.Rows, w.Columns, w.Storage)));
        }

        Assert.Contains(networks[1].Notes, n => n.Contains("order", StringComparison.Ordinal)
            && n.Contains("assumed", StringComparison.Ordinal));
        Assert.Empty(networks[0].Notes);
    }

    [Fact]
    public void Convolutional_network_has_its_geometry_and_constants()
    {
        Network network = NetworkReader.Read(Repository.Fixture("networks", "cnn.onnx")).Network!;
        ConvolutionLayer first = Assert.IsType<ConvolutionLayer>(network.Layers[0]),
            second = Assert.IsType<ConvolutionLayer>(network.Layers[1]);
        Assert.Equal((64, 512, 8, 9), (first.InputDimension, first.OutputDimension, first.Kernel.Rows, first.Kernel.Columns));
        Assert.Equal((128, 192, 12, 72), (second.InputDimension, second.OutputDimension, second.Kernel.Rows, second.Kernel.Columns));
        Assert.Equal(16L, second.Geometry!.Positions);
        Assert.Equal("Relu, MaxPool", network.Activations[0].Kind);
        Assert.Equal(1, network.Activations[0].LipschitzConstant);
        Assert.False(network.Activations[0].IsElementwise);
        Assert.Equal("Relu, AveragePool, Flatten", network.Activations[1].Kind);
        Assert.Equal(0.5, network.Activations[1].LipschitzConstant);
        Assert.Equal([48, 16], network.Layers.Skip(2).Select(l => l.InputDimension));
    }

    [Fact]
    public void Data_is_no_network_unless_it_is_a_matrix()
    {
        Assert.Null(NetworkReader.Read(Repository.Fixture("networks", "mixture-y.npy")).Network);
        DenseLayer layer =
            Assert.IsType<DenseLayer>(Assert.Single(NetworkReader.Read(Repository.Fixture("networks", "mixture-x.npy")).Network!.Layers));
        Assert.Equal((1000, 20), (layer.OutputDimension, layer.InputDimension));
    }
}
