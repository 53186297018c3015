using System.Globalization;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>
/// Networks of 100 layers with widths of 10^5 and norms of 10^30: nothing overflows, 15 digits are certified and log10 is given. The
/// scalar statements take such widths as numbers. The statements on weight matrices take matrices, and 100 of 10^5 × 10^5 are 8
/// terabytes: there the norms of 10^30 are those of small matrices, by their entries or by the member op_norm.
/// </summary>
public sealed class LargeNetworkTests
{
    private const int Layers = 100;

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    private static readonly ReferenceEvaluator Evaluator = new(Catalogue, new DiagonalSpectra());

    public static TheoryData<string> ScalarNetworks() =>
        [.. Catalogue.Oracles.Where(o => o.Id.StartsWith("pinto2025/", StringComparison.Ordinal) && o.Record == "network")
            .Select(o => o.Id)];

    public static TheoryData<string> WeightNetworks() =>
        [.. Catalogue.Oracles.Where(o => o.Id.StartsWith("ledent2025/", StringComparison.Ordinal) && o.Record == "network"
            && o.Id is not ("ledent2025/fully-connected-integrated" or "ledent2025/fully-connected-integrated/centred"
                or "ledent2025/comparison/c15" or "ledent2025/comparison/c16"))
                .Select(o => o.Id)];

    [Theory]
    [MemberData(nameof(ScalarNetworks))]
    public void Scalar_statement(string id)
    {
        Interval? log10 = Digits15(Catalogue.Get(id), new JsonObject
        {
            ["m"] = 60000, ["X_frobenius"] = 1e30, ["h"] = Repeat(100_000, Layers + 1), ["r"] = Repeat(100_000, Layers),
                ["B"] = Repeat(1e30, Layers),
            ["C1"] = 2, ["C2"] = 2, ["delta"] = 0.05, ["Lip"] = 1e30, ["L_phi"] = 1, ["l"] = Layers,
        });
        bool hasProduct = id is not ("pinto2025/lemma-6" or "pinto2025/lemma-10" or "pinto2025/covering-bounded-loss");
        Assert.True(log10!.Lower.ToDouble(Rounding.Down) > (hasProduct ? 3000 : 0), $"{log10}");
    }

    [Fact]
    public void Closed_form_of_the_deep_linear_network()
    {
        // R sqrt(h r/m) prod B with X_frobenius = 1e30, m = 100, h = r = 1e5: R = 1e29, the root is 1e4, the product 1e3000.
        Interval? log10 = Digits15(Catalogue.Get("pinto2025/lemma-4"), new JsonObject
        {
            ["m"] = 100, ["X_frobenius"] = "1e30", ["h"] = Repeat(100_000, Layers + 1), ["r"] = Repeat(100_000, Layers),
            ["B"] = new JsonArray([.. Enumerable.Range(0, Layers).Select(_ => (JsonNode)"1e30")]),
        });
        Assert.True(log10!.Contains(Rational.Parse("3033")), $"{log10}");
    }

    [Theory]
    [MemberData(nameof(WeightNetworks))]
    public void Statement_on_weights(string id)
    {
        JsonObject inputs = Weights(1e30);
        Interval? log10 = Digits15(Catalogue.Get(id), inputs);
        Assert.True(log10!.Lower.ToDouble(Rounding.Down) > 100, $"{log10}");
    }

    [Theory]
    [InlineData("ledent2025/fully-connected-integrated")]
    [InlineData("ledent2025/fully-connected-integrated/centred")]
    public void Integrated_statement_ends_at_its_cap(string id)
    {
        Evaluation evaluation = Evaluator.Evaluate(Catalogue.Get(id), Read(Catalogue.Get(id), Weights(1e30)));
        Interval value = evaluation.Result!.Single.Enclosure;
        Assert.Equal(15, evaluation.Digits);
        Assert.True(value.Contains(Rational.Parse("1/2")), $"{value}");
    }

    [Theory]
    [InlineData("classical/golowich2018-theorem-1", "M_F")]
    [InlineData("classical/neyshabur2018-explicit", "spectral", "frobenius")]
    [InlineData("classical/bartlett2017-theorem-3.3", "s", "b")]
    [InlineData("classical/bartlett2017-lemma-a8", "s", "b")]
    [InlineData("classical/graf2022-spade", "s", "b")]
    public void Classical_statement(string id, params string[] norms)
    {
        Oracle oracle = Catalogue.Get(id);
        JsonObject inputs = [];
        foreach (Member member in oracle.Given)
        {
            inputs[member.Name] = norms.Contains(member.Name) ? Repeat(1e30, Layers)
                : member.Index is not null ? Repeat(member.Type == MemberType.Count ? 100_000 : 1, Layers)
                : member.Name == "d" ? Layers
                : member.Type == MemberType.Count ? 100_000
                : member.Domain.Upper is not null ? 0.05 : 1e30;
        }

        Interval? log10 = Digits15(oracle, inputs);
        Assert.True(log10!.Lower.ToDouble(Rounding.Down) > (id.EndsWith("spade", StringComparison.Ordinal) ? 0 : 2900), $"{log10}");
    }

    private static JsonObject Weights(double norm) => new()
    {
        ["N"] = 50_000, ["B"] = 1e30, ["gamma"] = 1, ["delta"] = 0.05, ["R_gamma"] = 0, ["rho"] = Repeat(1, Layers - 1),
            ["p"] = Repeat(0.5, Layers),
        ["activation_norm"] = Repeat(1e30, Layers), ["C1"] = 2,
        ["W"] = new JsonArray([.. Enumerable.Range(0, Layers)
            .Select(_ => JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $"[[{norm:R}, 0], [0, {norm / 2:R}]]")))]),
    };

    private static Interval? Digits15(Oracle oracle, JsonObject inputs)
    {
        Evaluation evaluation = Evaluator.Evaluate(oracle, Read(oracle, inputs));

        // (spade) rounds a number of some six thousand digits up to an integer: which one stays open beyond the highest precision.
        EvaluationStatus status = oracle.Id == "classical/graf2022-spade" ? EvaluationStatus.Undecided : EvaluationStatus.Enclosed;
        Assert.Equal((status, 15), (evaluation.Status, evaluation.Digits));
        CertifiedNumber value = evaluation.Result!.Single;
        Assert.NotNull(value.Log10);
        Assert.InRange(value.Log10.Digits(15), 14, 15);
        return value.Log10;
    }

    private static InputRecord Read(Oracle oracle, JsonObject inputs)
    {
        foreach (string other in inputs.Select(p => p.Key).Where(name => oracle.Given.All(m => m.Name != name)).ToArray())
        {
            _ = inputs.Remove(other);
        }

        return InputJson.Read(inputs.ToJsonString(), "large network");
    }

    private static JsonArray Repeat(double value, int count) => new([.. Enumerable.Range(0, count).Select(_ => (JsonNode)value)]);
}
