using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests.Catalogue;
using Xunit;

namespace LowRank.Verify.Tests.Formulas;

/// <summary>Precision rises until the digits are there; ties and domain questions end typed; nothing runs for ever.</summary>
public sealed class EscalationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Digits_asked_for_are_reached(int digits)
    {
        Evaluation evaluation = Workbench.Evaluate("sqrt(2) + log(3)", digits: digits);
        Assert.Equal((EvaluationStatus.Enclosed, digits), (evaluation.Status, evaluation.Digits));
        Interval value = evaluation.Result!.Single.Enclosure;
        Assert.True(value.Digits(digits + 5) >= digits);
    }

    [Fact]
    public void Cancellation_is_seen_through()
    {
        // sqrt(10^400 + 1) − 10^200 = 5·10^-201·(1 − 2.5·10^-401 + …): 400 digits cancel.
        Evaluation evaluation = Workbench.Evaluate("sqrt(1e400 + 1) - 1e200", digits: 30);
        Assert.Equal((EvaluationStatus.Enclosed, 30), (evaluation.Status, evaluation.Digits));
        Interval value = evaluation.Result!.Single.Enclosure;
        Assert.True(value.Upper.ToRational() < Rational.Parse("5.000000000000000000000000000001e-201"), $"{value}");
        Assert.True(value.Lower.ToRational() > Rational.Parse("4.999999999999999999999999999999e-201"), $"{value}");
    }

    [Fact]
    public void Hopeless_cancellation_ends_at_the_cap_with_fewer_digits()
    {
        Evaluation evaluation = Workbench.Evaluate("exp(1)^2 - exp(2)", digits: 30);
        Assert.Equal((EvaluationStatus.Enclosed, 0), (evaluation.Status, evaluation.Digits));
        Assert.True(evaluation.Result!.Single.Enclosure.ContainsZero);
    }

    [Theory]
    [InlineData("floor(0.1 * 30)", "3")]
    [InlineData("ceil(0.1 * 30)", "3")]
    [InlineData("floor(sqrt(16))", "4")]
    [InlineData("floor(x * 3)", "1")]
    [InlineData("if(x * 3 == 1, 7, 8)", "7")]
    [InlineData("if(x * 3 >= 1, 7, 8)", "7")]
    [InlineData("if(x * 3 > 1, 7, 8)", "8")]
    [InlineData("if(sqrt(2) > 1.4142135623730950488016887242096980785696718753769, 7, 8)", "7")]
    [InlineData("floor(1e40 * sqrt(2))", "14142135623730950488016887242096980785696")]
    public void Ties_of_rationals_are_decided(string formula, string expected)
    {
        Interval value = Workbench.Number(formula, "{\"x\":\"1/3\"}", 15);
        Assert.True(value.IsPoint && value.Lower.ToRational() == Rational.Parse(expected), $"{value}");
    }

    [Fact]
    public void A_double_and_a_decimal_are_different_numbers()
    {
        Assert.Equal("3", Workbench.Number("floor(x * 30)", "{\"x\":\"0.1\"}").LowerDecimal(5));
        Assert.Equal("3", Workbench.Number("floor(x * 30)", "{\"x\":0.1}").LowerDecimal(5)); // 0.1 as a double lies above 1/10
        Assert.Equal("8", Workbench.Number("floor(x * 30)", "{\"x\":0.3}").LowerDecimal(5)); // 0.3 as a double lies below 3/10
    }

    [Theory]
    [InlineData("floor(exp(1)^2 / exp(2))", "0", "1")]
    [InlineData("ceil(exp(1)^2 / exp(2))", "1", "2")]
    [InlineData("if(exp(1)^2 <= exp(2), 5, 6)", "5", "6")]
    [InlineData("if(exp(1)^2 == exp(2), 5, 6)", "5", "6")]
    public void Tie_that_stays_open_gives_the_hull(string formula, string lower, string upper)
    {
        Evaluation evaluation = Workbench.Evaluate(formula);
        Assert.Equal(EvaluationStatus.Undecided, evaluation.Status);
        Assert.NotNull(evaluation.Reason);
        Interval value = evaluation.Result!.Single.Enclosure;
        Assert.Equal((lower, upper), (value.LowerDecimal(5), value.UpperDecimal(5)));
    }

    [Theory]
    [InlineData("1 / 0", "division by 0")]
    [InlineData("log(0)", "logarithm of a number that is not positive")]
    [InlineData("sqrt(-1)", "square root of a negative number")]
    [InlineData("(-2)^0.5", "a negative number to a power that is not an integer")]
    [InlineData("0^(-1)", "0 to a negative power")]
    [InlineData("min(i in 2..1, i)", "the minimum over an empty range")]
    [InlineData("v[n]", "the index 9 of 'v' is outside 1..2")]
    [InlineData("v[1/2]", "the index of 'v' is not an integer")]
    [InlineData("sum(i in 1..1/2, i)", "the upper end of a range is not an integer")]
    [InlineData("schatten_norm(A, 0)", "the exponent p must be positive")]
    [InlineData("stable_rank(A - A)", "division by 0")]
    [InlineData("spectral(A - W[1])", "a 2×2 matrix minus a 1×1 matrix")]
    [InlineData("sum(i in 1..10^12, 1)", "the formula takes more than 10000000 steps on these inputs")]
    public void Formula_without_a_value_says_why(string formula, string reason)
    {
        string inputs = """{"n":9,"v":[1,2],"A":[[1,0],[0,2]],"W":[[[1]]]}""";
        Evaluation evaluation = Workbench.Evaluate(formula, inputs);
        Assert.Equal((EvaluationStatus.OutsideDomain, null), (evaluation.Status, evaluation.Result));
        Assert.Equal(reason, evaluation.Reason);
    }

    [Fact]
    public void Undecidable_domain_ends_undecided()
    {
        Evaluation evaluation = Workbench.Evaluate("1 / (exp(1)^2 - exp(2))");
        Assert.Equal((EvaluationStatus.Undecided, null), (evaluation.Status, evaluation.Result));
    }

    [Theory]
    [InlineData("x^1000", "{\"x\":1e30}", 30000)]
    [InlineData("x^3", "{\"x\":\"1e-400\"}", -1200)]
    [InlineData("prod(i in 1..100, x)", "{\"x\":1e30}", 3000)]
    [InlineData("exp(1)^0 * 10^(-5000)", "{}", -5000)]
    public void Logarithm_is_there_beyond_doubles(string formula, string inputs, int expected)
    {
        Evaluation evaluation = Workbench.Evaluate(formula, inputs);
        Interval log = evaluation.Result!.Single.Log10!;
        Assert.True(log.LowerDouble <= expected + 1e-9 && log.UpperDouble >= expected - 1e-9 && log.Digits(12) == 12, $"{log}");
    }

    [Fact]
    public void Spectra_that_cannot_improve_end_the_escalation()
    {
        CoarseSpectra coarse = new();
        Evaluation evaluation = Workbench.Evaluate("spectral(A)", "{\"A\":[[2]]}", 30, coarse);
        Assert.Equal((EvaluationStatus.Enclosed, 8), (evaluation.Status, evaluation.Digits));
        Assert.InRange(coarse.Calls, 1, 2);
    }

    [Fact]
    public void Spectrum_is_computed_once_for_all_uses()
    {
        DiagonalSpectra spectra = new();
        ReferenceEvaluator evaluator = Workbench.Evaluator(spectra);
        Oracle oracle = Workbench.Oracle("spectral(A) + nuclear(A) + sum(i in 1..5, schatten_sum(A, i))");
        LowRank.Verify.Inputs.InputRecord inputs = InputJson.Read("{\"A\":[[2]]}", "in.json");
        _ = evaluator.Evaluate(oracle, inputs);
        _ = evaluator.Evaluate(oracle, inputs);
        Assert.Equal(1, spectra.Calls);
    }

    [Fact]
    public void Undecided_rank_gives_its_bracket()
    {
        Evaluation evaluation = Workbench.Evaluate("rank(A)", "{\"A\":[[2]]}", 15, new CoarseSpectra());
        Interval value = evaluation.Result!.Single.Enclosure;
        Assert.Equal(("0", "1"), (value.LowerDecimal(3), value.UpperDecimal(3)));
    }

    /// <summary>Enclosures of eight digits, whatever is asked, and no rank.</summary>
    private sealed class CoarseSpectra : ISpectrumSource
    {
        public int Calls { get; private set; }

        public CertifiedSpectrum Certify(Matrix a, int digits = 15)
        {
            Calls++;
            double value = Math.Abs(a[0, 0]);
            return new CertifiedSpectrum(a, [Interval.Of(value * (1 - 4e-9), value * (1 + 4e-9))], new IntegerBracket(0, 1), null,
                "coarse");
        }
    }
}
