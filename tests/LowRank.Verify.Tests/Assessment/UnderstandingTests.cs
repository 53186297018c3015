using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Assessment.Layers;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

/// <summary>
/// Networks that are no chains: what they are or what stops them is said once, and their layers are those of numpy
/// (fixtures/networks/layers/make_layers.py).
/// </summary>
public sealed class UnderstandingTests
{
    private static readonly JsonObject Expected = Repository.Json("networks", "layers", "expected.json");

    public static TheoryData<string> All => [.. Expected.Select(e => e.Key)];

    public static TheoryData<string> WithLayers => [.. Expected.Where(e => e.Value!["layers"] is not null).Select(e => e.Key)];

    public static TheoryData<string> WithOperators => [.. Expected.Where(e => e.Value!["operators"] is not null).Select(e => e.Key)];

    public static TheoryData<string> WithSpectrum => [.. Expected.Where(e => e.Value!["spectrum"] is not null).Select(e => e.Key)];

    [Theory]
    [MemberData(nameof(All))]
    public void What_the_network_is_or_what_stops_it_is_said_once(string name)
    {
        AssessmentReport report = Assess(name);
        JsonNode expected = Expected[name]!;
        Understanding understanding = report.Understanding!;
        Assert.Equal((int)expected["understood"]!, understanding.Layers);
        Assert.Equal((string?)expected["stop"], understanding.Stop);
        Assert.Equal(expected["stop"] is null, understanding.Runs);
        if (understanding.Runs)
        {
            Assert.Equal(understanding.Layers, understanding.All);
            Assert.Equal((string?)expected["kind"], understanding.Kind);
        }

        // One reason for all statements, and no note that repeats it or follows from it.
        Assert.DoesNotContain(report.Notes, note => note.Contains("not understood", StringComparison.Ordinal));
        string[] reasons = [.. report.Oracles.OfType<OracleAssessment.NotApplicable>()
            .Where(item => item.Obstacle == Verify.Assessment.Conditions.Obstacle.Network).Select(item => item.Reason).Distinct()];
        Assert.Equal(understanding.Reason, Assert.Single(reasons));
    }

    [Theory]
    [MemberData(nameof(WithLayers))]
    public void Layers_are_those_of_the_graph(string name)
    {
        JsonArray expected = Expected[name]!["layers"]!.AsArray();
        AssessmentReport report = Assess(name);
        Assert.Equal(expected.Select(layer => (string?)layer![0]), report.Layers.Select(layer => layer.Name));
        Assert.All(report.Layers, (layer, i) => Near((double)expected[i]![1]!, layer.SpectralNorm));
    }

    [Theory]
    [MemberData(nameof(WithOperators))]
    public void Convolutions_of_a_graph_have_their_grids(string name)
    {
        JsonArray expected = Expected[name]!["operators"]!.AsArray();
        AssessmentReport report = Assess(name);
        LayerAssessment[] convolutions = [.. report.Layers.Where(layer => layer.Kind == "convolution")];
        Assert.Equal(expected.Select(layer => (string?)layer![0]), convolutions.Select(layer => layer.Name));
        Assert.All(convolutions, (layer, i) => Near((double)expected[i]![1]!, Assert.IsType<ConvolutionAssessment>(layer.Convolution)
            .OperatorNorm));
    }

    [Fact]
    public void Without_data_a_free_image_has_kernels_and_no_grids()
    {
        AssessmentReport report = Assess("up", withData: false);
        Assert.Equal(4, report.Layers.Count);
        Assert.All(report.Layers, layer => Assert.Null(layer.Convolution));
    }

    [Theory]
    [MemberData(nameof(WithSpectrum))]
    public void No_tensor_is_flattened_across_its_meaning(string name)
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "layers", name + ".onnx"));
        JsonArray expected = Expected[name]!["spectrum"]!.AsArray();
        Assert.Equal(expected.Select(matrix => (string?)matrix![0]), file.Matrices().Select(matrix => matrix.Name));
        SpectrumCertifier certifier = new(Engines.Default);
        Assert.All(file.Matrices(), (matrix, i) =>
            Near((double)expected[i]![1]!, certifier.Certify(Assert.Single(matrix.Factors)).SpectralNorm));

        // What is not shown is named, weights with their own reason.
        Dictionary<string, string> left = file.NoMatrices().ToDictionary(tensor => tensor.Name, tensor => tensor.Reason);
        Assert.All(Expected[name]!["left out"]!.AsObject(), item => Assert.Equal((string?)item.Value, left[item.Key]));
        Assert.Equal(file.Tensors.Count, file.Matrices().SelectMany(matrix => matrix.TensorNames).Union(left.Keys).Count());
    }

    [Fact]
    public void A_stack_that_is_asked_for_by_its_name_is_refused_with_the_names_of_its_matrices()
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "layers", "heads.onnx"));
        Assert.Contains("it holds 2 matrices; ask for one: stack[0], stack[1].",
            Assert.Throws<InputException>(() => file.Matrix("stack")).Message, StringComparison.Ordinal);
        Assert.Equal([3, 5], file.Matrix("stack[1]").Shape);
    }

    [Fact]
    public void Scores_of_a_graph_enter_statements_about_scores()
    {
        StoredTensor data = NetworkReader.Read(Repository.Fixture("networks", "digits", "test-x.npy")).Tensors[0],
            labels = NetworkReader.Read(Repository.Fixture("networks", "digits", "test-y.npy")).Tensors[0];
        AssessmentReport report = Assess("../digits/resnet", new AssessmentOptions
        {
            Data = data, Labels = labels, TestData = data, TestLabels = labels,
        });
        string[] values = [.. report.Oracles.OfType<OracleAssessment.Value>().Select(value => value.Oracle.Id)];
        Assert.Contains("oymak2019/training-errors", values);
        Assert.Contains("test/clopper-pearson", values);
        Assert.Equal(10, report.Data!.Classes);

        // A lemma on a complexity waits for a complexity, not for a chain.
        OracleAssessment.NotApplicable lemma = report.Oracles.OfType<OracleAssessment.NotApplicable>()
            .Single(item => item.Oracle.Id == "classical/bartlett2017-lemma-3.1");
        Assert.Contains("none of the statements that limit its input", lemma.Reason, StringComparison.Ordinal);
    }

    private static AssessmentReport Assess(string name, bool withData = true)
    {
        int[]? shape = withData && Expected[name]!["data"] is JsonArray given ? [.. given.Select(d => (int)d!)] : null;
        int count = shape?.Aggregate(1, (product, d) => product * d) ?? 0;
        return Assess(name, shape is null ? new AssessmentOptions { Samples = 100 } : new AssessmentOptions
        {
            Data = new StoredTensor("x", shape, "float32", [.. Enumerable.Range(0, count).Select(i => ((i * 7 % 13) - 6) / 8.0)]),
        });
    }

    private static AssessmentReport Assess(string name, AssessmentOptions options) =>
        Planted.Assess(NetworkReader.Read(Repository.Fixture("networks", "layers", name + ".onnx")), options);

    // numpy's singular values of small matrices err by some units of 2^-52.
    private static void Near(double expected, Interval value) =>
        Assert.InRange(expected, value.LowerDouble * (1 - 1e-13), value.UpperDouble * (1 + 1e-13));
}
