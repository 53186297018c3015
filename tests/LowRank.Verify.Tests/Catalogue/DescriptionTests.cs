using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

public sealed class DescriptionTests
{
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    [Theory]
    [InlineData("a + b*c", "a + b \\, c")]
    [InlineData("(a + b)*c", "\\left( a + b \\right) \\, c")]
    [InlineData("a - (b - c)", "a - \\left( b - c \\right)")]
    [InlineData("a*2", "a \\cdot 2")]
    [InlineData("-x^2", "-x^{2}")]
    [InlineData("(-x)^2", "\\left( -x \\right)^{2}")]
    [InlineData("a/b^(1/3)", "\\frac{a}{b^{\\frac{1}{3}}}")]
    [InlineData("C1^(L-i)", "C_{1}^{L - i}")]
    [InlineData("sum(i in 2..L, h[i-1])", "\\sum_{i=2}^{L} h_{i - 1}")]
    [InlineData("2*sum(i in 1..L, x + i)", "2 \\, \\left( \\sum_{i=1}^{L} \\left( x + i \\right) \\right)")]
    [InlineData("schatten_sum(W[l] - M[l], p[l])", "\\| W_{l} - M_{l} \\|_{\\mathrm{sc},p_{l}}^{p_{l}}")]
    [InlineData("norm21_rows(A - M)", "\\| \\left( A - M \\right)^{\\mathsf T} \\|_{2,1}")]
    [InlineData("gamma*sqrt(rho[i])*log(L_phi)", "\\gamma \\, \\sqrt{\\rho_{i}} \\, \\ln \\left( L_{\\phi} \\right)")]
    [InlineData("if(i <= 2 and not i == 1, 1e-3, X_frobenius)",
        "\\begin{cases} 1 \\cdot 10^{-3} & \\text{if } i \\le 2 \\land \\neg \\left( i = 1 \\right) \\\\ \\|X\\|_F & \\text{otherwise} "
        + "\\end{cases}")]
    [InlineData("u0_X[j]*M_F", "{u_{0, X}}_{j} \\, M_{F}")]
    [InlineData("x_a_bc^2", "x_{a, \\mathrm{bc}}^{2}")]
    [InlineData("Gamma_alpha_1", "\\Gamma_{\\alpha, 1}")]
    public void Formula_as_latex(string formula, string expected) =>
        Assert.Equal(expected, LatexWriter.Write(Formula.Parse(SourceText.Verbatim(formula, "test")).Syntax));

    [Fact]
    public void Every_oracle_describes_itself_in_text_and_latex()
    {
        foreach (Oracle oracle in Catalogue.Oracles)
        {
            OracleDescription description = new(oracle);
            string text = string.Join('\n', description.Lines);
            Assert.Contains(oracle.Title, text, StringComparison.Ordinal);
            Assert.All(oracle.Given, m => Assert.Contains(m.Meaning, text, StringComparison.Ordinal));
            Assert.All(oracle.Properties, p => Assert.Contains(p.Text, text, StringComparison.Ordinal));
            Assert.All(oracle.Notes.OfType<Remark>(), r => Assert.Contains(r.Text, text, StringComparison.Ordinal));
            Assert.All(description.Latex, l => Assert.Equal(l.Count(c => c == '{'), l.Count(c => c == '}')));
            Assert.DoesNotContain(description.Lines, line => line.Contains('\n', StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Theorem_7_reads_as_in_the_paper()
    {
        IReadOnlyList<string> latex = new OracleDescription(Catalogue.Get("pinto2025/theorem-7")).Latex;
        Assert.Equal("\\mathrm{rmin}(i) = \\min_{1 \\le j \\le i} r_{j}", latex[2]);
        Assert.StartsWith(
            "\\frac{\\|X\\|_F}{m} \\, \\mathrm{prodB} \\, \\left( C_{1}^{L - 1} \\, \\sqrt{r_{1} \\, h_{1}} + \\sum_{i=2}^{L}", latex[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Conditions_and_degrees_of_properties_are_evaluated()
    {
        ReferenceEvaluator evaluator = new(Catalogue, new SpectrumCertifier(Engines.Default));
        Oracle oracle = Catalogue.Get("ledent2025/theorem-3.6/l2");
        OracleProperty.Homogeneous inB = oracle.Properties.OfType<OracleProperty.Homogeneous>().Single(p => p.Member == "B");
        InputRecord Inputs(string p, string more = "") =>
            InputJson.Read($"{{\"N\":10,\"B\":1,\"p\":{p},\"rho\":[1],\"W\":[[[1,2],[3,4]],[[1,1]]]{more}}}", "test");
        Assert.True(evaluator.Holds(oracle, inB.When!, Inputs("[0.5,0.5]")));
        Assert.False(evaluator.Holds(oracle, inB.When!, Inputs("[0.5,1]")));
        Assert.Equal(0.2, evaluator.Number(oracle, inB.Degree, Inputs("[0.5,0.5]")).Value.Midpoint, 15);
        OracleProperty.Invariant rebalance = oracle.Properties.OfType<OracleProperty.Invariant>()
            .Single(p => p.Transformation == "rebalance");
        Assert.True(evaluator.Holds(oracle, rebalance.When!, Inputs("[1,1]")));
        Assert.False(evaluator.Holds(oracle, rebalance.When!, Inputs("[1,1]", ",\"op_norm\":[1,1]")));
    }

    [Fact]
    public void Bounds_have_no_unknown_constants() =>
        Assert.All(Catalogue.Oracles.Where(o => o.Kind == OracleKind.Bound), o =>
        {
            Assert.NotEqual(Provenance.Recalled, o.Provenance);
            Assert.DoesNotContain(o.Given, m => m.Meaning.Contains("unknown", StringComparison.Ordinal)
                || m.Meaning.Contains("unspecified", StringComparison.Ordinal));
        });

    [Fact]
    public void Only_bounds_with_explicit_constants_are_called_bounds()
    {
        Oracle[] bounds = [.. Catalogue.Oracles.Where(o => o.Kind == OracleKind.Bound)];
        Assert.DoesNotContain(bounds, o => o.Provenance == Provenance.Recalled);
        Assert.Equal(
            [
                "bartlett2017-lemma-3.1", "bartlett2017-lemma-3.2", "bartlett2017-lemma-a5", "bartlett2017-lemma-a5-best",
                "bartlett2017-lemma-a5-best/centred", "bartlett2017-lemma-a5/centred", "bartlett2017-lemma-a8",
                "bartlett2017-lemma-a8-rademacher", "bartlett2017-lemma-a8-rademacher/centred", "bartlett2017-lemma-a8/centred",
                "bartlett2017-theorem-3.3", "dziugaite2017", "dziugaite2017-bre",
                    "dziugaite2017-pinsker",
                "golowich2018-theorem-1", "golowich2018-theorem-1/from-weights", "golowich2018-theorem-1/spatial",
                "golowich2018-theorem-2", "gonon2024-path-norm", "graf2022-club", "graf2022-residual-club",
                "graf2022-residual-spade", "graf2022-spade", "neyshabur2018-explicit",
                "neyshabur2018-explicit/from-weights", "neyshabur2018-lemma-1", "neyshabur2018-lemma-2", "nuclear-norm-class",
            ],
            bounds.Where(o => o.Family == "classical").Select(o => o.Id["classical/".Length..]).Order(StringComparer.Ordinal));
    }
}
