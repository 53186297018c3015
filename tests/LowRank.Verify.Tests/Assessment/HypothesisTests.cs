using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Networks;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

/// <summary>For every key and word of hypotheses a network that fails it, with the reason, and one that does not.</summary>
public sealed class HypothesisTests
{
    private static readonly Hypotheses About = new() { Network = NetworkClass.FeedForward };

    public static TheoryData<string> Words => [.. HypothesisWords.Activation];

    private static ActivationStep Step(string kind, string lipschitzSquared = "1", bool zero = true, bool elementwise = true) =>
        new(kind, kind, lipschitzSquared.Length == 0 ? null : Rational.Parse(lipschitzSquared), zero, elementwise);

    private static Activation Of(params ActivationStep[] steps) => new(steps);

    [Theory]
    [MemberData(nameof(Words))]
    public void Every_word_on_activations_has_one_that_fails_it_and_one_that_does_not(string word)
    {
        (Activation fails, Activation holds, string reason) = word switch
        {
            "linear" => (Planted.Relu, Activation.None, "linear networks only"),
            "relu" => (Of(Step("Tanh")), Planted.Relu, "holds for ReLU; this network has 'Tanh'"),
            "positively-homogeneous" => (Of(Step("Tanh")), Of(Step("LeakyRelu")), "positively homogeneous"),
            "zero-at-zero" => (Of(Step("Sigmoid", zero: false)), Planted.Relu, "does not map 0 to 0"),
            "elementwise" => (Of(Step("MaxPool", elementwise: false)), Planted.Relu, "coordinate by coordinate"),
            "lipschitz" => (Of(Step("Mystery", lipschitzSquared: string.Empty)), Of(Step("LeakyRelu", "4")), "no known Lipschitz constant"),
            "lipschitz <= 1" => (Of(Step("LeakyRelu", "4")), Planted.Relu, "not 1-Lipschitz"),
            "values in [-1, 1]" => (Planted.Relu, Of(Step("Tanh")), "values in [-1, 1]"),
            "differentiable" => (Planted.Relu, Of(Step("Softsign")), "not known to be differentiable"),
            "smooth" => (Of(Step("Softsign")), Of(Step("Tanh")), "not known to be smooth"),
            _ => throw new ArgumentOutOfRangeException(nameof(word)),
        };
        Hypotheses hypotheses = About with { Activation = [word] };
        Assert.Contains(reason, HypothesisCheck.ReasonAgainst(hypotheses, Shape() with { Between = [fails] }), StringComparison.Ordinal);
        Assert.Null(HypothesisCheck.ReasonAgainst(hypotheses, Shape() with { Between = [holds] }));
    }

    [Fact]
    public void Class_depth_layers_and_outputs()
    {
        LayerShape dense = new("d", "dense", 3, 1, HasScale: false), convolution = new("c", "convolution", 3, 1, HasScale: false);
        NetworkShape three = Shape() with { Layers = [dense, dense, dense], Between = [Planted.Relu, Planted.Relu] },
            one = Shape() with { Layers = [dense], Between = [] };
        Fails("one hidden layer; this network has 2", About with { Network = NetworkClass.OneHiddenLayer }, three);
        Holds(About with { Network = NetworkClass.OneHiddenLayer }, Shape());
        Fails("linear models; this network has 2 layers", About with { Network = NetworkClass.LinearModel }, Shape());
        Fails("ends with 'Relu'", About with { Network = NetworkClass.LinearModel }, one with { Output = Planted.Relu });
        Holds(About with { Network = NetworkClass.LinearModel }, one);
        Fails("holds for one layer; this network has 2", About with { Depth = "1" }, Shape());
        Fails("holds for two layers; this network has 3", About with { Depth = "2" }, three);
        Fails("two layers or more; this network has 1", About with { Depth = ">= 2" }, one);
        Fails("layer 'c' is a convolution", About with { Layers = ["dense"] }, Shape() with { Layers = [convolution, dense] });
        Fails("layer 'd' is a dense layer", About with { Layers = ["convolution"] }, Shape() with { Layers = [convolution, dense] });
        Holds(About with { Layers = ["dense", "convolution"] }, Shape() with { Layers = [convolution, dense] });
        Fails("one output; this network has 3", About with { Outputs = "1" }, Shape());
        Holds(About with { Outputs = "each" }, Shape());
        Fails("two classes or more", About with { Outputs = "classes" }, Shape() with { Layers = [dense, dense with { Outputs = 1 }] });
    }

    [Fact]
    public void Matrices_biases_branches_scores_and_the_network_itself()
    {
        LayerShape product = new("p", "dense", 3, 2, HasScale: false), scaled = new("s", "dense", 3, 1, HasScale: true);
        Fails("'p' is a product of stored matrices", About with { StoredMatrices = true }, Shape() with { Layers = [product] });
        Fails("'s' is a stored matrix times a factor", About with { StoredMatrices = true }, Shape() with { Layers = [scaled] });
        Fails("a bias", About, Shape() with { Bias = "layer 'd' has a bias" });
        Holds(About with { AllowsBiases = true }, Shape() with { Bias = "layer 'd' has a bias" });
        Fails("without residual branches; this network has 'add_3'", About, Shape() with { Residual = "add_3" });
        Holds(About with { AllowsResidual = true }, Shape() with { Residual = "add_3" });
        Fails("after the final 'Mul'", About with { FinalScores = true }, Shape() with { Output = Of(Step("Mul")) });
        Holds(About, Shape() with { Output = Of(Step("Mul")) });
        Fails("node 'q'", About, Shape() with { Obstacle = "node 'q' (Erf): not understood" });
        Holds(Hypotheses.None, Shape() with { Obstacle = "node 'q' (Erf): not understood", Bias = "a bias" });
    }

    [Fact]
    public void Data()
    {
        Fails("needs labelled data", About with { Data = ["labelled"] }, Shape());
        Holds(About with { Data = ["labelled"] }, Shape() with { HasLabels = true });
        Fails("norm at most 1; the largest here is 2", About with { Data = ["norm <= 1"] }, Shape() with { Inputs = Inputs("2", "1") });
        Holds(About with { Data = ["norm <= 1"] }, Shape() with { Inputs = Inputs("1", "1/2") });
        Fails("inputs of norm 1; here they are between 0.5 and 1", About with { Data = ["unit-norm"] },
            Shape() with { Inputs = Inputs("1", "1/2") });
        Fails("(--data)", About with { Data = ["unit-norm"] }, Shape() with { Inputs = Inputs("1", null) });
        Holds(About with { Data = ["unit-norm"] }, Shape() with { Inputs = Inputs("1.00000001", "0.99999999") });
    }

    [Fact]
    public void What_a_comparison_assumes_of_the_other_statement_is_listed()
    {
        Hypotheses mine = About with { Activation = ["relu"], Layers = ["dense"] };
        Assert.Empty(mine.NotImplied(About with { Activation = ["lipschitz <= 1", "zero-at-zero", "elementwise"],
            Layers = ["dense", "convolution"], Outputs = "each" }));
        Assert.Equal(["activation: smooth"], mine.NotImplied(About with { Activation = ["smooth"] }));
        Assert.Equal(["network: one-hidden-layer", "depth: 2", "outputs: classes"],
            mine.NotImplied(mine with { Network = NetworkClass.OneHiddenLayer, Depth = "2", Outputs = "classes" }));
        Assert.Equal(["network: feed-forward", "layers: dense"], Hypotheses.None.NotImplied(About with { Layers = ["dense"] }));
    }

    private static NetworkShape Shape() => new()
    {
        Layers = [new("a", "dense", 4, 1, HasScale: false), new("b", "dense", 3, 1, HasScale: false)], Between = [Planted.Relu],
            Output = Activation.None, Inputs = Inputs("1", null),
    };

    private static InputNorms Inputs(string largest, string? least) =>
        new(4, Rational.Parse(largest), Rational.One, Rational.One, "planted")
    {
        MeanNorm = Rational.One, LargestEntry = Rational.One, LargestColumnSquare = Rational.One, SumOfLargestSquares = Rational.One,
            MinimumNorm = least is null ? null : Rational.Parse(least),
    };

    private static void Fails(string reason, Hypotheses hypotheses, NetworkShape shape) =>
        Assert.Contains(reason, HypothesisCheck.ReasonAgainst(hypotheses, shape), StringComparison.Ordinal);

    private static void Holds(Hypotheses hypotheses, NetworkShape shape) => Assert.Null(HypothesisCheck.ReasonAgainst(hypotheses, shape));
}
