using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>Statements from weights and inputs: values that can be had by hand, and inputs that do not fit.</summary>
public sealed class FromWeightsTests
{
    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    private static readonly ReferenceEvaluator Reference = new(Catalogue, new SpectrumCertifier(Engines.Default));

    // By hand: 2 * 3 * 5 / 2 * (sqrt(2 ln(2) 2) + 1) with the norms 2, 3 of the layers and 5 of two inputs.
    [Fact]
    public void Golowich_takes_the_norms_of_layers_and_inputs() =>
        Near("classical/golowich2018-theorem-1/from-weights", """{"W":[[[2]],[[3]]],"X":[[3],[4]]}""",
            15 * (Math.Sqrt(4 * Math.Log(2)) + 1));

    // By hand: paths 1*5, 2*5, 3*6, 4*6 of the layers [[1, 2], [3, 4]], [[5, 6]].
    [Theory]
    [InlineData("1", 57)]
    [InlineData("2", 32.015621187164243)] // sqrt(25 + 100 + 324 + 576)
    public void Path_norm_adds_the_paths(string p, double expected) =>
        Near("classical/path-norm", $$"""{"W":[[[1,-2],[3,4]],[[5,-6]]],"p":{{p}}}""", expected);

    // Layers times c and the margin times c^2 change nothing; the code's further factor would double the value.
    [Fact]
    public void Two_layers_do_not_feel_a_common_factor()
    {
        const string One = """
            {"B":1,"U_spectral":1,"V_spectral":1,"U_distance":1,"V_distance":1,"H":1,"C":1,"gamma":1,"m":100,"delta":0.5}
            """;
        string scaled = One.Replace("l\":1", "l\":2", StringComparison.Ordinal).Replace("e\":1", "e\":2", StringComparison.Ordinal)
            .Replace("\"gamma\":1", "\"gamma\":4", StringComparison.Ordinal);
        double value = Value("classical/neyshabur2018/two-layers", One).Midpoint;
        Assert.Equal(value, Value("classical/neyshabur2018/two-layers", scaled).Midpoint, 1e-12);
        Assert.Equal(484.52, Math.Sqrt((100 * value * value) - (6 * Math.Log(400))), 0.01);
    }

    [Theory]
    [InlineData("""{"W":[[[1]]],"X":[[1,2]]}""", "X has 2 columns, but the first matrix of W has 1 columns")]
    [InlineData("""{"W":[[[1,2]],[[1,2]]],"X":[[1,2]]}""", "cols(W[i]) == rows(W[i-1])")]
    public void Inputs_that_do_not_fit_are_named(string inputs, string reason)
    {
        Oracle oracle = Catalogue.Get("classical/golowich2018-theorem-1/from-weights");
        Assert.Contains(reason, Reference.Refusal(oracle, Read(inputs)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"margins":[2,-3,1,5]}""", -3)]
    [InlineData("""{"margins":[9,8,7,6,5,4,3,2,1,0,-1,-2,-3,-4,-5,-6,-7,-8,-9,-10]}""", -9)] // the second smallest of twenty
    public void Margin_keeps_its_sign(string inputs, double expected) => Near("classical/jiang2020/margin", inputs, expected);

    private static void Near(string id, string inputs, double expected) =>
        Assert.Equal(expected, Value(id, inputs).Midpoint, 1e-12 * Math.Abs(expected));

    private static Interval Value(string id, string inputs) => ((Shaped<CertifiedNumber>.Scalar)Reference
        .Evaluate(Catalogue.Get(id), Read(inputs), 20).Result!).Value.Enclosure;

    private static InputRecord Read(string json) => InputJson.Read(System.Text.Json.JsonDocument.Parse(json).RootElement, "in.json");
}
