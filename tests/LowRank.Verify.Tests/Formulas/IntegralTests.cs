using System.Diagnostics;
using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Tests.Formulas;

/// <summary>Integrals: closed forms known by hand or 40 digits from mpmath, honest digits at a cap, and mistakes.</summary>
public sealed class IntegralTests
{
    [Theory]
    [InlineData("integral(z in 0..3, z^2)", "9")]
    [InlineData("integral(z in 1..4, 3)", "9")]
    [InlineData("integral(z in 2..2, 1/z)", "0")]
    [InlineData("integral(z in -1..2, abs(z))", "5/2")]
    [InlineData("integral(z in 0..1, min(z, 1 - z))", "1/4")]
    [InlineData("integral(z in 0..1, max(3*z, 1))", "5/3")]
    [InlineData("integral(z in 0..1, if(z < 1/3, 3, 6*z))", "11/3")]
    [InlineData("integral(z in 0..1, sum(i in 1..3, z^i))", "13/12")]
    [InlineData("integral(z in 1..4, z^(-1/2)) + 1", "3")]
    [InlineData("integral(z in 0..1, z^(1/2))", "2/3")]
    public void Rational_integrals_are_enclosed_to_14_digits(string formula, string expected)
    {
        Interval value = Workbench.Number(formula, "{}", 14);
        Assert.True(value.Contains(Rational.Parse(expected)), $"{value}");
        Assert.True(value.Upper.ToRational() - value.Lower.ToRational() <= Rational.Parse("1e-13"), $"{value}");
    }

    [Theory]
    [InlineData("integral(z in 1..2, 1/z)", "0.6931471805599453094172321214581765680755")]
    [InlineData("integral(z in 0..1, exp(-z^2))", "0.7468241328124270253994674361318530053545")]
    [InlineData("integral(z in 1/1000000000..1, 1/z)", "20.72326583694641115616192309215927786841")]
    [InlineData("integral(z in 1..3, z^z)", "13.72510514057754832598114972467580629077")]
    [InlineData("integral(z in 1/2..3, abs(log(z)))", "1.449263275724356419477119650038488829905")]
    [InlineData("integral(z in sqrt(2)..sqrt(3), sqrt(log(1 + 1/z)))", "0.223134926626729224371037175772338817604")]
    public void Irrational_integrals_enclose_the_value_to_30_digits(string formula, string expected)
    {
        Interval value = Workbench.Number(formula, "{}", 30);
        Rational slack = Rational.Parse("1e-38"), printed = Rational.Parse(expected);
        Assert.True(value.Lower.ToRational() <= printed + slack && printed - slack <= value.Upper.ToRational(), $"{value}");
        Assert.Equal(30, value.Digits(30));
    }

    [Fact]
    public void Definitions_may_be_applied_to_the_variable() =>
        Assert.True(Workbench.Number("integral(z in 0..x, g(z, 2))", """{"x": 3}""", 15, "where: {\"g(a, b)\": a^b}")
            .Contains(Rational.Parse("9")));

    [Fact]
    public void An_integrand_of_many_kinks_gives_fewer_digits_and_says_so()
    {
        // Sixty kinks, each of which costs some forty panels at 20 digits: the panels reach their cap.
        Evaluation evaluation = Workbench.Evaluate("1 + integral(z in 0..1, sum(i in 1..200, abs(z - i/201)))", "{}", 40);
        Assert.Equal(EvaluationStatus.Enclosed, evaluation.Status);
        Assert.InRange(evaluation.Digits, 2, 19);
    }

    [Fact]
    public void An_integral_of_an_odd_function_is_enclosed_about_0_and_left()
    {
        double begin = ProcessorSeconds();
        Evaluation evaluation = Workbench.Evaluate("integral(z in -x..x, z^3*exp(z^2))", """{"x": 1}""", 15);
        Interval value = evaluation.Result!.Single.Enclosure;
        Assert.Equal((EvaluationStatus.Enclosed, 0), (evaluation.Status, evaluation.Digits));
        Assert.True(value.ContainsZero);
        Assert.True(value.Upper.ToRational() - value.Lower.ToRational() <= Rational.Parse("1e-100"), $"{value}");

        // Pursued to the highest precision it takes half a minute; left, a fraction of a second.
        Assert.InRange(ProcessorSeconds() - begin, 0, 10);
    }

    [Fact]
    public void An_integral_that_cancels_to_forty_digits_is_pursued_until_it_has_its_digits()
    {
        Interval value = Workbench.Number("integral(z in -1..1, z^3*exp(z^2) + 1/10^40)", "{}", 15);
        Assert.True(value.Contains(Rational.Parse("2e-40")), $"{value}");
        Assert.Equal(15, value.Digits(15));
    }

    [Fact]
    public void Digits_that_the_inputs_do_not_determine_are_not_pursued()
    {
        // 1 - 10^-20 is kept as 1 and a remainder that moves the norm by 10^-20: more precision wins nothing.
        double begin = ProcessorSeconds();
        Evaluation evaluation = Workbench.Evaluate(
            "integral(z in 1/1000..1, sqrt(min(frobenius(A - D)/z, log(1 + 3/z) + sqrt(z), 30)))", """{"A": [[1]], "D": [[1e-20]]}""", 24);
        Interval value = evaluation.Result!.Single.Enclosure;
        Assert.Equal(EvaluationStatus.Enclosed, evaluation.Status);
        Assert.InRange(evaluation.Digits, 18, 24);
        Rational slack = Rational.Parse("1e-24"), printed = Rational.Parse("1.47399338033418782063197");
        Assert.True(value.Lower.ToRational() <= printed + slack && printed - slack <= value.Upper.ToRational(), $"{value}");

        // Pursued to the highest precision it takes minutes.
        Assert.InRange(ProcessorSeconds() - begin, 0, 10);
    }

    [Theory]
    [InlineData("integral(z in 0..1, max(1/(1 + (1000*(z - q))^2), 1/2))", "0.500570796326794897")] // 2 arctan(1)/1000 + (1 - 2/1000)/2
    [InlineData("integral(z in 1000..1001, exp(min(z, 1000 + q) - 1000))", "1.473081906050192")] // (e^(1/2) - 1) + e^(1/2)/2
    [InlineData("integral(z in -1..1, max(exp(-(64*z)^2), 1/2))", "1.008066035050920")]
    public void Integrands_sharper_than_their_scale_beside_kinks_reach_their_digits(string formula, string expected)
    {
        // The low orders that suffice beside a kink do not suffice for these.
        Evaluation evaluation = Workbench.Evaluate(formula, formula.Contains('q', StringComparison.Ordinal) ? """{"q": 0.5}""" : "{}", 20);
        Interval value = evaluation.Result!.Single.Enclosure;
        Rational slack = Rational.Parse("1e-14"), printed = Rational.Parse(expected);
        Assert.True(value.Lower.ToRational() <= printed + slack && printed - slack <= value.Upper.ToRational(), $"{value}");
        Assert.Equal(20, evaluation.Digits);
    }

    [Theory]
    [InlineData("integral(z in 0..1, 0*z)")]
    [InlineData("integral(z in 0..1, z - z)")]
    [InlineData("integral(z in 0..1, max(z - 1, 0))")]
    public void An_integrand_that_is_0_gives_0_exactly(string formula) =>
        Assert.Equal(Interval.Zero, Workbench.Number(formula, "{}", 15));

    [Theory]
    [InlineData("integral(z in 2..1, z)", "below its lower end")]
    [InlineData("integral(z in 0..1, floor(z))", "not evaluated on the variable")]
    [InlineData("integral(z in -2..-1, sqrt(z))", "negative")]
    [InlineData("integral(z in 0..1, g(z))", "variable of another integral", "where: {\"g(a)\": \"integral(t2 in 0..a, t2)\"}")]
    public void What_has_no_value_is_said(string formula, string message, params string[] lines)
    {
        Evaluation evaluation = Workbench.Evaluate(formula, "{}", 15, null, lines);
        Assert.Equal(EvaluationStatus.OutsideDomain, evaluation.Status);
        Assert.Contains(message, evaluation.Reason!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sum(i in 1..2, v[i]) + integral(z in 0..1, v[z])", "an index must be an integer")]
    [InlineData("integral(z in 0..1, sum(i in 1..z, i))", "an index must be an integer")]
    [InlineData("integral(x in 0..1, x)", "already has a meaning")]
    [InlineData("integral(z in 0..1, integral(t2 in 0..1, z*t2))", "inside an integral")]
    [InlineData("integral(z, 0, 1)", "runs over a range of real numbers")]
    [InlineData("mean(z in 0..1, z)", "integral run over a range")]
    public void Mistakes_are_named_with_their_place(string formula, string message) =>
        Assert.Contains(message, Workbench.Mistake(formula + " + 0*x").Problem, StringComparison.Ordinal);

    [Fact]
    public void Latex() => Assert.Equal(
        @"\int_{\frac{1}{n}}^{1} \sqrt{z} \, dz",
        LatexWriter.Write(Formula.Parse(SourceText.At("integral(z in 1/n..1, sqrt(z))", new SourcePosition("f", 1, 1))).Syntax));

    // Of this thread, so that a busy machine does not count; by the clock where the kernel does not tell.
    private static double ProcessorSeconds()
    {
        const string Counter = "/proc/thread-self/schedstat";
        return File.Exists(Counter)
            ? long.Parse(File.ReadAllText(Counter).Split(' ')[0], CultureInfo.InvariantCulture) / 1e9
            : Stopwatch.GetElapsedTime(0).TotalSeconds;
    }
}
