using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>Hand-made graphs of one case each (fixtures/networks/graph).</summary>
public sealed class GraphTests
{
    /// <summary>
    /// Weights are multiples of 1/8: all but the case with alpha = 0.1 is exact in double, that one to an ulp of about 10.
    /// </summary>
    private const double OneUlp = 2e-15;

    private static readonly JsonObject Expected = Repository.Json("networks", "graph", "expected.json");

    public static TheoryData<string> Computed => [.. Expected.Select(e => e.Key)];

    [Theory]
    [MemberData(nameof(Computed))]
    public void Layers_compute_what_the_graph_computes(string name)
    {
        Network network = Read(name);
        Assert.Empty(network.NotUnderstood);
        double[] y = ForwardPass.Apply(network, Numbers(name, "input"));
        double[] expected = Numbers(name, "output");
        Assert.Equal(expected.Length, y.Length);
        Assert.All(expected, (value, i) => Assert.Equal(value, y[i], OneUlp));
    }

    [Theory]
    [InlineData("factored", false)]
    [InlineData("factored-inner-bias", true)]
    public void Linear_maps_with_nothing_between_them_are_one_layer(string name, bool biased)
    {
        FactoredLayer layer = Assert.IsType<FactoredLayer>(Assert.Single(Read(name).Layers));
        Assert.Equal((5, 6, 2), (layer.InputDimension, layer.OutputDimension, layer.RankLimit));
        Assert.Equal([(6, 2), (2, 5)], layer.Factors.Select(f => (f.Rows, f.Columns)));
        Assert.Equal(biased, layer.HasBias);
        Assert.Null(layer.Bias);
    }

    [Fact]
    public void Power_of_two_alpha_is_in_the_weights_and_another_stands_beside_them()
    {
        Network half = Read("gemm-alpha-half");
        Assert.All(half.Layers, l => Assert.Equal(Rational.One, l.Scale));
        DenseLayer tenth = Assert.IsType<DenseLayer>(Assert.Single(Read("gemm-alpha-tenth").Layers));
        Assert.Equal(Rational.Of((double)0.1f), tenth.Scale);
        Assert.All(tenth.Weight.Values, v => Assert.Equal(Math.Round(8 * v), 8 * v));
    }

    [Fact]
    public void Unused_initializer_is_no_layer_and_is_noted()
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "graph", "unused-initializer.onnx"));
        Assert.Equal(5, Assert.Single(file.Network!.Layers).InputDimension);
        Assert.Contains(file.Network.Notes, n => n.Contains("'stray'", StringComparison.Ordinal));
        Assert.Contains(file.Tensors, t => t.Name == "stray");
        Assert.True(file.Network.OutputActivation.IsRelu);
    }

    [Theory]
    [InlineData("unsupported-operator", "e_Tan", "Tan", "not understood")]
    [InlineData("softmax-inside", "s_Softmax", "Softmax", "between layers")]
    [InlineData("residual", "y_Add", "Add", "joins several")]
    [InlineData("mixed-orientation", "y_MatMul", "MatMul", "counts samples")]
    [InlineData("reshape-mixing", "f_Reshape", "Reshape", "one sample to another")]
    [InlineData("branch", "y_Mul", "Mul", "joins several")]
    [InlineData("symbolic-image", "y_Conv", "Conv", "does not fix the size")]
    [InlineData("matmul-wrong-rank", "y_MatMul", "MatMul", "2×5×3")]
    public void What_is_not_understood_is_named_with_its_reason(string name, string node, string op, string reason)
    {
        Network network = Read(name);
        Assert.Contains(network.NotUnderstood, n => n.Contains($"'{node}' ({op})", StringComparison.Ordinal)
            && n.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("softmax-last")]
    [InlineData("softmax-identity")]
    public void Softmax_after_the_last_layer_is_left_out_and_noted(string name)
    {
        Network network = Read(name);
        Assert.Empty(network.NotUnderstood);
        Assert.Empty(network.OutputActivation.Steps);
        Assert.Contains(network.Notes, n => n.Contains("Softmax", StringComparison.Ordinal));
    }

    [Fact]
    public void Operator_not_understood_has_no_constant()
    {
        Network network = Read("unsupported-operator");
        Assert.Equal(2, network.Layers.Count);
        Assert.Null(network.Activations[0].LipschitzConstant);
    }

    /// <summary>
    /// The squared constants: the largest number of windows over one pixel; for averages, numpy's largest singular value bounds from below.
    /// </summary>
    [Theory]
    [InlineData("max-overlapping", 4, 1)] // 3×3 every 2: a pixel lies in 2·2 windows
    [InlineData("max-stride-1", 9, 1)] // 3×3 every 1
    [InlineData("max-apart", 1, 1)]
    [InlineData("max-ceil", 4, 1)] // 3×3 every 2 on 6: the last window is cut, pixels 2 and 4 still lie in 2 windows each way
    [InlineData("average-apart", 1, 4)] // the mean of 4 numbers: norm 1/2
    [InlineData("average-overlapping", 49, 36)] // 1-D, size 4, windows of 2, 3, 3, 2 entries: at most 1/2 + 1/3 + 1/3 = 7/6 over one entry
    public void Pooling_has_its_constant(string name, int numerator, int denominator)
    {
        Network network = Read("pool-" + name);
        Assert.Empty(network.NotUnderstood);
        Rational expected = new(numerator, denominator);
        Assert.Equal(expected, network.Activations[0].LipschitzSquared);
        double constant = network.Activations[0].LipschitzConstant!.Value;
        Assert.True(Rational.Of(constant) * Rational.Of(constant) >= expected);
        Assert.Equal(Math.Sqrt((double)numerator / denominator), constant, OneUlp);
        Assert.False(network.Activations[0].IsRelu);
    }

    /// <summary>
    /// numpy's spectral norm of the pooling as a matrix: never above the constant, and equal where windows do not overlap.
    /// </summary>
    [Fact]
    public void Average_pooling_is_bounded_by_its_constant()
    {
        JsonObject norms = Repository.Json("networks", "graph", "norms.json");
        Assert.Equal(2, norms.Count);
        foreach ((string name, JsonNode? norm) in norms)
        {
            Assert.InRange((double)norm!, 0, Read(name).Activations[0].LipschitzConstant!.Value + OneUlp);
        }

        Assert.Equal((double)norms["pool-average-apart"]!, Read("pool-average-apart").Activations[0].LipschitzConstant!.Value, OneUlp);
    }

    [Fact]
    public void Steps_before_the_first_layer_are_kept()
    {
        Network network = Read("normalised-input");
        Assert.Empty(network.NotUnderstood);
        Assert.Equal("Sub, Div", network.InputActivation.Kind);
        Assert.Equal(2, network.InputActivation.LipschitzConstant); // the least divisor is 1/2
        Assert.False(network.InputActivation.PreservesZero);
        Assert.Null(network.Layers[0].Bias);
    }

    [Fact]
    public void Smooth_activations_have_their_constants()
    {
        Network network = Read("smooth");
        Assert.Equal([1.0, 0.25], network.Activations.Select(a => a.LipschitzConstant!.Value));
        Assert.Equal([true, false], network.Activations.Select(a => a.PreservesZero));
        Assert.True(Read("clip").Activations[0] is { LipschitzConstant: 1.0, PreservesZero: true, IsElementwise: true, IsRelu: false });
        Assert.True(Read("pad")
            .Activations[0] is { LipschitzConstant: 1.0, PreservesZero: true, IsElementwise: false, Kind: "Pad, Flatten" });
    }

    [Fact]
    public void Dropout_at_inference_is_nothing() => Assert.IsType<FactoredLayer>(Assert.Single(Read("dropout").Layers));

    [Fact]
    public void Dynamic_reshape_is_noted() =>
        Assert.Contains(Read("reshape-dynamic").Notes, n => n.Contains("samples × 6", StringComparison.Ordinal));

    [Fact]
    public void Branch_is_named() =>
        Assert.Contains(Read("branch").NotUnderstood, n => n.Contains("'h' goes to more than one node", StringComparison.Ordinal));

    [Fact]
    public void Batch_normalization_keeps_its_exact_constant()
    {
        Network network = Read("batch-normalization");

        // gamma²/(variance + 1/4): 1/1, 9/2.25, 4/0.25, 0.25/1.25; the largest is 16. The third channel has a shift.
        Assert.Equal(4, network.Activations[0].LipschitzConstant);
        Assert.False(network.Activations[0].PreservesZero);
        Assert.Empty(network.NotUnderstood);
    }

    [Fact]
    public void Leaky_relu_above_one_expands()
    {
        Assert.Equal(2.5, Read("matmul-add").Activations[0].LipschitzConstant);
        Assert.NotNull(Read("matmul-add").Layers[0].Bias);
    }

    [Theory]
    [InlineData("float64", StorageType.Float64)]
    [InlineData("float16", StorageType.Float16)]
    [InlineData("bfloat16", StorageType.BFloat16)]
    [InlineData("typed", StorageType.Float32)]
    public void Weights_keep_their_storage_type(string name, StorageType storage) =>
        Assert.Equal(storage, ((DenseLayer)Read("weights-" + name).Layers[0]).Weight.Storage);

    [Fact]
    public void Quantized_weights_keep_their_integers_and_their_scale()
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "graph", "quantized.onnx"));
        Matrix first = ((DenseLayer)file.Network!.Layers[0]).Weight, second = ((DenseLayer)file.Network.Layers[1]).Weight;
        Assert.Equal((StorageType.Int8, 0.125, 15.0, -15.75), (first.Storage, first.StorageScale, first[0, 3], first[1, 0]));
        Assert.Equal([3, -126, 11, 1, -7], first.ToInt8()[..5].Select(q => (int)q));

        // alpha = 1/2 goes into the scale.
        Assert.Equal((StorageType.Int8, 0.5 * 0.1f, -127 * 0.5 * 0.1f), (second.Storage, second.StorageScale, second[0, 3]));
        Assert.Null(StorageRounding.ReasonAgainst(first));
        Assert.Null(StorageRounding.ReasonAgainst(second)); // −127 is no end of the range

        StoredTensor listed = Assert.Single(file.Tensors, t => t.Name == "w");
        Assert.Equal((StorageType.Int8, 0.375), (listed.ToMatrix().Storage, listed.ToMatrix()[0, 0]));
        Assert.Contains("int8", Assert.Single(file.Tensors, t => t.Name == "q").ReasonAgainstMatrix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dimension-mismatch", "takes 6 numbers, but its input has 5")]
    [InlineData("circle", "runs in a circle")]
    [InlineData("nan", "tensor 'wt': entry [3, 1] is NaN")]
    [InlineData("external-parent", "leaves the model's folder")]
    [InlineData("external-absolute", "leaves the model's folder")]
    [InlineData("external-missing", "no such file")]
    [InlineData("external-short", "truncated")]
    public void Bad_graph_is_refused_in_one_line(string name, string words)
    {
        InputException e = Assert.Throws<InputException>(() => Read(name));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Link_out_of_the_folder_is_refused_and_link_inside_is_followed()
    {
        using TemporaryFolder folder = new();
        string inside = Directory.CreateDirectory(folder.File("model")).FullName;
        string model = Path.Combine(inside, "external.onnx");
        File.Copy(Repository.Fixture("networks", "graph", "external.onnx"), model);
        File.Copy(Repository.Fixture("networks", "graph", "external.bin"), folder.File("secret.bin"));
        string link = Path.Combine(inside, "external.bin");
        File.CreateSymbolicLink(link, "../secret.bin");
        InputException e = Assert.Throws<InputException>(() => NetworkReader.Read(model));
        Assert.Contains("link that leaves", e.Message, StringComparison.Ordinal);

        File.Delete(link);
        File.Move(folder.File("secret.bin"), Path.Combine(inside, "data.bin"));
        File.CreateSymbolicLink(link, "data.bin");
        Assert.Single(NetworkReader.Read(model).Network!.Layers);
    }

    private static Network Read(string name) => NetworkReader.Read(Repository.Fixture("networks", "graph", name + ".onnx")).Network!;

    private static double[] Numbers(string name, string part) => [.. Expected[name]![part]!.AsArray().Select(v => (double)v!)];
}
