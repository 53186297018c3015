using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Tests.Formulas;

/// <summary>
/// E[s(u) s(v)] of the logistic function. The printed values come from quadrature of the logistic function against Hermite
/// polynomials, the class computes them from its Fourier integral.
/// </summary>
public sealed class SigmoidCorrelationTests
{
    [Theory]
    [InlineData(1, "0.206620964142")]
    [InlineData(3, "0.0254732579073")]
    [InlineData(5, "0.00587706060001")]
    [InlineData(7, "0.00172665628757")]
    [InlineData(9, "0.000587789")]
    [InlineData(11, "0.000221990")]
    public void Coefficient_has_the_digits_of_the_theory(int j, string printed)
    {
        IntervalContext context = new(192);
        Interval a = context.Sqrt(SigmoidCorrelation.AtPrecision(192).Square(j)).Value;
        Rational half = Rational.Parse("0.5e-" + (printed.Length - 2)), value = Rational.Parse(printed);
        Assert.True(value - half <= a.Lower.ToRational() && a.Upper.ToRational() <= value + half, $"{a} against {printed}");
        Assert.True(a.Digits(40) >= 35);
    }

    [Theory]
    [InlineData("-1", "0.206620964142")]
    [InlineData("-0.5", "0.228571674368")]
    [InlineData("0", "0.250000000000")]
    [InlineData("0.5", "0.271428325632")]
    [InlineData("0.9", "0.288918012260")]
    [InlineData("1", "0.293379035858092962738")]
    public void Value_has_the_digits_of_the_theory(string rho, string printed)
    {
        Interval value = Workbench.Number("sigmoid_correlation(x)", $$"""{"x": "{{rho}}"}""", 30);
        Rational half = Rational.Parse("0.5e-" + (printed.Length - 2)), number = Rational.Parse(printed);
        Assert.True(number - half <= value.Lower.ToRational() && value.Upper.ToRational() <= number + half, $"{value} against {printed}");
        Assert.Equal(30, value.Digits(30));
    }

    [Fact]
    public void Finer_series_lie_within_coarser_ones_and_reach_further()
    {
        IntervalContext context = new(512);
        Interval previous = Interval.Of(0, 1);
        foreach (int precision in (int[])[128, 192, 256, 384])
        {
            Interval value = SigmoidCorrelation.AtPrecision(precision).Evaluate(context, Interval.One).Value;
            Assert.True(value.Overlaps(previous));
            Assert.True(value.Digits(100) >= (precision - 64) / 4, $"{value.Digits(100)} digits at {precision} bits");
            previous = value;
        }

        Assert.Same(SigmoidCorrelation.AtPrecision(384), SigmoidCorrelation.AtPrecision(5000));
    }

    [Fact]
    public void Box_contains_the_values_of_its_points()
    {
        IntervalContext context = new(128);
        SigmoidCorrelation series = SigmoidCorrelation.AtPrecision(128);
        Interval box = series.Evaluate(context, Interval.Of(-0.25, 0.75)).Value;
        foreach (double rho in (double[])[-0.25, -0.1, 0, 0.3, 0.75])
        {
            Assert.True(box.Contains(series.Evaluate(context, Interval.Of(rho)).Value));
        }
    }

    [Fact]
    public void Domain_ends_at_one()
    {
        IntervalContext context = new(128);
        SigmoidCorrelation series = SigmoidCorrelation.AtPrecision(128);
        Assert.Equal(OutcomeStatus.OutsideDomain, series.Evaluate(context, Interval.Of(1.5)).Status);
        Assert.Equal(OutcomeStatus.Undecided, series.Evaluate(context, Interval.Of(0.5, 1.5)).Status);
        Assert.Equal(EvaluationStatus.OutsideDomain, Workbench.Evaluate("sigmoid_correlation(x)", """{"x": 2}""").Status);
        Assert.Throws<ArgumentOutOfRangeException>(() => series.Square(2));
    }

    [Theory]
    [InlineData("arccos(x)", "1", "0")]
    [InlineData("arcsin(x)", "0", "0")]
    [InlineData("cosh(x)", "0", "1")]
    [InlineData("sinh(x)", "0", "0")]
    [InlineData("sigmoid_correlation(x)", "0", "1/4")]
    [InlineData("arccos(-x) - pi", "1", "0")]
    public void Exact_values_stay_exact_or_are_enclosed(string formula, string x, string expected)
    {
        Evaluation evaluation = Workbench.Evaluate(formula, $$"""{"x": "{{x}}"}""");
        Interval value = evaluation.Result!.Single.Enclosure;
        Assert.True(value.Contains(Rational.Parse(expected)));
        Assert.True(value.IsPoint || formula.Contains("pi", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("arccos(x)")]
    [InlineData("arcsin(x)")]
    public void Angle_of_a_number_beyond_one_has_no_value(string formula) =>
        Assert.Equal(EvaluationStatus.OutsideDomain, Workbench.Evaluate(formula, """{"x": 1.5}""").Status);

    [Theory]
    [InlineData("arccos(x)/pi", @"\frac{\arccos \left( x \right)}{\pi}")]
    [InlineData("cosh(x)", @"\cosh \left( x \right)")]
    [InlineData("sigmoid_correlation(x)", @"\mathbb{E}_{x}\left[ \sigma(u) \sigma(v) \right]")]
    public void Functions_have_their_names_in_latex(string formula, string expected) =>
        Assert.Equal(expected, LatexWriter.Write(((ValueExpression.Single)Workbench.Oracle(formula).Value).Body.Syntax));

    [Theory]
    [InlineData("{ordered: [left, write]}", "write")]
    [InlineData("{ordered: [left]}", "two parts")]
    public void Order_of_parts_names_parts_of_the_value(string property, string complaint)
    {
        const string File =
            "id: bench/one\nrevision: 1\ntitle: one\nsource: {paper: none, statement: none, provenance: derived}\nkind: "
            + "identity\nrecord: all\ngiven:\n  x: {}\nvalue:\n  left: x\n  right: x + 1\nproperties:\n  - ";
        FormulaException mistake = Assert.Throws<FormulaException>(() => Workbench.Read(File + property + "\n"));
        Assert.Contains(complaint, mistake.Message, StringComparison.Ordinal);
        OracleProperty.Ordered order =
            Assert.IsType<OracleProperty.Ordered>(Assert.Single(Workbench.Read(File + "{ordered: [left, right]}\n").Properties));
        Assert.Equal(["left", "right"], order.Parts);
    }
}
