using LowRank.Verify.Networks;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

public sealed class WeightFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Weights_without_an_order_are_no_network()
    {
        StoredFile file = NetworkReader.Read(Write(("fc10.weight", [1, 1], [3]), ("fc2.weight", [1, 1], [2])));
        Assert.Null(file.Network);
        Assert.Contains("--layers first,second,.. (there are: fc10, fc2)", file.NoNetwork().Message, StringComparison.Ordinal);
        Assert.Equal(["fc10.weight", "fc2.weight"], file.Weights.Select(w => w.Name));
        StoredFile adapter = NetworkReader.Read(Write(("q.lora_B.weight", [3, 1], [1, 2, 3]), ("q.lora_A.weight", [1, 2], [4, 5])));
        Assert.Null(adapter.Network);
        Assert.Contains("updates of a model", adapter.NoNetwork().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_follow_the_order_that_is_stated()
    {
        Network network = Read(["fc1", "fc10.weight", "fc2"], ("fc10.weight", [1, 1], [3]), ("fc2.weight", [1, 1], [2]),
            ("fc1.weight", [1, 1], [1]), ("fc1.bias", [1], [7]), ("fc2.bias", [1], [0]), ("norm.weight", [2], [1, 1]));
        Assert.Equal(["fc1", "fc10", "fc2"], network.Layers.Select(l => l.Name));
        Assert.Equal([7], network.Layers[0].Bias!);
        Assert.Null(network.Layers[2].Bias);
        Assert.Contains(network.Notes, n => n.Contains("'fc2.bias' is 0", StringComparison.Ordinal));
        Assert.Contains(network.Notes, n => n.Contains("'norm.weight'", StringComparison.Ordinal));
        Assert.Equal(2, network.Activations.Count);
        Assert.All(network.Activations, a => Assert.Equal(("assumed", 1.0), (a.Kind, a.LipschitzConstant)));
        Assert.False(network.Activations[0].IsRelu);
        Assert.Empty(network.NotUnderstood);
        Assert.Contains("there is no layer 'fc3'; there are: fc1, fc2",
            Assert.Throws<InputException>(() => Read(["fc3"], ("fc1.weight", [1, 1], [1]), ("fc2.weight", [1, 1], [1]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Low_rank_pair_is_a_factored_layer()
    {
        Network network = Read(["q"], ("q.lora_B.weight", [3, 1], [1, 2, 3]), ("q.lora_A.weight", [1, 2], [4, 5]));
        FactoredLayer layer = Assert.IsType<FactoredLayer>(Assert.Single(network.Layers));
        Assert.Equal(("q", 2, 3, 1), (layer.Name, layer.InputDimension, layer.OutputDimension, layer.RankLimit));
        Assert.Equal([1, 2, 3], layer.Factors[0].Values);
        Assert.Equal(["q.lora_A.weight", "q.lora_B.weight"], layer.Parts.Select(part => part.TensorName));
        Assert.Contains(network.Notes, n => n.Contains("lora_alpha", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_a_layer_is_named()
    {
        Assert.Contains(Read(null, ("a.weight", [1, 1], [1]), ("norm.weight", [2], [1, 1])).NotUnderstood,
            n => n.Contains("'norm.weight'", StringComparison.Ordinal));
        StoredFile half = NetworkReader.Read(Write(("q.lora_A.weight", [1, 2], [4, 5]), ("z.weight", [1, 1], [1])));
        Assert.Contains("half of a low-rank pair", Assert.Single(half.NoMatrices()).Reason, StringComparison.Ordinal);
        Assert.Contains(Read(["a", "b"], ("a.weight", [2, 1], [1, 2]), ("b.weight", [1, 3], [1, 2, 3])).NotUnderstood,
            n => n.Contains("do not follow each other", StringComparison.Ordinal));
        Network convolution = Read(null, ("c.weight", [2, 1, 1, 3], [1, 2, 3, 4, 5, 6]));
        Assert.Contains(convolution.NotUnderstood, n => n.Contains("stride", StringComparison.Ordinal));
        Assert.Equal((2, 3),
            (Assert.IsType<ConvolutionLayer>(convolution.Layers[0]).Kernel.Rows, ((ConvolutionLayer)convolution.Layers[0]).Kernel.Columns));
    }

    [Fact]
    public void Halves_that_cannot_be_multiplied_are_refused() =>
        Assert.Contains("inner dimensions",
            Assert.Throws<InputException>(() => Read(["q"], ("q.lora_B.weight", [3, 2], [1, 2, 3, 4, 5, 6]),
                ("q.lora_A.weight", [1, 2], [4, 5])))
            .Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, null)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4,
        "'a': shape 2 of float32 needs 8 bytes, its data_offsets hold 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "accounts for 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "truncated")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""
        + ""","b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""
        + ""","b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""
        + ""","a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData("""{"a":{"dtype":"F8_E4","shape":[1],"data_offsets":[0,1]}}""", 1, "unknown dtype 'F8_E4'")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "ends inside a byte")]
    [InlineData("""{"a":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[0,3]}}""", 3, "order four 6-bit numbers")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8, "complex")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", 4, "not an integer")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "more entries")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "not a range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]}}""", 0, "empty")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "no list 'data_offsets'")]
    [InlineData("""{"a":7}""", 4, "not an object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4, "not JSON")]
    [InlineData("""{}""", 0, "no tensor")]
    public void Safetensors_header_is_checked(string header, int bytes, string? words)
    {
        string path = folder.Write("a.safetensors", NpyBytes.Safetensors(header, new byte[bytes]));
        if (words is null)
        {
            Assert.Single(NetworkReader.Read(path).Tensors);
            return;
        }

        InputException e = Assert.Throws<InputException>(() => NetworkReader.Read(path));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Header_longer_than_the_file_is_refused() =>
        Assert.Contains("claims 9223372036854775807 bytes",
            Assert.Throws<InputException>(() => NetworkReader.Read(folder.Write("a.safetensors",
            [255, 255, 255, 255, 255, 255, 255, 127, (byte)'{', (byte)'}']))).Message, StringComparison.Ordinal);

    private Network Read(string[]? layers, params (string Name, int[] Shape, float[] Values)[] tensors) =>
        NetworkReader.Read(Write(tensors), new WeightFileOptions { Layers = layers }).Network!;

    private string Write(params (string Name, int[] Shape, float[] Values)[] tensors) =>
        folder.Write("a.safetensors", NpyBytes.Safetensors(tensors));
}
