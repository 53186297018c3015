using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Graphs;
using Xunit;

namespace LowRank.Verify.Tests.Networks.Graphs;

/// <summary>
/// Random graphs, one for each operator, against values of 40 digits from the operators' definitions (fixtures/networks/operators). The
/// variable LOWRANK_OPERATOR_GRAPHS names a larger file that the script made.
/// </summary>
public sealed class OperatorGraphTests
{
    private const double WidestRelative = 1e-14, LargestFastError = 1e-12;

    private static readonly JsonArray Cases = JsonNode.Parse(File.ReadAllText(Environment.GetEnvironmentVariable("LOWRANK_OPERATOR_GRAPHS")
        ?? Repository.Fixture("networks", "operators", "operators.json")))!.AsArray();

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Cases.Count)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Enclosures_hold_the_exact_values_and_are_narrow(int place)
    {
        JsonNode made = Cases[place]!;
        using TemporaryFolder folder = new();
        NetworkGraph graph = NetworkGraph.Read(folder.Write("graph.onnx", Convert.FromBase64String((string)made["model"]!)));
        Assert.Null(graph.Obstacle);
        StoredTensor data = new("x", [.. made["shape"]!.AsArray().Select(d => (int)d!)], "float32",
            [.. made["x"]!.AsArray().Select(v => (double)v!)]);
        GraphRun run = GraphRun.Certified(graph, data, Engines.Default);
        double[] fast = GraphRun.Fast(graph, data, Engines.Default);
        string[] expected = [.. made["expected"]!.AsArray().Select(v => (string)v!)];
        Assert.Equal(expected.Length, run.Scores.Count);
        Assert.Equal(expected.Length, fast.Length);
        double scale = run.Scores.Max(s => Math.Max(Math.Abs(s.Lower), Math.Abs(s.Upper)));
        for (int i = 0; i < expected.Length; i++)
        {
            Rational truth = Rational.Parse(expected[i]), unit = Rational.Abs(truth) * Rational.Parse("1e-24");
            DoubleRange score = run.Scores[i];
            Assert.True(Rational.Of(score.Lower) <= truth + unit && truth - unit <= Rational.Of(score.Upper),
                $"{made["name"]}: [{score.Lower:R}, {score.Upper:R}] misses {expected[i]}");
            Assert.InRange(score.Upper - score.Lower, 0, WidestRelative * scale);
            Assert.InRange(fast[i], truth.ToDouble() - (LargestFastError * scale), truth.ToDouble() + (LargestFastError * scale));
        }
    }
}
