using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Formulas;

/// <summary>Matrices made in formulas, and how singular values share their sum: cases by hand and by exact rationals.</summary>
public sealed class MatrixFunctionTests
{
    private const string Window = """convolution(A, [2 for i in 1..1], [3 for i in 1..1], [1 for i in 1..1], [0 for i in 1..1], """
        + """[0 for i in 1..1], [1 for i in 1..1], 1, 0)""";

    private static readonly SpectrumCertifier Spectra = new(Engines.Default);

    [Theory]
    [InlineData("entry(transpose(A), 3, 2)", 6)]
    [InlineData("rows(transpose(A))", 3)]
    [InlineData("entry(cut_rows(A, 3), 5, 1)", 5)]
    [InlineData("rows(cut_rows(A, 3))", 6)]
    [InlineData("entry(cut_rows(A, 1), 2, 3)", 6)]
    [InlineData("entry(row_maxima(A), 2, 1)", 7)]
    [InlineData("cols(row_maxima(A))", 1)]
    [InlineData("score_margin(A, 1, 2)", -1)]
    [InlineData("score_margin(A, 2, 3)", 1)]
    public void Rearranged_entries_are_exact(string formula, double expected) =>
        Assert.Equal(expected, Exactly(formula, """{"A": [[1, 2, 3], [-7, 5, 6]]}"""));

    // The windows of (1, 2) over three places: (1, 2, 0) and (0, 1, 2).
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(1, 3, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(2, 2, 1)]
    [InlineData(2, 3, 2)]
    public void A_convolution_is_its_windows(int i, int j, double expected) =>
        Assert.Equal(expected, Exactly(FormattableString.Invariant($"entry({Window}, {i}, {j})"), """{"A": [[1, 2]]}"""));

    // On one place with a wrap the window is the sum of its entries, which no double is: 0.1 + 0.3 as stored.
    [Fact]
    public void Entries_that_meet_where_a_window_wraps_are_summed_without_rounding()
    {
        Evaluation evaluation = Workbench.Evaluate(
            "spectral(convolution(A, [2 for i in 1..1], [1 for i in 1..1], [1 for i in 1..1], [0 for i in 1..1], [1 for i in 1..1], "
                + "[1 for i in 1..1], 1, 1))", """{"A": [[0.1, 0.3]]}""", 40, Spectra);
        Assert.Equal(40, evaluation.Digits);
        Assert.True(evaluation.Result!.Single.Enclosure.Contains(Rational.Of(0.1) + Rational.Of(0.3)));
        Assert.NotEqual(Rational.Of(0.1 + 0.3), Rational.Of(0.1) + Rational.Of(0.3));
    }

    [Theory]
    [InlineData("""{"A": [[1, 2, 3]]}""", "the entries must divide the columns")]
    [InlineData("""{"A": [[1, 2, 3, 4]]}""", null)]
    public void A_kernel_that_does_not_fit_has_no_map(string inputs, string? reason)
    {
        Evaluation evaluation = Workbench.Evaluate($"rows({Window})", inputs);
        Assert.Equal(reason is null ? EvaluationStatus.Enclosed : EvaluationStatus.OutsideDomain, evaluation.Status);
        Assert.Contains(reason ?? string.Empty, evaluation.Reason ?? string.Empty, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[4 for i in 1..1]", "[3 for i in 1..1]", "no window of the convolution fits")]
    [InlineData("[1 for i in 1..1]", "[1000 for i in 1..1]", "more than 65536 entries")]
    [InlineData("[1 for i in 1..1]", "[3 for i in 1..2]", "as many sizes of every kind")]
    public void A_map_that_is_impossible_or_too_large_is_refused(string window, string places, string reason)
    {
        Evaluation evaluation = Workbench.Evaluate(
            $"rows(convolution(A, {window}, {places}, [1 for i in 1..1], [0 for i in 1..1], [0 for i in 1..1], [1 for i in 1..1], 1, 0))",
            """{"A": [[1, 1, 1, 1]]}""");
        Assert.Equal(EvaluationStatus.OutsideDomain, evaluation.Status);
        Assert.Contains(reason, evaluation.Reason, StringComparison.Ordinal);
    }

    // (1, 3, 7)ᵀ/10 · a · b as stored has rank 1, while its entries rounded to doubles have not.
    [Theory]
    [InlineData("rank(W[1] * W[2])", 1)]
    [InlineData("rank(prod(i in 1..2, W[i]))", 1)]
    [InlineData("rows(W[1] * W[2])", 3)]
    [InlineData("cols(W[1] * W[2])", 3)]
    public void A_product_is_exact(string formula, int expected)
    {
        const string Factors = """{"W": [[[0.1], [0.3], [0.7]], [[0.1, 0.2, 0.9]]]}""";
        Assert.Equal(expected, Workbench.Evaluate(formula, Factors, 15, Spectra).Result!.Single.Enclosure.Midpoint);
        double[,] rounded = new double[3, 3];
        foreach ((double x, int i) in new[] { 0.1, 0.3, 0.7 }.Select((x, i) => (x, i)))
        {
            (rounded[i, 0], rounded[i, 1], rounded[i, 2]) = (x * 0.1, x * 0.2, x * 0.9);
        }

        Assert.NotEqual(1, Spectra.Certify(Matrix.FromArray(rounded), 30).Rank.Upper);
    }

    // diag(1/3 as stored, …)·diag(3, …): the singular values are the products of the entries, to 40 digits.
    [Fact]
    public void Singular_values_of_a_product_have_more_digits_than_its_entries()
    {
        Evaluation evaluation = Workbench.Evaluate("spectral(W[1] * W[2])",
            """{"W": [[[0.3333333333333333, 0], [0, 0.1]], [[3, 0], [0, 0.7]]]}""", 40, Spectra);
        Assert.Equal(40, evaluation.Digits);
        Assert.True(evaluation.Result!.Single.Enclosure.Contains(Rational.Of(0.3333333333333333) * new Rational(3, 1)));
    }

    [Theory]
    [InlineData("rank(W[1] * W[2])", "a 1×2 matrix times a 1×2 matrix")]
    [InlineData("frobenius(W[1] * transpose(W[2]))", "only functions of the singular values")]
    [InlineData("entry(W[1] * transpose(W[2]), 1, 1)", "only functions of the singular values")]
    [InlineData("storage_rank(W[1] * transpose(W[2]))", "only functions of the singular values")]
    [InlineData("rank(prod(i in 3..2, W[i]))", "the product over an empty range of matrices")]
    [InlineData("rank(cut_rows(W[1], 3))", "cut into 3 pieces")]
    [InlineData("score_margin(transpose(W[1]), 1, 1)", "a row of one entry has no margin")]
    [InlineData("spectral_entropy(zero(W[1]))", "has no spectral entropy")]
    [InlineData("energy_rank(W[1], 2, 1)", "needs t in (0, 1]")]
    public void What_has_no_value_says_why(string formula, string reason)
    {
        Evaluation evaluation = Workbench.Evaluate(formula, """{"W": [[[1, 2]], [[3, 4]]]}""", 15, Spectra);
        Assert.Equal(EvaluationStatus.OutsideDomain, evaluation.Status);
        Assert.Contains(reason, evaluation.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spectral(A * x)", "a matrix is multiplied by a matrix, not by a number")]
    [InlineData("x * A", "a number is needed here, but this is a matrix")]
    public void A_matrix_and_a_number_are_not_multiplied(string formula, string complaint) =>
        Assert.Contains(complaint, Workbench.Mistake(formula).Message, StringComparison.Ordinal);

    // Shares 9/25 and 16/25; four equal values share alike: ln 4; one value alone has none to share with.
    [Theory]
    [InlineData("[[3, 0], [0, 4]]", "0.6534181947937017792888279")]
    [InlineData("[[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0], [0, 0, 0, 2]]", "1.38629436111989061883")]
    [InlineData("[[5, 0], [0, 0]]", "0")]
    public void Entropy_of_known_shares(string matrix, string expected)
    {
        Interval entropy = Workbench.Number("spectral_entropy(A)", $$"""{"A": {{matrix}}}""");
        Assert.Equal(double.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), entropy.Midpoint, 1e-14);
    }

    // Values 4, 2, 1, 1: sums 4, 6, 7, 8; squares 16, 4, 1, 1: sums 16, 20, 21, 22.
    [Theory]
    [InlineData("1/2", 1, 1)]
    [InlineData("1/2 + 1/1000000", 1, 2)]
    [InlineData("3/4", 1, 2)]
    [InlineData("7/8", 1, 3)]
    [InlineData("1", 1, 4)]
    [InlineData("16/22", 2, 1)]
    [InlineData("10/11", 2, 2)]
    [InlineData("0.95", 2, 3)]
    public void Energy_rank_of_known_values_and_at_ties(string part, int power, int expected) => Assert.Equal(expected, Exactly(
        FormattableString.Invariant($"energy_rank(A, {part}, {power})"),
        """{"A": [[4, 0, 0, 0, 0], [0, -2, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0]]}"""));

    // 1 + 1e-18 is 1 in double: whoever sums squares finds that one value makes up all of them, and is not called wrong.
    [Fact]
    public void A_share_that_is_lost_in_a_rounded_sum_is_admitted_where_rounding_is_modelled()
    {
        const string Inputs = """{"A": [[1, 0], [0, 1e-9]]}""";
        Assert.Equal(2, Exactly("energy_rank(A, 1, 2)", Inputs));
        Evaluation range = Workbench.Evaluator().EvaluateRange(Workbench.Oracle("energy_rank(A, 1, 2)"), InputJson.Read(Inputs, "in.json"),
            x => new IntervalContext(160).Multiply(x, Interval.Of(1 - 1e-15, 1 + 1e-15)));
        Assert.Equal(1, range.Result!.Single.Enclosure.LowerDouble, 1e-12);
        Assert.Equal(2, range.Result.Single.Enclosure.UpperDouble, 1e-12);
    }

    // √2 twice: at one half a tie of irrational numbers, which no precision decides.
    [Fact]
    public void A_tie_of_irrational_values_stays_a_bracket()
    {
        Evaluation evaluation = Workbench.Evaluate("energy_rank(A, 1/2, 1)", """{"A": [[1, 1], [1, -1]]}""", 15, Spectra);
        Assert.Equal(EvaluationStatus.Undecided, evaluation.Status);
        Assert.Equal((1, 2), (evaluation.Result!.Single.Enclosure.LowerDouble, evaluation.Result.Single.Enclosure.UpperDouble));
    }

    private static double Exactly(string formula, string inputs)
    {
        Interval value = Workbench.Number(formula, inputs);
        Assert.True(value.IsPoint, $"{formula}: {value}");
        return value.Midpoint;
    }
}
