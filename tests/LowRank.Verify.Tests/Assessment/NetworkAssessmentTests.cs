using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Tests.Assessment;

public sealed class NetworkAssessmentTests
{
    // Widths 8, 12, 5, ranks 2, spectral norms 1: with ‖X‖_F = 4 and 16 samples the case T1, whose values are printed to ten digits.
    private static readonly StoredFile TwoLayers = Planted.ReluFile(
        Planted.Dense("a", Planted.Diagonal(12, 8, 1, 0.5)), Planted.Dense("b", Planted.Diagonal(5, 12, 1, 0.25)));

    [Theory]
    [InlineData("pinto2025/theorem-7", "4.387022532")]
    [InlineData("pinto2025/theorem-7-tight", "2.805883701")]
    [InlineData("pinto2025/theorem-7-tight-relu", "2.342778860")]
    public void Inputs_of_a_planted_network_give_the_printed_values(string oracle, string printed)
    {
        // Sixteen inputs of unit norm have ‖X‖_F = 4.
        OracleAssessment.Value value = Planted.Value(Planted.Assess(TwoLayers), oracle, Reading.AsStored);
        Rational half = Rational.Parse("5e-10"), expected = Rational.Parse(printed);
        Assert.True(expected - half <= Planted.Enclosure(value).Lower.ToRational());
        Assert.True(Planted.Enclosure(value).Upper.ToRational() <= expected + half);
        Assert.InRange(value.RelativeDistance ?? 1, 0, 1e-13);
        Assert.Contains(value.Notes, note => note.Contains("C1 = C2 = 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Limits_are_the_certified_upper_ends()
    {
        InputRecord inputs = Planted.Value(Planted.Assess(TwoLayers), "pinto2025/theorem-7", Reading.AsStored).Inputs;
        Assert.Equal([8, 12, 5], Numbers(inputs, "h"));
        Assert.Equal([2, 2], Numbers(inputs, "r"));
        Assert.All(Numbers(inputs, "B"), limit => Assert.InRange(limit, 1, 1 + 1e-14));
        Assert.Equal(16, Number(inputs, "m").ToDouble());
        Assert.Equal(4, Number(inputs, "X_frobenius").ToDouble());
    }

    [Fact]
    public void Irrational_data_norm_is_rounded_up_by_less_than_an_ulp()
    {
        Rational norm = Number(Planted.Value(Planted.Assess(TwoLayers, new AssessmentOptions { Samples = 1000 }), "pinto2025/theorem-7",
            Reading.AsStored).Inputs, "X_frobenius");
        Assert.True(norm * norm >= Rational.Of(1000.0));
        Rational below = Rational.Of(Math.BitDecrement(norm.ToDouble()));
        Assert.True(below * below < Rational.Of(1000.0));
    }

    [Fact]
    public void Rank_as_stored_and_at_storage_differ_where_a_value_is_below_the_rounding_of_the_format()
    {
        // 2^-30 is a float32, but far below half an ulp of the entries 1 and 0.5 beside it.
        StoredFile file = Planted.ReluFile(
            Planted.Dense("a", Planted.Diagonal(4, 4, StorageType.Float32, 1, 0.5, Math.ScaleB(1, -30))),
            Planted.Dense("b", Planted.Diagonal(3, 4, StorageType.Float32, 1, 1, 1)));
        AssessmentReport report = Planted.Assess(file);
        Assert.Equal([3, 3], Numbers(Planted.Value(report, "pinto2025/theorem-7", Reading.AsStored).Inputs, "r"));
        Assert.Equal([2, 3], Numbers(Planted.Value(report, "pinto2025/theorem-7", Reading.Truncated).Inputs, "r"));

        // What is cut off is exactly 2^-30; the other layer has norm 1 and is not cut: the change is 2^-30 for inputs of norm 1.
        Rational change = report.OutputChange!.ToRational(), exact = new(1, System.Numerics.BigInteger.One << 30);
        Assert.True(exact <= change && change <= exact * Rational.Parse("1.000000001"));
    }

    [Fact]
    public void Truncated_forms_see_the_cut_spectrum()
    {
        StoredFile file = Planted.ReluFile(Planted.Dense("a", Planted.Diagonal(4, 4, StorageType.Float32, 1, 0.5, Math.ScaleB(1, -30))),
            Planted.Dense("b", Planted.Diagonal(3, 4, StorageType.Float32, 1, 1, 1)));
        StoredFile cut = Planted.ReluFile(Planted.Dense("a", Planted.Diagonal(4, 4, StorageType.Float32, 1, 0.5)),
            Planted.Dense("b", Planted.Diagonal(3, 4, StorageType.Float32, 1, 1, 1)));
        OracleAssessment.Value truncated = Planted.Value(Planted.Assess(file), "ledent2025/theorem-3.6/l2", Reading.Truncated);
        OracleAssessment.Value planted = Planted.Value(Planted.Assess(cut), "ledent2025/theorem-3.6/l2", Reading.AsStored);
        Assert.True(Planted.Enclosure(truncated).Overlaps(Planted.Enclosure(planted)));
        Assert.True(Planted.Enclosure(truncated)
            .Upper <= Planted.Enclosure(Planted.Value(Planted.Assess(file), "ledent2025/theorem-3.6/l2", Reading.AsStored)).Upper);
        Assert.InRange(truncated.RelativeDistance ?? 1, 0, 1e-13);
    }

    [Fact]
    public void Change_of_a_cut_network_is_never_above_the_printed_limit()
    {
        Random random = new(5);
        for (int sample = 0; sample < 20; sample++)
        {
            // float16 storage cuts a lot, so that the change is far above rounding errors of this test.
            double[] small = [1, 0.75, Math.ScaleB(1 + random.Next(8), -17)];
            StoredFile file = Planted.ReluFile(
                Planted.Dense("a", Planted.Diagonal(6, 6, StorageType.Float16, small)),
                    Planted.Dense("b", Planted.Diagonal(6, 6, StorageType.Float16, small)));
            AssessmentReport report = Planted.Assess(file);
            Assert.All(report.Layers, layer => Assert.Equal(2, layer.Factors[0].CutRank));

            // On the third axis the network is x ↦ s²x, the cut one 0.
            double change = small[2] * small[2];
            Assert.True(report.OutputChange!.ToDouble(Rounding.Up) >= change);
            Assert.True(report.OutputChange!.ToDouble(Rounding.Up) <= (2 * small[2] * (1 + small[2])) + 1e-12);
        }
    }

    [Fact]
    public void Biases_are_carried()
    {
        StoredFile file = Planted.ReluFile(Planted.Dense("a", Planted.Diagonal(2, 2, 1, 1), [1, 0]),
            Planted.Dense("b", Planted.Diagonal(2, 2, 1, 1)));
        AssessmentReport absorbed = Planted.Assess(file, new AssessmentOptions { Samples = 16 });
        InputRecord inputs = Planted.Value(absorbed, "pinto2025/theorem-7", Reading.AsStored).Inputs;
        Assert.Equal([3, 3, 2], Numbers(inputs, "h"));

        // ‖(x, 1)‖² = 2 for each of 16 inputs: ‖X‖_F² = 32.
        Rational norm = Number(inputs, "X_frobenius");
        Assert.InRange((norm * norm).ToDouble(), 32, 32 * (1 + 1e-15));

        // [[1, 0, 1], [0, 1, 0], [0, 0, 1]]: its largest singular value is the golden ratio.
        Assert.InRange(Numbers(inputs, "B")[0] / ((1 + Math.Sqrt(5)) / 2), 1 - 1e-15, 1 + 1e-13);
    }

    [Fact]
    public void Activation_that_moves_the_constant_passes_it_as_a_map_of_vectors()
    {
        Activation tanh = new([new ActivationStep("Tanh", "t", Rational.One, PreservesZero: true, IsElementwise: true)]);
        StoredFile file = Planted.File([Planted.Dense("a", Planted.Diagonal(2, 2, 1, 1), [1, 0]),
            Planted.Dense("b", Planted.Diagonal(2, 2, 1, 1))], [tanh]);
        AssessmentReport report = Planted.Assess(file, new AssessmentOptions { Samples = 16 });
        OracleAssessment.Value value = Planted.Value(report, "ledent2025/theorem-3.6/l2", Reading.AsStored);
        Assert.Equal([1.0], Numbers(value.Inputs, "rho"));
        Assert.Contains("coordinate by coordinate", Planted.Reason(report, "pinto2025/theorem-7"), StringComparison.Ordinal);
    }

    [Fact]
    public void Linear_networks_get_their_own_statements_with_every_factor_as_a_layer()
    {
        // Diagonals: norms 2 and 3, ranks 2 and 1, the product has norm 6 at the first axis.
        FactoredLayer layer = new("a + b",
            [Planted.Dense("a", Planted.Diagonal(3, 4, 2, 1)), Planted.Dense("b", Planted.Diagonal(5, 3, 3))]);
        AssessmentReport report = Planted.Assess(Planted.File([layer], []));
        OracleAssessment.Value value = Planted.Value(report, "pinto2025/lemma-4", Reading.AsStored);
        Assert.Equal([4, 3, 5], Numbers(value.Inputs, "h"));
        Assert.Equal([2, 1], Numbers(value.Inputs, "r"));

        // R √(h_L min r / m) Π B = 1·√(5·1/16)·6.
        Assert.InRange(Planted.Enclosure(value).Midpoint / (6 * Math.Sqrt(5.0 / 16)), 1 - 1e-13, 1 + 1e-13);
        InputRecord single = Planted.Value(report, "pinto2025/lemma-10", Reading.AsStored).Inputs;
        Assert.Equal([4, 5], Numbers(single, "h"));
        Assert.Equal([1], Numbers(single, "r"));
        Assert.InRange(Numbers(single, "B")[0], 6, 6 * (1 + 1e-13));
        Assert.Contains("product of stored matrices", Planted.Reason(report, "ledent2025/theorem-3.6/l2"), StringComparison.Ordinal);
        Assert.Contains(report.Assumptions, line => line.Contains("inner dimension", StringComparison.Ordinal));
    }

    [Fact]
    public void Norms_of_a_factored_layer_are_those_of_its_product()
    {
        // diag(2, 1)·diag(1, 3) = diag(2, 3): the product of the factors' norms would be 6.
        FactoredLayer layer = new("a + b",
            [Planted.Dense("a", Planted.Diagonal(3, 2, 2, 1)), Planted.Dense("b", Planted.Diagonal(4, 3, 1, 3))]);
        LayerAssessment found = Planted.Assess(Planted.File([layer], [])).Layers[0];
        Assert.Equal(3, found.SpectralNorm.Midpoint, 12);
        Assert.Equal(Math.Sqrt(13), found.FrobeniusNorm.Midpoint, 12);
        Assert.Equal(5, found.RowNorm21.Midpoint, 12);
        Assert.Equal(13.0 / 9, found.StableRank!.Midpoint, 12);
        Assert.Equal(new IntegerBracket(2, 2), found.Rank);
        Assert.Equal(found.SpectralNorm.Upper, found.NormWhenCut);
    }

    [Fact]
    public void Cutting_a_factor_in_the_middle_may_raise_the_norm()
    {
        // [1, 1]·diag(1, 2^−14)·[1; −2^14] = 0, and 1 once the middle is cut to rank 1 at float16.
        double small = Math.ScaleB(1, -14);
        FactoredLayer layer = new("a + b + c", [
            Planted.Dense("a", Matrix.FromArray(new[,] { { 1.0 }, { -1 / small } })),
            Planted.Dense("b", Planted.Diagonal(2, 2, StorageType.Float16, 1, small)),
            Planted.Dense("c", Matrix.FromArray(new[,] { { 1.0, 1.0 } })),
        ]);
        LayerAssessment found = Planted.Assess(Planted.File([layer], [])).Layers[0];
        Assert.Equal(1, found.Factors[1].CutRank);
        Assert.Equal(Interval.Zero, found.SpectralNorm);
        Assert.True(found.NormWhenCut >= BigFloat.One);
    }

    [Fact]
    public void Reasons_name_what_stands_in_the_way()
    {
        Assert.Contains("linear networks only", Planted.Reason(Planted.Assess(TwoLayers), "pinto2025/lemma-4"), StringComparison.Ordinal);
        Assert.Contains("one layer", Planted.Reason(Planted.Assess(TwoLayers), "pinto2025/lemma-10"), StringComparison.Ordinal);
        Activation steep = new([new ActivationStep("LeakyRelu", "s", Rational.Of(4.0), PreservesZero: true, IsElementwise: true)]);
        Layer[] layers = [.. TwoLayers.Network!.Layers];
        AssessmentReport report = Planted.Assess(Planted.File(layers, [steep]));
        Assert.Contains("1-Lipschitz", Planted.Reason(report, "pinto2025/theorem-7"), StringComparison.Ordinal);
        Assert.Equal([2], Numbers(Planted.Value(report, "ledent2025/theorem-3.6/l2", Reading.AsStored).Inputs, "rho"));
        Activation shifted = new([new ActivationStep("Sigmoid", "s", Rational.One, PreservesZero: false, IsElementwise: true)]);
        Assert.Contains("0 to 0", Planted.Reason(Planted.Assess(Planted.File(layers, [shifted])), "ledent2025/theorem-3.6/l2"),
            StringComparison.Ordinal);
        Assert.Null(Planted.Assess(Planted.File(layers, [shifted])).OutputChange);
        Activation unknown = new([new ActivationStep("Mystery", "s", null, PreservesZero: true, IsElementwise: true)]);
        Assert.Contains("Mystery", Planted.Reason(Planted.Assess(Planted.File(layers, [unknown])), "ledent2025/theorem-3.6/l2"),
            StringComparison.Ordinal);
        AssessmentReport lost = Planted.Assess(Planted.File(layers, [Planted.Relu], ["node 'q' (Erf): not understood"]));

        // what single matrices are is known whatever lies between them
        Assert.All(lost.Oracles.OfType<OracleAssessment.Value>(), value => Assert.NotNull(value.Layer));
        Assert.Contains("node 'q'", Planted.Reason(lost, "pinto2025/theorem-7"), StringComparison.Ordinal);
        Assert.Equal("node 'q' (Erf): not understood", lost.Understanding!.Stop);
        Assert.DoesNotContain(lost.Notes, note => note.Contains("node 'q'", StringComparison.Ordinal));
    }

    [Fact]
    public void One_output_coordinate_is_said_where_a_statement_is_about_scalars()
    {
        OracleAssessment.Value many = Planted.Value(Planted.Assess(TwoLayers), "classical/golowich2018-theorem-1", Reading.Any);
        Assert.Contains(many.Notes, note => note.Contains("each of the 5 output coordinates", StringComparison.Ordinal));
        StoredFile scalar = Planted.ReluFile(Planted.Dense("a", Planted.Diagonal(3, 2, 1)), Planted.Dense("b", Planted.Diagonal(1, 3, 1)));
        Assert.Empty(Planted.Value(Planted.Assess(scalar), "classical/golowich2018-theorem-1", Reading.Any).Notes);
    }

    [Fact]
    public void Optimised_exponents_are_no_worse_than_any_common_one()
    {
        StoredFile file = Planted.ReluFile(Planted.Dense("a", Planted.Diagonal(12, 8, 1, 0.5, 0.01, 0.001)),
            Planted.Dense("b", Planted.Diagonal(5, 12, 2, 1, 0.125)));
        OracleAssessment.Value value = Planted.Value(Planted.Assess(file), "ledent2025/theorem-3.6/repaired", Reading.AsStored);
        Assert.Equal(2, value.Exponents!.Count);
        ReferenceEvaluator reference = new(Planted.Catalogue, Planted.Spectra);
        foreach (double p in new[] { 0, 0.1, 0.5, 1, 1.5, 2 })
        {
            Evaluation other = reference.Evaluate(value.Oracle, value.Inputs.With("p", InputValue.Sequence.Of(p, p)));
            Assert.True(Planted.Enclosure(value).Lower <= other.Result!.Single.Enclosure.Upper, $"p = {p}");
        }
    }

    [Fact]
    public void Zero_layer_is_a_reason_not_an_accident()
    {
        StoredFile file = Planted.ReluFile(Planted.Dense("a", Planted.Diagonal(2, 2)), Planted.Dense("b", Planted.Diagonal(2, 2, 1, 1)));
        AssessmentReport report = Planted.Assess(file);
        Assert.NotEmpty(Planted.Reason(report, "pinto2025/theorem-7"));
        Assert.NotEmpty(Planted.Reason(report, "ledent2025/theorem-3.6/l2"));
    }

    private static Rational Number(InputRecord inputs, string name) => ((InputValue.Number)inputs.Members[name]).Exact;

    private static double[] Numbers(InputRecord inputs, string name) =>
        [.. ((InputValue.Sequence)inputs.Members[name]).Items.Select(item => ((InputValue.Number)item).Exact.ToDouble())];
}
