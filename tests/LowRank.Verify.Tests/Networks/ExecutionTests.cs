using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Execution;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>
/// The forward passes against exact rational numbers (fixtures/networks/make_execution.py), against hand-made graphs and against each
/// other.
/// </summary>
public sealed class ExecutionTests
{
    /// <summary>Widths up to 64 and four layers of norm about 1.5 amplify roundings of 2^-52 to far less than this.</summary>
    private const double WidestRadius = 1e-11;

    private static readonly JsonObject Expected = Repository.Json("networks", "execution.json");

    private static readonly JsonObject Graphs = Repository.Json("networks", "graph", "expected.json");

    public static TheoryData<string> Computed => [.. Graphs.Select(e => e.Key)];

    [Theory]
    [InlineData("mlp.onnx", "mixture-x.npy")]
    [InlineData("mlp-biased.onnx", "mixture-x.npy")]
    [InlineData("cnn.onnx", "mixture-images.npy")]
    public void Enclosures_contain_the_exact_scores_and_are_narrow(string model, string data)
    {
        foreach (IEngine engine in Engines.Available)
        {
            NetworkRun run = NetworkRun.Certified(Program(model), Data(data), engine);
            JsonArray exact = Expected["exact"]![model]!.AsArray();
            Rational unit = Rational.Parse("1e-37"); // the expected decimals carry 40 digits
            for (int i = 0; i < exact.Count; i++)
            {
                for (int l = 0; l < run.Classes; l++)
                {
                    DoubleRange score = run.Scores[l + (i * run.Classes)];
                    Rational truth = Rational.Parse((string)exact[i]![l]!);
                    Assert.True(Rational.Of(score.Lower) <= truth + unit && truth - unit <= Rational.Of(score.Upper),
                        $"{model} {engine.Name}: [{score.Lower:R}, {score.Upper:R}] misses {truth.ToDouble():R}");
                    Assert.InRange(score.Upper - score.Lower, 0, WidestRadius);
                }
            }
        }
    }

    [Theory]
    [InlineData("mlp.onnx", "mixture-x.npy")]
    [InlineData("cnn.onnx", "mixture-images.npy")]
    public void Norms_before_the_layers_are_those_that_torch_measures(string model, string data)
    {
        NetworkRun run = NetworkRun.Certified(Program(model), Data(data), Engines.Default);
        foreach ((string name, DoubleRange[] ours) in new[] { ("norms", run.InputNorms), ("patches", run.PatchNorms) })
        {
            double[] theirs = [.. Expected["measured"]![model]![name]!.AsArray().Select(v => (double)v!)];
            Assert.Equal(theirs.Length, ours.Length);
            Assert.All(theirs, (value, l) => Assert.InRange(value, ours[l].Lower * (1 - 1e-13), ours[l].Upper * (1 + 1e-13)));
            Assert.All(ours, norm => Assert.InRange(norm.Upper - norm.Lower, 0, WidestRadius));
        }
    }

    [Theory]
    [MemberData(nameof(Computed))]
    public void Both_passes_compute_what_the_graph_computes(string name)
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "graph", name + ".onnx"));
        NetworkProgram program = NetworkProgram.Of(file.Network!, file.Path);
        double[] x = Numbers(name, "input"), expected = Numbers(name, "output");
        double[] fast = new FastPass(program, Engines.Default).Scores([.. x, .. x], 2);
        BallArray balls = new CertifiedPass(program, Engines.Default).Scores([.. x, .. x], 2);
        Assert.Equal(2 * expected.Length, fast.Length);
        for (int i = 0; i < fast.Length; i++)
        {
            double value = expected[i % expected.Length];
            Assert.Equal(value, fast[i], 2e-15);
            // the expected outputs are doubles; one of them was rounded
            Assert.InRange(value, balls[i].Lower - 2e-15, balls[i].Upper + 2e-15);
            Assert.InRange(balls.Radius[i], 0, 1e-12);
        }
    }

    /// <summary>
    /// γ|x| of a subnormal x is no double, and a product with it may be rounded to 0: the exact scores 1e-310·0.3·1e300·(1, 2), in
    /// rationals, lie in the enclosures.
    /// </summary>
    [Theory]
    [InlineData(1e-310, 1e300)]
    [InlineData(5e-324, 1e300)]
    [InlineData(-5e-324, 1e308)]
    public void Subnormal_inputs_have_a_radius(double x, double large)
    {
        foreach (IEngine engine in Engines.Available)
        {
            Network network = new([new DenseLayer("a", new Matrix(1, 1, [0.3])), new DenseLayer("b", new Matrix(1, 1, [large])),
                new DenseLayer("c", new Matrix(2, 1, [1, 2]))],
                [new Activation([]), new Activation([])], [], []);
            NetworkRun run = NetworkRun.Certified(NetworkProgram.Of(network, "planted"), new StoredTensor("x", [1, 1], "float64", [x]),
                engine);
            for (int l = 0; l < 2; l++)
            {
                Rational exact = Rational.Of(x) * Rational.Of(0.3) * Rational.Of(large) * Rational.Of(l + 1.0);
                Assert.True(Rational.Of(run.Scores[l].Lower) <= exact && exact <= Rational.Of(run.Scores[l].Upper),
                    $"{exact.ToDouble()} in [{run.Scores[l].Lower}, {run.Scores[l].Upper}]");
            }
        }
    }

    [Fact]
    public void An_operator_that_is_not_understood_is_named()
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "graph", "unsupported-operator.onnx"));
        string operation = Assert.Single(file.Network!.NotUnderstood);
        InputException refusal = Assert.Throws<InputException>(() => NetworkProgram.Of(file.Network, file.Path));
        Assert.Equal($"{file.Path}: the network cannot be run: not understood: {operation[(file.Path.Length + 2)..]}.", refusal.Message);
        Assert.Contains("(Tan)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_operator_that_is_not_understood_is_named_alone()
    {
        Network network = new([], [], ["f.onnx: node 'a' (LSTM): no", "f.onnx: node 'b' (Mish): it follows from the first"], [])
        {
            Source = "f.onnx",
        };
        InputException refusal = Assert.Throws<InputException>(() => NetworkProgram.Of(network, "f.onnx"));
        Assert.Equal("f.onnx: the network cannot be run: not understood: node 'a' (LSTM): no.", refusal.Message);
    }

    [Fact]
    public void A_weight_file_without_activations_is_not_run()
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", "mlp.npz"),
            new WeightFileOptions { Layers = ["0", "2"] });
        Assert.Contains("--activation", Assert.Throws<InputException>(() => NetworkProgram.Of(file.Network!, file.Path)).Message,
            StringComparison.Ordinal);
    }

    public static TheoryData<string> Functions =>
        ["Relu", "Leaky", "Abs", "Neg", "Clip", "HardSigmoid", "HardSwish", "Tanh", "Sigmoid", "Softsign", "Atan", "Asinh", "Softplus",
        "Elu"];

    /// <summary>
    /// Values from points inside the range, computed by the framework's functions, lie in the enclosure up to their own rounding; so do
    /// difference quotients.
    /// </summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void Enclosures_of_activations_hold_their_values_and_slopes(string name)
    {
        (ScalarFunction function, Func<double, double> reference) = Known(name);
        Random random = new(17);
        for (int trial = 0; trial < 400; trial++)
        {
            double middle = 8 * (random.NextDouble() - 0.5), radius = Math.Pow(10, -8 * random.NextDouble());
            DoubleRange range = DoubleRange.Around(middle, radius), value = function.Value(range, 0), slope = function.Slope(range, 0);
            for (int point = 0; point < 5; point++)
            {
                double x = middle + (radius * ((point / 2.0) - 1)), y = reference(x);
                Assert.InRange(y, value.Lower - 1e-15 - (4e-16 * Math.Abs(y)), value.Upper + 1e-15 + (4e-16 * Math.Abs(y)));
                Assert.Equal(y, function.Value(x, 0), 1e-14);
                Assert.InRange(function.Slope(x, 0), slope.Lower - 1e-14, slope.Upper + 1e-14);
            }

            // The mean value theorem: a quotient over the range is a slope within the hull of the slopes there.
            double quotient = (reference(middle + radius) - reference(middle - radius)) / (2 * radius);
            Assert.InRange(quotient, slope.Lower - (1e-14 / radius), slope.Upper + (1e-14 / radius));
        }
    }

    [Fact]
    public void A_range_of_relu_that_holds_the_kink_has_both_slopes()
    {
        PiecewiseLinear relu = new([0]);
        Assert.Equal(new DoubleRange(0, 1), relu.Slope(new DoubleRange(-1e-20, 1e-20), 0));
        Assert.Equal(DoubleRange.Point(0), relu.Slope(DoubleRange.Point(0), 0));
        Assert.Equal(DoubleRange.Point(1), relu.Slope(new DoubleRange(1e-300, 1), 0));
    }

    internal static NetworkProgram Program(string model)
    {
        StoredFile file = NetworkReader.Read(Repository.Fixture("networks", model));
        return NetworkProgram.Of(file.Network!, file.Path);
    }

    internal static StoredTensor Data(string name) => NetworkReader.Read(Repository.Fixture("networks", name)).Tensors[0];

    private static (ScalarFunction Function, Func<double, double> Reference) Known(string name) => name switch
    {
        "Relu" => (new PiecewiseLinear([0]), x => Math.Max(x, 0)),
        "Leaky" => (new PiecewiseLinear([2.5]), x => x > 0 ? x : 2.5 * x),
        "Abs" => (new PiecewiseLinear([-1]), Math.Abs),
        "Neg" => (new PiecewiseLinear([-1]) { Above = -1 }, x => -x),
        "Clip" => (new ClippedLine(1, 0, -1.5, 2), x => Math.Min(Math.Max(x, -1.5), 2)),
        "HardSigmoid" => (new ClippedLine(0.2f, 0.5, 0, 1), x => Math.Min(Math.Max(((double)0.2f * x) + 0.5, 0), 1)),
        "HardSwish" => (new HardSwish(), x => x * Math.Min(Math.Max((x / 6) + 0.5, 0), 1)),
        "Tanh" => (new SmoothFunction("Tanh"), Math.Tanh),
        "Sigmoid" => (new SmoothFunction("Sigmoid"), x => 1 / (1 + Math.Exp(-x))),
        "Softsign" => (new SmoothFunction("Softsign"), x => x / (1 + Math.Abs(x))),
        "Atan" => (new SmoothFunction("Atan"), Math.Atan),
        "Asinh" => (new SmoothFunction("Asinh"), Math.Asinh),
        "Softplus" => (new SoftplusFunction(), x => Math.Log(1 + Math.Exp(x))),
        _ => (new ScaledExponential(1, 0.75, 1), x => x > 0 ? x : 0.75 * (Math.Exp(x) - 1)),
    };

    private static double[] Numbers(string name, string field) => [.. Graphs[name]![field]!.AsArray().Select(v => (double)v!)];
}
