using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>
/// Activations that a file writes as several operators: they are known by name, with the constant and the values that mpmath finds
/// (fixtures/networks/activations/make_parts.py).
/// </summary>
public sealed class FusedActivationTests
{
    private static readonly JsonObject Expected = Repository.Json("networks", "activations", "parts.json");

    public static TheoryData<string> Names => [.. Expected.Select(e => e.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parts_are_one_activation_with_its_least_constant(string name)
    {
        Network network = Read(name);
        Activation activation = Assert.Single(network.Activations);
        Assert.Empty(network.NotUnderstood);
        Assert.Equal((2, (string)Expected[name]!["kind"]!), (network.Layers.Count, activation.Kind));
        Assert.True(activation is { PreservesZero: true, IsElementwise: true });
        Assert.Equal(activation.Kind == "Relu", activation.IsRelu);
        Rational truth = Rational.Parse((string)Expected[name]!["constant"]!);
        Assert.InRange(((activation.LipschitzSquared!.Value / (truth * truth)) - Rational.One).ToDouble(), -1e-28, 1e-15);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_are_those_of_the_parts(string name)
    {
        string path = Place(name);
        StoredTensor data = new("x", [1, 3], "float32", [.. Expected[name]!["x"]!.AsArray().Select(v => (double)v!)]);
        NetworkRun run = NetworkRun.Certified(NetworkProgram.Of(Read(name), path), data, Engines.Default);
        string[] scores = [.. Expected[name]!["scores"]!.AsArray().Select(v => (string)v!)];
        Assert.Equal(scores.Length, run.Scores.Length);
        for (int i = 0; i < scores.Length; i++)
        {
            double truth = Rational.Parse(scores[i]).ToDouble(), unit = 1e-15 * Math.Abs(truth);
            Assert.InRange(truth, run.Scores[i].Lower - unit, run.Scores[i].Upper + unit);
            Assert.InRange(run.Scores[i].Upper - run.Scores[i].Lower, 0, 1e-12 * (1 + Math.Abs(truth)));
        }
    }

    private static string Place(string name) => Repository.Fixture("networks", "activations", "parts", name + ".onnx");

    private static Network Read(string name) => NetworkReader.Read(Place(name)).Network!;
}
