using Google.Protobuf;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Networks.Onnx;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>
/// ONNX Runtime as the second route of the forward passes: unoptimised on every fixture, and what its default level changes.
/// </summary>
public sealed class OnnxRuntimeTests
{
    /// <summary>
    /// float32 rounds to 6e-8; a few hundred summands, a few layers and cancellation amplify that by less than a hundred, relative to the
    /// largest score.
    /// </summary>
    private const double SinglePrecision = 1e-5;

    /// <summary>
    /// Rounding activations to int8 moves each by up to 1/254 of its block's largest: relative to the largest score far more than float32
    /// does, and over four layers, with some cancellation, no more than this.
    /// </summary>
    private const double MostByRoundedActivations = 0.05;

    private static readonly OnnxRuntimeOptions Unoptimised = new() { Level = OnnxRuntimeLevel.Disable };

    private const string AsColumns = "samples as columns", MixedTypes = "Type parameter (T) of Optype (MatMul)";

    /// <summary>Fixtures that are run here but not by the runtime, and what it says.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["beside"] = "Tensor 'later' does not have valid data type",
        ["cnn-float64"] = "Conv(11) node with name 'convolution'",
        ["computed"] = "Cast(21) node with name 'n_to23'",
        ["gemm-left"] = AsColumns,
        ["gemm-left-transposed-input"] = AsColumns,
        ["gemm-transposed-input"] = AsColumns,
        ["if-passing"] = "an outer scope value being returned directly",
        ["inputs-unused"] = "2 inputs and 1 outputs",
        ["matmul-left"] = AsColumns,
        ["outputs-stored"] = "1 inputs and 2 outputs",
        ["outputs-two"] = "1 inputs and 2 outputs",
        ["quantised"] = "Type 'tensor(int2)' of input parameter (two)",
        ["types"] = "Tensor 'later' does not have valid data type",
        ["vector-left"] = AsColumns,
        ["weights-bfloat16"] = MixedTypes,
        ["weights-float16"] = MixedTypes,
        ["weights-float64"] = MixedTypes,
    };

    /// <summary>Fixtures that are run here whatever else is: those with expected outputs, and the trained networks.</summary>
    private static readonly HashSet<string> Run = [.. Repository.Json("networks", "graph", "expected.json").Select(entry => entry.Key),
        "mlp", "mlp-biased", "mlp-qdq", "cnn", "cnn-strided", "cnn-float64", "digits/mlp", "digits/mlp-bn", "digits/cnn",
        "digits/cnn-folded", "digits/binary", "digits/lora-merged"];

    public static TheoryData<string> Fixtures =>
        [.. Directory.GetFiles(Repository.Fixture("networks"), "*.onnx", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Fixture("networks"), file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Both_passes_agree_with_the_unoptimised_runtime(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string path = Repository.Fixture("networks", name), key = Key(name);
        Network network;
        NetworkProgram program;
        try
        {
            network = NetworkReader.Read(path).Network!;
            program = NetworkProgram.Of(network, path);
        }
        catch (InputException e)
        {
            Assert.False(Run.Contains(key), e.Message); // the reader's own tests say why it refuses the others
            return;
        }

        StoredTensor data = Samples(name, program);
        if (Refused.TryGetValue(key, out string? expected))
        {
            Assert.Contains(expected, Assert.Throws<InputException>(() => new OnnxRuntimeSession(path, network, Unoptimised)).Message,
                StringComparison.Ordinal);
            return;
        }

        using OnnxRuntimeSession session = new(path, network, Unoptimised);
        double[] theirs = session.Scores(program, data), fast = new DoubleExecutor(program, Engines.Default).Scores(data);
        double tolerance = SinglePrecision * fast.Max(Math.Abs);
        Assert.Equal(fast.Length, theirs.Length);
        Assert.All(theirs, (score, i) => Assert.Equal(fast[i], score, tolerance));
        if (program.WithoutEnclosure is null)
        {
            NetworkRun run = NetworkRun.Certified(program, data, Engines.Default);
            Assert.All(theirs, (score, i) => Assert.InRange(score, run.Scores[i].Lower - tolerance, run.Scores[i].Upper + tolerance));
        }
    }

    [Theory]
    [InlineData("mlp", OnnxRuntimeLevel.Default)]
    [InlineData("mlp", OnnxRuntimeLevel.All)]
    [InlineData("mlp-qdq", OnnxRuntimeLevel.Disable)]
    [InlineData("mlp-qdq", OnnxRuntimeLevel.Basic)]
    public void Levels_that_keep_the_function_differ_by_float32(string model, OnnxRuntimeLevel level) =>
        Assert.InRange(Distance(model, level), 0, SinglePrecision);

    [Theory]
    [InlineData(OnnxRuntimeLevel.Default)]
    [InlineData(OnnxRuntimeLevel.Extended)]
    [InlineData(OnnxRuntimeLevel.All)]
    public void Levels_that_round_activations_to_int8_are_seen(OnnxRuntimeLevel level) =>
        Assert.InRange(Distance("mlp-qdq", level), 10 * SinglePrecision, MostByRoundedActivations);

    [Fact]
    public void Version_of_the_format_that_it_does_not_know_is_its_own_failure() =>
        Assert.Contains("14", Refusal(model => model.IrVersion = 14), StringComparison.Ordinal);

    [Fact]
    public void Operator_set_that_it_does_not_know_is_its_own_failure() =>
        Assert.Contains("Opset 27", Refusal(model => model.OpsetImport[0].Version = 27), StringComparison.Ordinal);

    [Fact]
    public void Refused_operator_is_named_with_node_and_type_in_one_line()
    {
        string path = Repository.Fixture("networks", "cnn-float64.onnx");
        string message = Assert.Throws<InputException>(() => new OnnxRuntimeSession(path, NetworkReader.Read(path).Network!,
            new OnnxRuntimeOptions())).Message;
        Assert.Contains("'convolution'", message, StringComparison.Ordinal);
        Assert.Contains("float64", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Provider_that_the_build_lacks_is_named()
    {
        string path = Repository.Fixture("networks", "mlp.onnx");
        Network network = NetworkReader.Read(path).Network!;
        Assert.Contains("CUDA",
            Assert.Throws<InputException>(() => new OnnxRuntimeSession(path, network,
            new OnnxRuntimeOptions { Provider = OnnxRuntimeProvider.Cuda })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Fixed_number_of_samples_is_filled_up(int fixedSamples)
    {
        string path = Repository.Fixture("networks", "mlp.onnx");
        NetworkProgram program = ExecutionTests.Program("mlp.onnx");
        StoredTensor data = Samples("mlp.onnx", program);
        using OnnxRuntimeSession open = new(path, NetworkReader.Read(path).Network!, Unoptimised);
        double[] expected = open.Scores(program, data);
        using TemporaryFolder folder = new();
        string copy = Changed(folder, model => model.Graph.Input[0]
            .Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = fixedSamples }, dropsOutputShape: true);
        using OnnxRuntimeSession session = new(copy, NetworkReader.Read(copy).Network!, Unoptimised);
        double[] scores = session.Scores(program, data);
        double tolerance = SinglePrecision * expected.Max(Math.Abs);
        Assert.Equal(expected.Length, scores.Length);
        Assert.All(scores, (score, i) => Assert.Equal(expected[i], score, tolerance));
    }

    [Theory]
    [InlineData("[ErrorCode:Fail] Load model from /a b/c.onnx failed:/src/core/graph/model.cc:256 ns::Model::Model(onnx::ModelProto&&, "
        + "const T&) Unsupported model IR version: 14\n", "Unsupported model IR version: 14")]
    [InlineData("[ErrorCode:NotImplemented] Could not find an implementation for Conv(11) node with name 'c'",
        "Could not find an implementation for Conv(11) node with name 'c'")]
    [InlineData("[ErrorCode:InvalidArgument] Got invalid dimensions for input: x for the following indices\n "
        + "index: 1 Got: 63 Expected: 64\n",
        "Got invalid dimensions for input: x for the following indices index: 1 Got: 63 Expected: 64")]
    public void Messages_become_one_line_without_the_places_in_its_sources(string message, string expected) =>
        Assert.Equal(expected, OnnxRuntimeLibrary.OneLine(message));

    /// <summary>The file's name, with its folder for the digits: other fixtures have the same names.</summary>
    private static string Key(string name) =>
        (name.StartsWith("digits", StringComparison.Ordinal) ? "digits/" : "") + Path.GetFileNameWithoutExtension(name);

    /// <summary>The largest distance from the certified scores, relative to the largest one.</summary>
    private static double Distance(string model, OnnxRuntimeLevel level)
    {
        string path = Repository.Fixture("networks", model + ".onnx");
        Network network = NetworkReader.Read(path).Network!;
        NetworkProgram program = NetworkProgram.Of(network, path);
        StoredTensor data = ExecutionTests.Data("mixture-x.npy");
        NetworkRun run = NetworkRun.Certified(program, data, Engines.Default);
        using OnnxRuntimeSession session = new(path, network, new OnnxRuntimeOptions { Level = level });
        return session.Scores(program, data).Select((score, i) => Math.Max(run.Scores[i].Upper - score, score - run.Scores[i].Lower))
            .Max() / run.Scores.Max(score => score.Magnitude.Upper);
    }

    private static string Refusal(Action<ModelProto> change)
    {
        using TemporaryFolder folder = new();
        string path = Changed(folder, change, dropsOutputShape: false);
        Network network = NetworkReader.Read(path).Network!;
        return Assert.Throws<InputException>(() => new OnnxRuntimeSession(path, network, Unoptimised)).Message;
    }

    private static string Changed(TemporaryFolder folder, Action<ModelProto> change, bool dropsOutputShape)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Repository.Fixture("networks", "mlp.onnx")));
        change(model);
        if (dropsOutputShape)
        {
            model.Graph.Output[0].Type = null;
        }

        return folder.Write("changed.onnx", model.ToByteArray());
    }

    /// <summary>
    /// Seven seeded samples of float32 numbers, in the shape that the file declares where it fixes all but the first dimension.
    /// </summary>
    private static StoredTensor Samples(string name, NetworkProgram program)
    {
        const int Count = 7;
        Random random = new(20261130);
        int length = program.InputLength ?? throw new InputException($"{name}: the length of a sample is open");
        int[] shape = program.InputShape is { Count: > 2 } declared
            && declared.Skip(1).All(d => d is not null) ? [Count, .. declared.Skip(1).Select(d => d!.Value)] : [Count, length];
        return new StoredTensor("x", shape, "float32",
            [.. Enumerable.Range(0, Count * length).Select(_ => (double)(float)((4 * random.NextDouble()) - 2))]);
    }
}
