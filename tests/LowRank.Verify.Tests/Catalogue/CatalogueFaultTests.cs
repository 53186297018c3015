using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>Faults that the catalogue once had, each by the inputs that show it.</summary>
public sealed class CatalogueFaultTests
{
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    private static readonly ReferenceEvaluator Reference = new(Catalogue, new SpectrumCertifier(Engines.Default));

    // mpmath at 50 digits: with d = h = 1 only sqrt(ln(m/delta)/m) is left.
    [Theory]
    [InlineData(2, "0.61550211278984107")]
    [InlineData(3, "0.62266920319050116")]
    [InlineData(4, "0.60225262188251655")]
    public void The_pac_bayes_order_rises_from_two_samples_to_three(int m, string expected) =>
        Near("classical/neyshabur2018-theorem-1",
            $$"""{"B":1,"spectral":[1],"frobenius":[1],"h":1,"gamma":1,"m":{{m}},"delta":"15/16"}""", expected);

    [Fact]
    public void The_pac_bayes_order_claims_to_fall_from_three_samples_on()
    {
        OracleProperty inM = Catalogue.Get("classical/neyshabur2018-theorem-1")
            .Properties.Single(p => p is OracleProperty.Nonincreasing { Member: "m" });
        Assert.Equal("m >= 3", inM.When?.Text);
    }

    // By hand: 2^(3/2) * 2 * (1 + sqrt(2 ln 8)) * 2 + 3 sqrt(ln(36)/2).
    [Fact]
    public void Largest_degree_stands_once_in_the_logarithm() =>
        Near("classical/galanti2023-max-degree", """{"M_F":[1],"deg":[4],"k":1,"pixels":1,"n":1,"delta":0.5}""", "38.4018372817364396");

    // ||X||_F/n of n orthogonal inputs of norm 1 is 1/sqrt(8) = 0.3536: the statement is above it, half of the statement below.
    [Fact]
    public void Group_norm_statement_is_above_the_complexity_of_one_layer_with_orthogonal_inputs()
    {
        Interval value = Value("classical/neyshabur2015", """{"norms":[1],"H":1,"D":8,"p":2,"inv_q":0.5,"B":1,"n":8}""");
        Rational squared = Rational.Parse("1/8"), half = value.Upper.ToRational() * Rational.Parse("1/2");
        Assert.True(value.Lower.ToRational() * value.Lower.ToRational() > squared && half * half < squared);
    }

    [Theory]
    [InlineData("spectra/stable-rank", """{"A":[[0,0]]}""")]
    [InlineData("spectra/schatten-ratio-sum", """{"A":[[0,0]],"p":1}""")]
    [InlineData("classical/bartlett2017-theorem-1.1", """{"X_frobenius":1,"n":10,"A":[[[0]]]}""")]
    [InlineData("pinto2025/table-1/bartlett2017", """{"m":10,"W":[[[0]]]}""")]
    [InlineData("pinto2025/table-1/neyshabur2018", """{"m":10,"W":[[[0]]]}""")]
    [InlineData("ledent2025/comparison/c1", Network)]
    [InlineData("ledent2025/comparison/c5", Network)]
    [InlineData("ledent2025/theorem-3.6/code", Network)]
    [InlineData("ledent2025/theorem-3.6/doc", Network)]
    [InlineData("ledent2025/theorem-3.6/l2", Network)]
    [InlineData("ledent2025/theorem-3.6/repaired", Network)]
    [InlineData("ledent2025/theorem-3.7/code", Network)]
    [InlineData("ledent2025/theorem-3.7/doc", Network)]
    [InlineData("ledent2025/theorem-3.7/l2", Network)]
    [InlineData("ledent2025/theorem-3.7/repaired", Network)]
    public void Zero_matrix_is_refused_by_name(string id, string inputs)
    {
        InputException error =
            Assert.ThrowsAny<InputException>(() => Reference.Evaluate(Catalogue.Get(id), InputJson.Read(inputs, "test")));
        Assert.Contains($"{id} requires", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"frobenius\([AW](\[i\])?\) > 0", error.Message);
        Evaluation other = Reference.Evaluate(Catalogue.Get(id),
            InputJson.Read(inputs.Replace("[0", "[1", StringComparison.Ordinal), "test"));
        Assert.Equal(EvaluationStatus.Enclosed, other.Status);
    }

    [Fact]
    public void Restated_lemma_needs_room_for_its_logarithm()
    {
        const string Inputs = """{"gamma":1,"X_frobenius":1,"n":10,"s":[1],"b":[1],"W_i":[1],"d":[1,1],"k":[2]}""";
        InputException error = Assert.ThrowsAny<InputException>(() => Reference.Evaluate(Catalogue.Get("classical/graf2022-lemma-a8"),
            InputJson.Read(Inputs, "test")));
        Assert.Contains("requires 2*W >= 1", error.Message, StringComparison.Ordinal);
    }

    private const string Network = """{"N":100,"B":1,"rho":[],"p":["1/2"],"activation_norm":[1],"W":[[[0]]]}""";

    private static Interval Value(string id, string inputs) =>
        Reference.Evaluate(Catalogue.Get(id), InputJson.Read(inputs, "test"), 20).Result!.Single.Enclosure;

    private static void Near(string id, string inputs, string expected)
    {
        Interval value = Value(id, inputs);
        Rational number = Rational.Parse(expected), slack = Rational.Parse("1e-7");
        Assert.True(value.Lower.ToRational() >= number - slack && value.Upper.ToRational() <= number + slack, $"{value}");
    }
}
