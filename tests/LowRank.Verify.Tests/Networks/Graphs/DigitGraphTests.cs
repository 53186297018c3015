using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Graphs;
using Xunit;

namespace LowRank.Verify.Tests.Networks.Graphs;

/// <summary>Trained networks on all test samples against torch's scores in double precision (fixtures/networks/digits).</summary>
public sealed class DigitGraphTests
{
    /// <summary>What torch's own roundings may cost, relative to the largest score.</summary>
    private const double TorchRounding = 1e-12;

    /// <summary>A few units of the largest score: pairs of doubles leave what forgotten correlations cost far below.</summary>
    private const double Widest = 4e-15;

    [Theory]
    [InlineData("mlp")]
    [InlineData("mlp-bn")]
    [InlineData("cnn")]
    [InlineData("cnn-folded")]
    [InlineData("resnet")]
    [InlineData("gelu")]
    [InlineData("transformer")]
    [InlineData("transformer-parts")]
    [InlineData("gru")]
    [InlineData("lstm")]
    [InlineData("binary")]
    [InlineData("lora-merged")]
    [InlineData("mlp-qdq")]
    public void Enclosures_hold_what_torch_computes_and_are_narrow(string name)
    {
        NetworkGraph graph = NetworkGraph.Read(Repository.Fixture("networks", "digits", name + ".onnx"));
        Assert.Null(graph.Obstacle);
        StoredTensor data = Tensor("test-x.npy");
        double[] expected = Tensor(name + "-scores.npy").RowMajor;
        GraphRun run = GraphRun.Certified(graph, data, Engines.Default);
        double[] fast = GraphRun.Fast(graph, data, Engines.Default);
        double largest = expected.Max(Math.Abs), radius = run.Scores.Max(s => 0.5 * (s.Upper - s.Lower));
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: radius {radius:0.0e+0}, largest score {largest:0.00}");
        Assert.Equal(expected.Length, run.Scores.Count);
        Assert.Equal(expected.Length, fast.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.InRange(expected[i], run.Scores[i].Lower - (TorchRounding * largest), run.Scores[i].Upper + (TorchRounding * largest));
            Assert.InRange(fast[i], run.Scores[i].Lower - (TorchRounding * largest), run.Scores[i].Upper + (TorchRounding * largest));
        }

        Assert.InRange(radius, 0, Widest * largest);
    }

    private static StoredTensor Tensor(string name) => NetworkReader.Read(Repository.Fixture("networks", "digits", name)).Tensors[0];
}
