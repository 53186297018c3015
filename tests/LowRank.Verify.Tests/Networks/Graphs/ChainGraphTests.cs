using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Graphs;
using Xunit;

namespace LowRank.Verify.Tests.Networks.Graphs;

/// <summary>
/// Chains run as graphs, against numpy (fixtures/networks/graph) and exact rationals (fixtures/networks/make_execution.py).
/// </summary>
public sealed class ChainGraphTests
{
    private static readonly JsonObject Expected = Repository.Json("networks", "graph", "expected.json");

    // Samples are columns: chains know that, graphs refuse it.
    private static readonly string[] Columns = ["gemm-left", "gemm-transposed-input", "matmul-left"];

    public static TheoryData<string> Computed => [.. Expected.Select(e => e.Key).Except(Columns)];

    public static TheoryData<string> WithColumns => [.. Columns];

    [Theory]
    [MemberData(nameof(Computed))]
    public void Graphs_compute_what_chains_do(string name)
    {
        NetworkGraph graph = NetworkGraph.Read(Repository.Fixture("networks", "graph", name + ".onnx"));
        Assert.Null(graph.Obstacle);
        double[] x = [.. Expected[name]!["input"]!.AsArray().Select(v => (double)v!)],
            expected = [.. Expected[name]!["output"]!.AsArray().Select(v => (double)v!)];
        GraphRun run = GraphRun.Certified(graph, new StoredTensor("x", [1, x.Length], "float32", x), Engines.Default);
        Assert.Equal(expected.Length, run.Scores.Count);
        Assert.All(expected, (value, i) => Assert.InRange(value, run.Scores[i].Lower - 2e-15, run.Scores[i].Upper + 2e-15));
        Assert.All(run.Scores, score => Assert.InRange(score.Upper - score.Lower, 0, 1e-12));
    }

    [Theory]
    [MemberData(nameof(WithColumns))]
    public void Samples_as_columns_are_refused(string name)
    {
        NetworkGraph graph = NetworkGraph.Read(Repository.Fixture("networks", "graph", name + ".onnx"));
        StoredTensor data = new("x", [1, 5], "float32", [1, 2, 3, 4, 5]);
        Assert.Throws<InputException>(() => GraphRun.Certified(graph, data, Engines.Default));
        Assert.Throws<InputException>(() => GraphRun.Fast(graph, data, Engines.Default));
    }

    [Theory]
    [InlineData("mlp.onnx", "mixture-x.npy")]
    [InlineData("mlp-biased.onnx", "mixture-x.npy")]
    [InlineData("cnn.onnx", "mixture-images.npy")]
    public void Enclosures_contain_the_exact_scores(string model, string data)
    {
        JsonArray exact = Repository.Json("networks", "execution.json")["exact"]![model]!.AsArray();
        Rational unit = Rational.Parse("1e-37"); // the expected decimals carry 40 digits
        foreach (IEngine engine in Engines.Available)
        {
            GraphRun run = GraphRun.Certified(NetworkGraph.Read(Repository.Fixture("networks", model)), ExecutionTests.Data(data), engine);
            for (int i = 0; i < exact.Count * run.Classes; i++)
            {
                Rational truth = Rational.Parse((string)exact[i / run.Classes]![i % run.Classes]!);
                Assert.True(Rational.Of(run.Scores[i].Lower) <= truth + unit && truth - unit <= Rational.Of(run.Scores[i].Upper));
                Assert.InRange(run.Scores[i].Upper - run.Scores[i].Lower, 0, 1e-13);
            }
        }
    }

    /// <summary>Pairs of doubles against exact rationals, also where products are subnormal.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1e-160)]
    [InlineData(1e-300)]
    [InlineData(1e150)]
    public void Every_operation_on_balls_encloses_the_exact_one(double size)
    {
        Random random = new(20261130);
        for (int i = 0; i < 2000; i++)
        {
            double Next() => (random.NextDouble() - 0.5) * size;
            Ball x = Ball.Point(Next()) + Ball.Point(Next() * 1e-9), y = Ball.Point(Next()) + Ball.Point(Next() * 1e-9);
            Rational p = Exact(x), q = Exact(y);
            Contains(x + y, p + q, x, y);
            Contains(x - y, p - q, x, y);
            Contains(x * y, p * q, x, y);
            Contains(x / y, p / q, x, y);
        }
    }

    private static Rational Exact(Ball x) => Rational.Of(x.High) + Rational.Of(x.Low);

    private static void Contains(Ball result, Rational exact, Ball x, Ball y)
    {
        Assert.True(Rational.Abs(Exact(result) - exact) <= Rational.Of(result.Radius), $"{x} {y}: {result}");
        Assert.True(Rational.Of(result.Lower) <= exact && exact <= Rational.Of(result.Upper), $"{x} {y}: {result}");
    }
}
