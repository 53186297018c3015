using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>Numbers that the theory of the rank-sparse family prints, and its facts on the exponent p.</summary>
public sealed class RankSparseValueTests
{
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    [Theory]
    [InlineData("1", "571.27839011")]
    [InlineData("10", "1142.55678021")]
    [InlineData("100", "1738.32384624")]
    public void Layer_entropy(string y, string printed) => Printed(
        Value("ledent2025/layer-entropy", InputJson.Read($$"""{"m":50,"d":80,"r":2,"p":0,"s":1,"y":{{y}}}""", "test")), printed);

    [Theory]
    [InlineData(200, "14.486")]
    [InlineData(600, "25.025")]
    [InlineData(1000, "34.586")]
    public void Parameter_count_of_the_published_architecture(int width, string printed)
    {
        (int Rows, int Columns)[] shapes = [(64, 27), (128, 576), (256, 1152), (width, 4096), (width, width), (width, width),
            (width, width), (10, width)];
        InputRecord inputs = InputRecord.Of(
        [
            ("N", InputJson.Read("""{"N":50000}""", "test").Members["N"]),
            ("W", new InputValue.Sequence(
                [.. shapes.Select(s => new InputValue.MatrixValue(new Matrix(s.Rows, s.Columns, new double[s.Rows * s.Columns])))])),
        ]);
        Printed(Value("ledent2025/comparison/c15", inputs), printed);
    }

    // The theory prints the value without the cap at 1/2.
    [Theory]
    [InlineData("10000000", "0.5", "4.0")]
    [InlineData("100000000", "0.5", "2.18")]
    [InlineData("1000000000", "0.5", "0.71")]
    [InlineData("1000000000", "0", "1.28")]
    public void Dudley_integral_of_three_wide_layers(string samples, string p, string printed)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "oracles", "ledent2025", "fully-connected-integrated.yaml"));
        int value = text.IndexOf("where:", StringComparison.Ordinal),
            end = text.IndexOf("readings:", StringComparison.Ordinal), claims = text.IndexOf("properties:", StringComparison.Ordinal);
        Oracle uncapped = Catalogue.Read(text[..value] + "value: 4/N + integral(epsilon in 1/N..1, min(4, 12*sqrt(H(epsilon)/N)))\n"
            + text[end..claims], "uncapped.yaml");
        double[] diagonal = [.. Enumerable.Repeat(1.0, 5), .. Enumerable.Repeat(1e-4, 995)];
        InputValue layer = new InputValue.MatrixValue(DiagonalSpectra.Diagonal(1000, 1000, diagonal));
        InputRecord inputs = InputJson.Read($$"""{"N":{{samples}},"B":1,"rho":[1,1],"p":[{{p}},{{p}},{{p}}]}""", "test")
            .With("W", new InputValue.Sequence([layer, layer, layer]));
        Evaluation evaluation = new ReferenceEvaluator(Catalogue, new DiagonalSpectra()).Evaluate(uncapped, inputs);
        Assert.Equal(15, evaluation.Digits);
        Printed(evaluation.Result!.Single.Enclosure, printed);
    }

    [Theory]
    [InlineData("0", "2")]
    [InlineData("0.5", "1.914")]
    [InlineData("1", "2.25")]
    public void Power_sum_is_not_monotone_in_p(string p, string printed) =>
        Printed(Value("spectra/schatten-sum", InputJson.Read($$"""{"A":[[2,0],[0,0.25]],"p":{{p}}}""", "test")), printed);

    [Theory]
    [InlineData("code", "0.7874", "0.7283", "0.7917")]
    [InlineData("doc", "0.7874", "0.7838", "0.9422")]
    public void Theorem_is_not_monotone_in_p(string form, params string[] printed)
    {
        foreach ((string p, string value) in new[] { "0", "0.5", "2" }.Zip(printed))
        {
            InputRecord inputs = InputJson.Read(
                $$"""{"N":100,"B":3,"rho":[1],"p":[{{p}},{{p}}],"W":[[[1,0,0,0],[0,0.5,0,0],[0,0,0.1,0]],[[2,0,0],[0,0.25,0]]]}""",
                "test");
            Printed(Value("ledent2025/theorem-3.6/" + form, inputs), value);
        }
    }

    private static Interval Value(string id, InputRecord inputs)
    {
        Evaluation evaluation = new ReferenceEvaluator(Catalogue, new DiagonalSpectra()).Evaluate(Catalogue.Get(id), inputs);
        Assert.Equal(EvaluationStatus.Enclosed, evaluation.Status);
        return evaluation.Result!.Single.Enclosure;
    }

    private static void Printed(Interval value, string printed)
    {
        int point = printed.IndexOf('.', StringComparison.Ordinal), decimals = point < 0 ? 0 : printed.Length - point - 1;
        Rational half = Rational.Parse("0.5e-" + decimals.ToString(CultureInfo.InvariantCulture)), exact = Rational.Parse(printed);
        Assert.True(exact - half <= value.Lower.ToRational() && value.Upper.ToRational() <= exact + half, $"{value} against {printed}");
    }
}
