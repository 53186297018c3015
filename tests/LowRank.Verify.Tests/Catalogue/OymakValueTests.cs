using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>Numbers of the theory of the Jacobian's low rank: printed values, counterexamples, relations between statements.</summary>
public sealed class OymakValueTests
{
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();
    private static readonly ReferenceEvaluator Evaluator = new(Catalogue, new SpectrumCertifier(Engines.Default));

    [Theory]
    [InlineData("kernel/smoothed-relu", """{"rho":1}""", "1/3")]
    [InlineData("kernel/smoothed-relu", """{"rho":-1}""", "-1/6")]
    [InlineData("kernel/relu", """{"rho":1}""", "1/2")]
    [InlineData("kernel/relu", """{"rho":-1}""", "0")]
    [InlineData("kernel/relu", """{"rho":-0.5}""", "-1/12")]
    [InlineData("kernel/half-square", """{"rho":"-1/3"}""", "1/9")]
    [InlineData("early-stopping-value", """{"lambda":[2,1],"a":[0,1],"Gamma":2,"alpha":2}""", "1")]
    [InlineData("early-stopping-value", """{"lambda":[2,1],"a":[0,1],"Gamma":2,"alpha":1.5}""", "4/3")]
    [InlineData("early-stopping-value", """{"lambda":[2,1],"a":[0,1],"Gamma":2,"alpha":1}""", "1")]
    [InlineData("width-theorem-6.21", """{"C_r":1,"Gamma":1,"abar":1,"nu":1,"B_phi":1,"zeta":1}""", "25600")]
    [InlineData("width-theorem-6.21", """{"C_r":1,"Gamma":2,"abar":0.5,"nu":4,"B_phi":1,"zeta":2}""", "1638400")]
    public void Oracle_encloses_the_exact_value(string id, string inputs, string expected) =>
        Assert.True(Scalar(id, inputs).Contains(Rational.Parse(expected)));

    [Theory]
    [InlineData("information", 2.55)]
    [InlineData("total", 4.5)]
    [InlineData("nuisance", 1.95)]
    public void Linear_model_starts_where_the_figure_starts(string part, double printed)
    {
        // n = 200, r = 5, sx = 0.2, sy = 2, w = 0, ||yb||^2 = 5: the figure shows 4.500, 2.550, 1.950.
        Interval value = Part(
            "linear-model", """{"n":200,"r":5,"sigma_x":"0.2","sigma_y":2,"misfit":"2.2360679774997896964","w_norm":0}""", part);
        Assert.Equal(printed, value.Lower.ToDouble(Rounding.Nearest), 1e-12);
    }

    [Fact]
    public void Width_of_the_theorem_at_random_initialization_is_out_of_reach()
    {
        // 12 zeta < 1, abar <= 1/sqrt(K): at least 12e7 12^4 K^4 Gamma^4 log n = 2.5e12 K^4 log n.
        Interval least = Scalar("width-theorem-6.23/normalised", """{"Gamma":1,"n":2,"c":1,"zeta":"1/12","abar":1}""");
        Assert.Equal(2.48832e12 * Math.Log(2), least.Lower.ToDouble(Rounding.Nearest), 1.0);
    }

    [Theory]
    [InlineData("""{"Gamma":3,"K":2,"B_phi":1.5,"n":16,"c":0.5,"zeta":0.25,"alpha_0":6,"X_norm":4}""",
        """{"Gamma":3,"n":16,"c":0.5,"zeta":0.25,"abar":"0.70710678118654752440084436210484903928"}""")]
    public void Cutoff_and_normalised_cutoff_give_one_width(string given, string normalised)
    {
        // alpha_0 = abar n^(1/4) sqrt(K ||X||) B = abar 2 sqrt(8) 1.5 = 6.
        double a = Scalar("width-theorem-6.23", given).Lower.ToDouble(Rounding.Nearest),
            b = Scalar("width-theorem-6.23/normalised", normalised).Lower.ToDouble(Rounding.Nearest);
        Assert.Equal(1, a / b, 1e-12);
    }

    [Fact]
    public void Theorem_at_arbitrary_initialization_has_an_instance_below_one()
    {
        // Two orthogonal centres, smoothed ReLU (kernel 1/3 on each), expected kernel: singular values nu sqrt(n/12), D = sqrt(12)/nu.
        Interval kernel = Scalar("kernel/smoothed-relu", """{"rho":1}""");
        Assert.True(kernel.Contains(new Rational(1, 3)));
        Interval distance = Scalar("early-stopping-distance", """{"lambda":["28.867513459481288225"],"a":[100],"alpha":20,"Gamma":6}""");
        Assert.Equal(Math.Sqrt(12), distance.Lower.ToDouble(Rounding.Nearest), 1e-12);
        Interval bound = Scalar(
            "theorem-6.21",
            """{"PiN_r0":0,"nu":1,"B_phi":1,"n":10000,"delta":"0.05","C_r":1,"Gamma":6,"zeta":"0.02","D":"3.4641016151377545871"}""");
        Assert.Equal((12 * Math.Sqrt(12) / 100) + (5 * Math.Sqrt(Math.Log(40) / 10000)) + (2 * (Math.Exp(-6) + 0.02)),
            bound.Upper.ToDouble(Rounding.Nearest), 1e-12);
        Assert.True(bound.Upper < BigFloat.One);
    }

    [Fact]
    public void Printed_complexity_is_five_times_too_small_where_its_hypothesis_fails()
    {
        // phi = 0.2 sin, n = k = K = 1, x = 1, W0 = pi/2: B = 0.2, E = 0.2, M_W = R = 0.
        const string Counterexample = """{"nu":1,"B_phi":"1/5","M_W":0,"M_V":1,"E":"1/5","R":0,"n":1,"k":1}""";
        Assert.True(Scalar("lemma-6.17-repaired", Counterexample).Contains(new Rational(1, 5)));
        InputException refusal = Assert.Throws<InputException>(() => Scalar("lemma-6.17", Counterexample));
        Assert.Contains("M_V == 0 or B_phi >= 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deviation_with_the_root_of_the_logarithm_fits_the_width_of_the_same_lemma()
    {
        // At k = 1000 K^2 B^4 ||X||^4 log n/delta^2 the deviation divided by k nu^2 must be at most delta.
        Interval width = Part("lemma-6.13", """{"K":2,"k":1,"n":100,"nu":1,"B_phi":1,"X_norm":3,"deviation":0.5}""", "width");
        double k = Math.Ceiling(width.Upper.ToDouble(Rounding.Up));
        Interval enough = Part(
            "lemma-6.13", $$"""{"K":2,"k":{{k}},"n":100,"nu":1,"B_phi":1,"X_norm":3,"deviation":0.5}""", "deviation");
        double deviation = enough.Upper.ToDouble(Rounding.Up);
        Assert.InRange(deviation / k, 0.45, 0.5);
    }

    [Fact]
    public void Best_factor_of_the_step_is_half_of_the_printed_one()
    {
        // A = diag(1, 0), B = [[sqrt(1 - e^2), 0], [e, 0]], eta = 1: I - A B^T = [[1 - sqrt(1 - e^2), -e], [0, 1]], of norm 1 + eps^2/2
        // nearly.
        const double E = 1e-3;
        double corner = 1 - Math.Sqrt(1 - (E * E)), trace = (corner * corner) + (E * E) + 1, determinant = corner * corner;
        double norm = Math.Sqrt((trace + Math.Sqrt((trace * trace) - (4 * determinant))) / 2);
        double distance = (E * E) + Math.Pow(1 - Math.Sqrt(1 - (E * E)), 2);
        Assert.InRange((norm - 1) / distance, 0.4999, 0.5);
    }

    private static Interval Scalar(string id, string inputs) => Evaluate(id, inputs).Single.Enclosure;

    private static Interval Part(string id, string inputs, string part) =>
        Assert.IsType<Shaped<CertifiedNumber>.Named>(Evaluate(id, inputs)).Parts[part].Single.Enclosure;

    private static Shaped<CertifiedNumber> Evaluate(string id, string inputs)
    {
        Evaluation evaluation = Evaluator.Evaluate(Catalogue.Get("oymak2019/" + id), InputJson.Read(inputs, "test"), 30);
        Assert.Equal(EvaluationStatus.Enclosed, evaluation.Status);
        return evaluation.Result!;
    }
}
