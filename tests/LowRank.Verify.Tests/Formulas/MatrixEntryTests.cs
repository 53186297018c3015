using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Formulas;

/// <summary>Entries of matrices, loops in loops, splits at a cutoff, shapes: exact cases by hand.</summary>
public sealed class MatrixEntryTests
{
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();
    private static readonly ReferenceEvaluator Evaluator = new(Catalogue, new SpectrumCertifier(Engines.Default));

    // W x = (1, −1) for the two inputs: only the first passes ReLU. Rows class by class, the last loop fastest.
    [Fact]
    public void Jacobian_of_relu_by_hand()
    {
        InputRecord inputs = Inputs("""{"X": [[1, 2], [3, -4]], "W": [[1, 0]], "V": [[5], [7]]}""");
        Assert.Equal([5, 10, 15, -20, 7, 14, 21, -28], Values("oymak2019/jacobian/relu", inputs));
        inputs = Inputs("""{"X": [[1, 2], [-3, -4]], "W": [[1, 0]], "V": [[5], [7]]}""");
        Assert.Equal([5, 10, 0, 0, 7, 14, 0, 0], Values("oymak2019/jacobian/relu", inputs));
    }

    // Singular values 3 and 2, left singular vectors the unit vectors.
    [Theory]
    [InlineData("2", 5, 0)]
    [InlineData("2.5", 3, 4)]
    [InlineData("3", 3, 4)]
    public void Projections_of_a_diagonal_matrix_are_exact(string alpha, double information, double nuisance)
    {
        InputRecord inputs = Inputs($$"""{"J": [[3, 0, 0], [0, 2, 0]], "r": [3, 4], "alpha": "{{alpha}}"}""");
        Assert.Equal(information, Value("oymak2019/information-projection", inputs));
        Assert.Equal(nuisance, Value("oymak2019/nuisance-projection", inputs));
    }

    // A double singular value on the cutoff, and one cluster below it: only sums over the whole cluster have a meaning.
    [Fact]
    public void Repeated_singular_values_are_taken_together()
    {
        InputRecord inputs = Inputs("""{"J": [[0, 2, 0], [2, 0, 0], [0, 0, 1]], "r": [3, 4, 12], "alpha": 2}""");
        Assert.Equal(5, Value("oymak2019/information-projection", inputs));
        Assert.Equal(12, Value("oymak2019/nuisance-projection", inputs));
        Assert.Equal(2.5, Value("oymak2019/truncated-pseudo-inverse", inputs));
    }

    // A singular value of √2 cannot equal a rational cutoff, and is told from one that is 1e-30 away.
    [Fact]
    public void A_cutoff_very_near_a_singular_value_is_decided()
    {
        const string Below = "1.41421356237309504880168872420", Above = "1.41421356237309504880168872421";
        InputRecord below = Inputs($$"""{"J": [[1, 1], [1, -1]], "r": [1, 0], "alpha": "{{Below}}"}""");
        InputRecord above = Inputs($$"""{"J": [[1, 1], [1, -1]], "r": [1, 0], "alpha": "{{Above}}"}""");
        Assert.Equal(1, Value("oymak2019/information-projection", below));
        InputException refused = Assert.Throws<InputException>(() => Value("oymak2019/information-projection", above));
        Assert.Contains("kept_singular_values(J, alpha) >= 1", refused.Message, StringComparison.Ordinal);
    }

    // One step of J = 1 with η = ½ from r = 8: 8, 4, 2, 1; the parameter has moved by 7.
    [Fact]
    public void Descent_by_hand()
    {
        InputRecord inputs = Inputs("""{"J": [[1]], "r": [8], "eta": "1/2", "tau": 3}""");
        Assert.Equal([1], Values("oymak2019/linearised-residual", inputs));
        Assert.Equal(7, Value("oymak2019/linearised-displacement", inputs));
    }

    [Theory]
    [InlineData("""{"X": [[1, 2]], "W": [[1, 0, 0]], "V": [[5]]}""", "W has 3 columns, but X has d = 2")]
    [InlineData("""{"X": [[1, 2]], "W": [[1, 0]], "V": [[5, 6]]}""", "V has 2 columns, but W has k = 1")]
    public void Shapes_that_do_not_fit_are_named(string json, string message)
    {
        InputException refused =
            Assert.Throws<InputException>(() => Evaluator.Evaluate(Catalogue.Get("oymak2019/jacobian/sin"), Inputs(json)));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_beside_a_matrix_must_have_its_length()
    {
        InputException refused = Assert.Throws<InputException>(() => Evaluator.Evaluate(
            Catalogue.Get("oymak2019/information-projection"), Inputs("""{"J": [[1, 2], [3, 4]], "r": [1, 2, 3], "alpha": 1}""")));
        Assert.Contains("J has 2 rows, but the lists have m = 3", refused.Message, StringComparison.Ordinal);
    }

    private static InputRecord Inputs(string json) => InputJson.Read(json, "test");

    private static double Value(string oracle, InputRecord inputs)
    {
        Evaluation evaluation = Evaluator.Evaluate(Catalogue.Get(oracle), inputs);
        Assert.Equal(EvaluationStatus.Enclosed, evaluation.Status);
        Assert.Equal(15, evaluation.Digits);
        return evaluation.Result!.Single.Enclosure.Midpoint;
    }

    private static double[] Values(string oracle, InputRecord inputs) =>
        [.. ((Shaped<CertifiedNumber>.Sequence)Evaluator.Evaluate(Catalogue.Get(oracle), inputs).Result!)
            .Items.Select(item => item.Single.Enclosure.Midpoint)];
}
