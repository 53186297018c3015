using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.FastPath;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>
/// The vectors T1 and T4 of the theory and the numbers of its counterexamples, on both paths. Each enclosure must lie within half a unit
/// of the last printed digit. Catches wrong constants, widths, ranks and exponents.
/// </summary>
public sealed class PintoVectorTests
{
    private const string Plain = """ "h":[8,12,5],"r":[2,2],"B":[1,1],"X_frobenius":4,"m":16 """;
    private const string T1 = "{" + Plain + ""","C1":1,"C2":1}""";
    private const string T1Doubled = "{" + Plain + ""","C1":2,"C2":1}""";
    private const string T1FirstLayer = "{" + Plain + ""","l":1}""";
    private const string T1LastLayer = "{" + Plain + ""","l":2}""";
    private const string T4 = """{"h":[10,16,12,7],"r":[4,2,3],"B":[1.5,0.75,2],"X_frobenius":12,"m":64,"C1":1.25,"C2":2}""";

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    private static readonly ReferenceEvaluator Reference = new(Catalogue, new SpectrumCertifier(Engines.Default));

    private static readonly FastEvaluator Fast = new(Engines.Default);

    [Theory]
    [InlineData("theorem-7-lemma5", T1, "4.387022532")]
    [InlineData("theorem-7", T1, "4.387022532")]
    [InlineData("theorem-7-tight", T1, "2.805883701")]
    [InlineData("theorem-7-tight-relu", T1, "2.34277886")]
    [InlineData("theorem-7-lemma5", T1Doubled, "5.611767403")]
    [InlineData("theorem-7", T1Doubled, "5.611767403")]
    [InlineData("theorem-7-tight", T1Doubled, "4.030628573")]
    [InlineData("theorem-7-tight-relu", T1Doubled, "3.567523732")]
    [InlineData("lemma-10", T1, "1.224744871")]
    [InlineData("lemma-4", T1, "0.790569415")]
    [InlineData("lemma-5", T1FirstLayer, "16")]
    [InlineData("lemma-6", T1LastLayer, "3.16227766")]
    [InlineData("simplified", T1, "3.464101615")]
    [InlineData("simplified-explicit", T1, "6.12372435696")]
    [InlineData("sudakov-fernique", T1, "5.463787293")]
    [InlineData("covering", T1, "11.90919366")]
    [InlineData("trivial", T1, "2.236067977")]
    [InlineData("tripuraneni", T1, "715.249")]
    [InlineData("recursion", T1, "4.387022532")]
    [InlineData("recursion", T1Doubled, "5.611767403")]
    [InlineData("theorem-7-lemma5", T4, "49.9679878482")]
    [InlineData("recursion", T4, "49.9679878482")]
    [InlineData("theorem-7", T4, "41.4072001752")]
    public void Vector_has_its_printed_value(string statement, string inputs, string printed) => Check(statement, inputs, printed);

    // One sample and the functions v, -v with |v| = 1 (m = 1, loss 0, delta near 1): the Gaussian complexity is sqrt(2/pi), twice the
    // Rademacher complexity is 2; as printed the middle term is sqrt(2), corrected it is 2.
    [Theory]
    [InlineData("theorem-2", 1.4142135623730951)]
    [InlineData("theorem-2-corrected", 2)]
    public void Two_opposite_functions_refute_the_printed_theorem_2(string statement, double middle)
    {
        const string Inputs = """{"empirical_loss":0,"Lip":1,"G_hat":0.79788456080286535588,"delta":0.5,"m":1}""";
        double deviation = Math.Sqrt(9 * Math.Log(4) / 2);
        Assert.Equal(middle + deviation, Fast.Evaluate("pinto2025/" + statement, InputJson.Read(Inputs, "test")).Numbers.Single.Value,
            1e-14);
        Assert.Equal(middle + deviation, Enclose(statement, Inputs).Lower.ToDouble(Rounding.Nearest), 1e-14);
    }

    // Erratum of the simplified form: below eq. (4) with every constant equal to 1.
    [Fact]
    public void Simplified_form_is_no_upper_bound() =>
        Assert.True(Enclose("simplified", T1).Upper < Enclose("theorem-7", T1).Lower);

    // Widths 1, 1, 1000 and one sample: the form would give 8 where the complexity is about sqrt(1000).
    [Fact]
    public void Chain_rule_with_a_logarithm_refuses_one_sample()
    {
        const string Inputs = """{"h":[1,1,1000],"r":[1,1],"B":[1,1],"X_frobenius":1,"m":1}""";
        Assert.Throws<InputException>(() => Enclose("tripuraneni", Inputs));
        Assert.IsType<FastResult.NotApplicable>(Fast.Evaluate("pinto2025/tripuraneni", InputJson.Read(Inputs, "test")));
    }

    [Theory]
    [InlineData("lemma-5")]
    [InlineData("lemma-6")]
    public void Layer_beyond_the_last_is_refused(string statement)
    {
        string inputs = "{" + Plain + ""","l":3}""";
        Assert.Throws<InputException>(() => Enclose(statement, inputs));
        Assert.IsType<FastResult.NotApplicable>(Fast.Evaluate("pinto2025/" + statement, InputJson.Read(inputs, "test")));
    }

    // Counterexamples that stand in the oracle files where a monotonicity fails.
    [Theory]
    [InlineData("tripuraneni", """{"h":[1,1,1],"r":[1,1],"B":[1,1],"X_frobenius":1,"m":2}""", "90.1")]
    [InlineData("tripuraneni", """{"h":[1,1,1],"r":[1,1],"B":[1,1],"X_frobenius":1,"m":3}""", "94.3")]
    [InlineData("theorem-8", """{"ell":1,"R":1,"m":1,"R_hat":1,"c":1}""", "1.00")]
    [InlineData("theorem-8", """{"ell":1,"R":1,"m":2,"R_hat":1,"c":1}""", "1.28")]
    [InlineData("theorem-8", """{"ell":1,"R":1,"m":2,"R_hat":0,"c":1}""", "0.71")]
    [InlineData("lemma-5", """{"h":[2,2,2],"r":[1,1],"B":[1,0.25],"X_frobenius":1,"l":1}""", "2.8284")]
    [InlineData("lemma-5", """{"h":[2,2,2],"r":[1,1],"B":[1,0.25],"X_frobenius":1,"l":2}""", "0.7071")]
    [InlineData("lemma-5", """{"h":[2,2,2],"r":[2,1],"B":[1,1],"X_frobenius":1,"l":1}""", "4")]
    [InlineData("lemma-5", """{"h":[2,2,2],"r":[2,1],"B":[1,1],"X_frobenius":1,"l":2}""", "2.8284")]
    [InlineData("simplified", """{"h":[1,1,1],"r":[1,1],"B":[1,1],"X_frobenius":1,"m":1,"C1":4}""", "32")]
    [InlineData("simplified-explicit", """{"h":[1,1,1],"r":[1,1],"B":[1,1],"X_frobenius":1,"m":1,"C1":4,"C2":1}""", "6.83")]
    public void Recorded_counterexample_has_its_value(string statement, string inputs, string printed) => Check(statement, inputs, printed);

    [Fact]
    public void Every_statement_is_there_and_has_a_fast_path()
    {
        string[] expected =
        [
            "lemma-4", "lemma-5", "lemma-6", "lemma-9", "lemma-10", "theorem-1", "theorem-8", "theorem-11", "theorem-12",
                "theorem-12-corrected", "margin-form",
            "theorem-2", "theorem-2-corrected", "theorem-7", "theorem-7/from-weights", "theorem-7-lemma5", "theorem-7-tight",
                "theorem-7-tight-relu", "simplified",
                "simplified-explicit",
            "recursion", "tripuraneni", "trivial", "sudakov-fernique", "covering", "covering-bounded-loss",
            .. new[] { "ours", "golowich2018", "neyshabur2018",
                "bartlett2017" }.SelectMany(row => new[] { $"table-1/{row}", $"table-1/{row}-on-class" }),
        ];
        string[] present = [.. Catalogue.Oracles.Where(oracle => oracle.Family == "pinto2025")
            .Select(oracle => oracle.Id["pinto2025/".Length..])];
        Assert.Equal(expected.Order(StringComparer.Ordinal), present.Order(StringComparer.Ordinal));
        Assert.All(present, id => Assert.True(Fast.Supports("pinto2025/" + id), id));
    }

    // Statements with unknown constants, and printed ones that are proved for some Lipschitz constants only, are no bounds.
    [Fact]
    public void Bounds_are_those_that_are_proved_with_every_constant() => Assert.Equal(
        [
            "covering", "covering-bounded-loss", "lemma-10", "lemma-4", "lemma-5", "lemma-6", "lemma-9", "margin-form", "sudakov-fernique",
                "theorem-1",
            "theorem-11", "theorem-12-corrected", "theorem-2-corrected", "tripuraneni", "trivial",
        ],
        Catalogue.Oracles.Where(oracle => oracle.Family == "pinto2025" && oracle.Kind == OracleKind.Bound)
            .Select(oracle => oracle.Id["pinto2025/".Length..]));

    private static void Check(string statement, string inputs, string printed)
    {
        int point = printed.IndexOf('.', StringComparison.Ordinal);
        int decimals = point < 0 ? 12 : printed.Length - point - 1;
        Rational half = Rational.Parse("0.5e-" + decimals.ToString(CultureInfo.InvariantCulture)), value = Rational.Parse(printed);
        Interval enclosure = Enclose(statement, inputs);
        Assert.True(value - half <= enclosure.Lower.ToRational() && enclosure.Upper.ToRational() <= value + half,
            $"{enclosure} against {printed}");
        double fast = Fast.Evaluate("pinto2025/" + statement, InputJson.Read(inputs, "test")).Numbers.Single.Value;
        Assert.InRange(fast, (value - half).ToDouble() - 1e-12, (value + half).ToDouble() + 1e-12);
    }

    private static Interval Enclose(string statement, string inputs)
    {
        Evaluation evaluation = Reference.Evaluate(Catalogue.Get("pinto2025/" + statement), InputJson.Read(inputs, "test"), 30);
        Assert.Equal(EvaluationStatus.Enclosed, evaluation.Status);
        return evaluation.Result!.Single.Enclosure;
    }
}
