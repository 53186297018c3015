using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Tests.Formulas;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>
/// Numbers that the notes on the papers print beside the statements: constants of proofs, counterexamples, expansions. Each is written
/// here as the formula that it stands for, and the certified value must round to it. Values of oracles have tests by family; tables
/// and figures stand in fixtures/published. Numbers that were measured on one random matrix or one machine are not repeated here.
/// </summary>
public sealed class PrintedNumberTests
{
    private const string Density = "exp(-z^2/2)/sqrt(2*pi)";

    [Theory]

    // pinto2025, the chain rule: 4 sqrt(ln 2), the least C1 of the proof and its square, the two ratios of truth to Lemma 6.
    [InlineData("4*sqrt(log(2))", "3.33")]
    [InlineData("sqrt(2*pi) / (2*sqrt(log(2))*(1 - 1/sqrt(2)))", "5.14")]
    [InlineData("4*sqrt(log(2))*sqrt(2*pi) + 5.15", "13.5")]
    [InlineData("13.5^2", "182")]
    [InlineData("sqrt(2/pi)", "0.798")]
    [InlineData("8/(3*pi)", "0.849")]
    [InlineData("sqrt(1/8)", "0.3536")]
    [InlineData("sqrt(1000)", "31.6")]

    // ledent2025, the two-point case of Sudakov's inequality.
    [InlineData("1/sqrt(2*pi)", "0.399")]
    [InlineData("sqrt(log(2))/2", "0.416")]

    // oymak2019: the slack of 5, the tie of a misclassified sample, the greatest slopes of the two error functions, softplus at 0.
    [InlineData("2*sqrt(5)", "4.47")]
    [InlineData("1/sqrt(2)", "0.7071")]
    [InlineData("sqrt(2/pi)", ".798")]
    [InlineData("1/sqrt(2*pi)", ".399")]

    // classical: logarithms of Lemma A.8 at W = 2, the limit of psi, the constant of the perturbation bound.
    [InlineData("log(2*2)", "1.386")]
    [InlineData("sqrt(log(2*2^2))", "1.442")]
    [InlineData("hurwitz_zeta(3/2, 1)", "2.61238")]
    [InlineData("4*exp(2)*sqrt(2)", "41.8")]

    // numerics: what one uncertain zero contributes to a Schatten sum.
    [InlineData("(1/10^31)^(1/20)", "0.028")]
    public void Constant(string formula, string printed) => Rounds(formula, printed);

    // Moments of softplus and of the sigmoid under a standard normal variable; beyond 12 the density leaves less than 10^-30.
    [Theory]
    [InlineData("log(1 + exp(z))", "0.806059183347440")]
    [InlineData("log(1 + exp(z))^2", "0.921245908859300")]
    [InlineData("(1/(1 + exp(-z)))^2", "0.293379035858")]
    [InlineData("1/(1 + exp(-z)) * z", "0.206620964142")]
    [InlineData("1/(1 + exp(-z)) * (z^3 - 3*z) / sqrt(6)", "-0.0254732579073")]
    [InlineData("1/(1 + exp(-z)) * (z^5 - 10*z^3 + 15*z) / sqrt(120)", "0.00587706060001")]
    [InlineData("1/(1 + exp(-z)) * (z^7 - 21*z^5 + 105*z^3 - 105*z) / sqrt(5040)", "-0.00172665628757")]
    [InlineData("1/(1 + exp(-z)) * (z^9 - 36*z^7 + 378*z^5 - 1260*z^3 + 945*z) / sqrt(362880)", "0.000587789")]
    public void Moment(string integrand, string printed) => Rounds($"integral(z in -12..12, {integrand} * {Density})", printed);

    private static void Rounds(string formula, string printed)
    {
        int point = printed.IndexOf('.', StringComparison.Ordinal), decimals = point < 0 ? 0 : printed.Length - point - 1;
        Rational half = Rational.Parse("0.5e-" + decimals.ToString(CultureInfo.InvariantCulture)), exact = Rational.Parse(printed);
        Interval value = Workbench.Number(formula, "{}", 16);
        Assert.True(exact - half <= value.Lower.ToRational() && value.Upper.ToRational() <= exact + half, $"{value} against {printed}");
    }
}
