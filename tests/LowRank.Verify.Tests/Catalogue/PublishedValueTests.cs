using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>
/// Values of the theory, computed there by other means; each enclosure must lie within half a unit of the last printed digit.
/// </summary>
public sealed class PublishedValueTests
{
    private const string T1 = """{"h":[8,12,5],"r":[2,2],"B":[1,1],"X_frobenius":4,"m":16,"C1":1,"C2":1}""";
    private const string T1Doubled = """{"h":[8,12,5],"r":[2,2],"B":[1,1],"X_frobenius":4,"m":16,"C1":2,"C2":1}""";
    private const string T4 = """{"h":[10,16,12,7],"r":[4,2,3],"B":[1.5,0.75,2],"X_frobenius":12,"m":64,"C1":1.25,"C2":2}""";

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    [Theory]
    [InlineData("pinto2025/theorem-7", T1, "4.387022532")]
    [InlineData("pinto2025/theorem-7", T1Doubled, "5.611767403")]
    [InlineData("pinto2025/theorem-7", T4, "41.4072001752")]
    [InlineData("pinto2025/theorem-7-tight", T1, "2.805883701")]
    [InlineData("pinto2025/theorem-7-tight", T1Doubled, "4.030628573")]
    [InlineData("pinto2025/theorem-7-tight-relu", T1, "2.34277886")]
    [InlineData("pinto2025/theorem-7-tight-relu", T1Doubled, "3.567523732")]
    [InlineData("pinto2025/lemma-4", T1, "0.790569415")]
    [InlineData("pinto2025/lemma-10", T1, "1.224744871")]
    public void Scalar_oracle_gives_the_published_value(string id, string inputs, string expected) => Check(id, inputs, expected);

    [Theory]
    [InlineData("code", "0", "0.7874007874")]
    [InlineData("code", "0.5", "0.7283191256")]
    [InlineData("doc", "0", "0.7874007874")]
    [InlineData("doc", "0.5", "0.7837942854")]
    [InlineData("l2", "0", "0.7874007874")]
    [InlineData("l2", "0.5", "0.8827479903")]
    [InlineData("repaired", "0", "0.7874007874")]
    [InlineData("repaired", "0.5", "0.8642611023")]
    public void Rank_sparse_form_gives_the_value_of_the_theory(string form, string p, string expected) => Check(
        "ledent2025/theorem-3.6/" + form,
        $$"""{"N":100,"B":3,"rho":[1],"p":[{{p}},{{p}}],"W":[[[1,0,0,0],[0,0.5,0,0],[0,0,0.1,0]],[[2,0,0],[0,0.25,0]]]}""",
        expected);

    private static void Check(string id, string inputs, string expected)
    {
        Evaluation evaluation = new ReferenceEvaluator(Catalogue, new SpectrumCertifier(Engines.Default))
            .Evaluate(Catalogue.Get(id), InputJson.Read(inputs, "test"), 30);
        Assert.Equal(EvaluationStatus.Enclosed, evaluation.Status);
        Assert.Equal(30, evaluation.Digits);
        Interval value = evaluation.Result!.Single.Enclosure;
        int decimals = expected.Length - expected.IndexOf('.', StringComparison.Ordinal) - 1;
        Rational half = Rational.Parse("0.5e-" + decimals.ToString(CultureInfo.InvariantCulture)), printed = Rational.Parse(expected);
        Assert.True(printed - half <= value.Lower.ToRational() && value.Upper.ToRational() <= printed + half,
            $"{value} against {expected}");
    }
}
