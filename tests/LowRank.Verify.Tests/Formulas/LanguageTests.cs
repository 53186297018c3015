using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Tests.Formulas;

/// <summary>What formulas mean. Rational results must be exact; others are compared with 40 digits from mpmath.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("2^3^2", "512")]
    [InlineData("-2^2", "-4")]
    [InlineData("2^-2", "1/4")]
    [InlineData("-2^-2", "-1/4")]
    [InlineData("1 - 2 - 3", "-4")]
    [InlineData("12 / 2 / 3", "2")]
    [InlineData("2 + 3 * 4", "14")]
    [InlineData("(2 + 3) * 4", "20")]
    [InlineData("--3", "3")]
    [InlineData("0.1 + 0.2", "3/10")]
    [InlineData("1e-3", "1/1000")]
    [InlineData("0^0", "1")]
    [InlineData("sqrt(9/4)", "3/2")]
    [InlineData("sqrt(2)^0", "1")]
    [InlineData("abs(-7/3)", "7/3")]
    [InlineData("floor(-7/2)", "-4")]
    [InlineData("ceil(-7/2)", "-3")]
    [InlineData("floor(7)", "7")]
    [InlineData("pow(2, 10)", "1024")]
    [InlineData("min(3, 1, 2)", "1")]
    [InlineData("max(3, 1, 2)", "3")]
    [InlineData("max(i in 1..4, (i - 2)^2)", "4")]
    [InlineData("min(i in 1..4, (i - 2)^2)", "0")]
    [InlineData("sum(i in 1..100, i)", "5050")]
    [InlineData("prod(i in 1..5, i)", "120")]
    [InlineData("sum(i in 3..2, 1/0)", "0")]
    [InlineData("prod(i in 3..2, 1/0)", "1")]
    [InlineData("sum(i in 1..3, sum(j in 1..i, i*j))", "25")]
    [InlineData("if(1/3 < 0.333, 1, 2)", "2")]
    [InlineData("if(1 == 1 and not 2 < 1, 5, 6)", "5")]
    [InlineData("if(1 > 1 or 1 >= 1, 5, 6)", "5")]
    [InlineData("if(1 != 1, 5, 6)", "6")]
    [InlineData("if(1 <= 1 and 2 <= 1 or 3 <= 3, 5, 6)", "5")]
    [InlineData("if(0 == 1 and 1/0 > 0, 5, 6)", "6")]
    public void Rational_formulas_are_exact(string formula, string expected)
    {
        Interval value = Workbench.Number(formula);
        Assert.True(value.Contains(Rational.Parse(expected)), $"{value}");
        Assert.True(value.Digits(15) == 15);
    }

    [Theory]
    [InlineData("pi", "3.141592653589793238462643383279502884197")]
    [InlineData("sqrt(2)", "1.414213562373095048801688724209698078570")]
    [InlineData("exp(1)", "2.718281828459045235360287471352662497757")]
    [InlineData("log(2)", "0.6931471805599453094172321214581765680755")]
    [InlineData("log10(2)", "0.3010299956639811952137388947244930267682")]
    [InlineData("2^(1/3)", "1.259921049894873164767210607278228350570")]
    [InlineData("2^0.1", "1.071773462536293164213006325023342022907")]
    [InlineData("sum(i in 1..10, 1/i) * exp(-1)", "1.077507204478736418927206725222913755007")]
    public void Irrational_formulas_enclose_the_value_to_30_digits(string formula, string expected)
    {
        Interval value = Workbench.Number(formula, digits: 30);
        Rational truth = Rational.Parse(expected), unit = Rational.Parse("1e-38");
        Assert.True(value.Digits(30) == 30, $"{value}");
        Assert.True(value.Lower.ToRational() <= truth + unit && truth - unit <= value.Upper.ToRational(), $"{value}");
    }

    [Fact]
    public void Definitions_take_arguments_and_build_on_each_other()
    {
        Interval value = Workbench.Number("f(2) + f(3) * c", "{\"v\":[5,7,11]}", 15, "where:", "  c: sum(j in 1..L, v[j])",
            "  f(i): v[i] + g(i, 10)", "  g(a, b): a * b + c");
        Assert.Equal("1522", value.LowerDecimal(10)); // c = 23, f(2) = 7 + 20 + 23 = 50, f(3) = 11 + 30 + 23 = 64, 50 + 64·23
    }

    [Fact]
    public void Arrays_start_where_the_paper_starts()
    {
        Assert.Equal("12", Workbench.Number("u[0] + v[1] + u[L]", "{\"u\":[1,2,3],\"v\":[8,9]}").LowerDecimal(5));
        Assert.Equal("34", Workbench.Number("sum(i in 1..L, t[i])", "{\"v\":[8,9]}").LowerDecimal(5));
        Assert.Equal("3", Workbench.Number("sum(i in 1..L, t[i])", "{\"v\":[8,9],\"t\":[1,2]}").LowerDecimal(5));
    }

    [Fact]
    public void Results_may_be_arrays_and_records()
    {
        Shaped<CertifiedNumber>.Sequence squares =
            Assert.IsType<Shaped<CertifiedNumber>.Sequence>(Workbench.Evaluate("\"[i^2 for i in 1..3]\"").Result);
        Assert.Equal(["1", "4", "9"], squares.Items.Select(i => i.Single.Enclosure.UpperDecimal(5)));
        Shaped<CertifiedNumber>.Named ends =
            Assert.IsType<Shaped<CertifiedNumber>.Named>(Workbench.Evaluate("{lower: 1/2, upper: x}", "{\"x\":3}").Result);
        Assert.Equal("0.5", ends.Parts["lower"].Single.Enclosure.LowerDecimal(5));
        Assert.Equal("3", ends.Parts["upper"].Single.Enclosure.LowerDecimal(5));
    }

    [Fact]
    public void Given_tells_defaults_from_inputs()
    {
        Assert.Equal("1", Workbench.Number("if(given(q), 2, 1) + 0*q").LowerDecimal(5));
        Assert.Equal("2", Workbench.Number("if(given(q), 2, 1) + 0*q", "{\"q\":1}").LowerDecimal(5));
        Assert.Equal("0.5", Workbench.Number("q").LowerDecimal(5));
    }

    [Fact]
    public void Matrix_functions_see_a_difference_exactly()
    {
        const string Inputs = """{"A":[[3,0],[0,1]],"D":[[1,0],[0,0]]}""";
        Assert.Equal("2", Workbench.Number("spectral(A - D)", Inputs).LowerDecimal(5));
        Assert.Equal("3", Workbench.Number("spectral(A - D)", """{"A":[[3,0],[0,1]]}""").LowerDecimal(5));

        // 1 − 1e-20 is no double: the rounding error widens the enclosure around the exact value, and is not lost.
        Interval value = Workbench.Number("spectral(A - D)", """{"A":[[1,0],[0,0.5]],"D":[[1e-20,0],[0,0]]}""");
        Assert.True(value.Contains(Rational.Parse("1") - Rational.Of(1e-20)), $"{value}");
        Assert.False(value.IsPoint);
        Interval frobenius = Workbench.Number("frobenius(A - D)", """{"A":[[1]],"D":[[1e-20]]}""");
        Assert.True(frobenius.Contains(Rational.Parse("1") - Rational.Of(1e-20)), $"{frobenius}");
    }
}
