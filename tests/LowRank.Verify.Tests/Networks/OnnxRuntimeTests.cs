using System.Text.Json.Nodes;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>ONNX Runtime, where it is installed, against the certified pass and against hand-made graphs: each is the other's check.</summary>
public sealed class OnnxRuntimeTests
{
    /// <summary>float32 rounds to 6e-8; a few hundred summands and four layers of norm about 1.5 amplify that.</summary>
    private const double SinglePrecision = 1e-4;

    private static readonly JsonObject Graphs = Repository.Json("networks", "graph", "expected.json");

    public static TheoryData<string> Computed => [.. Graphs.Select(e => e.Key)];

    [Theory]
    [InlineData("mlp.onnx", "mixture-x.npy")]
    [InlineData("mlp-biased.onnx", "mixture-x.npy")]
    [InlineData("cnn.onnx", "mixture-images.npy")]
    public void Runtime_lies_near_the_enclosures(string model, string data)
    {
        string path = Repository.Fixture("networks", model);
        NetworkProgram program = ExecutionTests.Program(model);
        using OnnxRuntimeExecutor runtime = new(Api(), path, program);
        StoredTensor x = ExecutionTests.Data(data);
        double[] scores = runtime.Scores(x);
        NetworkRun run = NetworkRun.Certified(program, x, Engines.Default);
        Assert.Equal(run.Scores.Length, scores.Length);
        Assert.All(scores, (score, i) => Assert.InRange(score, run.Scores[i].Lower - SinglePrecision, run.Scores[i].Upper + SinglePrecision));
        Assert.Contains("ONNX Runtime", runtime.Description, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Computed))]
    public void Runtime_and_our_pass_agree_on_every_graph_that_both_run(string name)
    {
        OnnxRuntimeApi api = Api();
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "graph", name + ".onnx"));
        NetworkProgram program = NetworkProgram.Of(file.Network!, file.Path);
        double[] x = [.. Graphs[name]!["input"]!.AsArray().Select(v => (double)v!)];
        StoredTensor data = new("x", [1, x.Length], "float64", x);
        double[] scores;
        try
        {
            using OnnxRuntimeExecutor runtime = new(api, file.Path, program);
            scores = runtime.Scores(data);
        }
        catch (InputException e)
        {
            Assert.Skip(e.Message); // samples as columns, or a weight type that the library does not run
            return;
        }

        double[] ours = new DoubleExecutor(program, Engines.Default, string.Empty).Scores(data);
        Assert.Equal(ours.Length, scores.Length);
        Assert.All(ours, (value, i) => Assert.Equal(value, scores[i], SinglePrecision));
    }

    private static OnnxRuntimeApi Api()
    {
        (nint Handle, string Path)? library = OnnxRuntimeLibrary.Load(out string reason);
        Assert.SkipUnless(library is not null, reason);
        return new OnnxRuntimeApi(library!.Value.Handle, library.Value.Path);
    }
}
