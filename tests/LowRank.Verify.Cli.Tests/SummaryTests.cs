using System.Text.Json;
using LowRank.Verify.Arithmetic;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>
/// The first screen of <c>bounds</c> on a network of digits that was trained elsewhere. The claims are checked on statements whose answers
/// are known in closed form, given by --oracle-file.
/// </summary>
public sealed class SummaryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static readonly Rational Half = new(1, 2);

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// 4/45 of the margins are at most 1. With two statements for all weights the share of δ is 1/40, and 4/45 + 2800/(40√n) is below 1/2
    /// from n = ⌈(6300/37)²⌉ = 28992 on (39690000/1369 = 28991.96…).
    /// </summary>
    [Fact]
    public void Sample_size_is_that_of_the_closed_form_at_a_share_of_delta()
    {
        JsonElement summary =
            Digits(Statement("mine-all", "all-weights", "[L_gamma, delta, m]", "L_gamma + 2800*delta/sqrt(m)"));
        Assert.Equal(["ledent2025/post-hoc", "classical/mine-all"], summary.GetProperty("statements").EnumerateArray()
            .Select(id => id.GetString()!));
        JsonElement best = summary.GetProperty("certified"), size = best.GetProperty("samples");
        Assert.Equal(("classical/mine-all", "1/40"), (best.GetProperty("oracle").GetString(), best.GetProperty("delta").GetString()));
        Assert.False(best.GetProperty("belowOne").GetBoolean());
        Assert.Equal(("found", "28992"), (size.GetProperty("outcome").GetString(), size.GetProperty("samples").GetString()));
        Assert.True(Enclosed.Read(size.GetProperty("at")).Upper < Half);
        Assert.True(Enclosed.Read(size.GetProperty("oneLess")).Lower >= Half);
    }

    [Fact]
    public void No_number_of_samples_helps_against_a_margin_risk_of_one_half()
    {
        JsonElement best = Digits(Statement("mine-all", "all-weights", "[L_gamma, delta, m]", "L_gamma + delta/sqrt(m)"), "--margin", "7")
            .GetProperty("certified");
        Assert.Equal("never", best.GetProperty("samples").GetProperty("outcome").GetString());
    }

    /// <summary>Of s₁² + s₂ the elasticities are 2s₁²/(s₁² + s₂), s₂/(s₁² + s₂) and 0.</summary>
    [Fact]
    public void Elasticities_hold_the_derivatives()
    {
        JsonElement summary = Digits(Statement("mine-fixed", "fixed-class", "[L_gamma, delta, m, d, spectral]",
            "(spectral[1]^2 + spectral[2] + 0*d*m*delta*L_gamma)/1000000"));
        Assert.Equal("classical/mine-fixed", summary.GetProperty("ifFixedBefore").GetProperty("oracle").GetString());

        // numpy.linalg.svd of [[W, b], [0, 1]] of the two hidden layers
        const double First = 3.997597744, Second = 3.293524255, Sum = (First * First) + Second;
        double[] expected = [2 * First * First / Sum, Second / Sum, 0];
        Enclosed[] found = [.. summary.GetProperty("driven").EnumerateArray()
            .Where(item => item.GetProperty("oracle").GetString() == "classical/mine-fixed").OrderBy(item => item.GetProperty("layer")
            .GetInt32()).Select(item => Enclosed.Read(item.GetProperty("value")))];
        Assert.Equal(3, found.Length);
        for (int l = 0; l < 3; l++)
        {
            // The norms above have nine digits.
            Assert.True(found[l].Lower <= Rational.Of(expected[l] + 1e-9) && found[l].Upper >= Rational.Of(expected[l] - 1e-9),
                $"layer {l}");
            Assert.True(found[l].Width < Rational.Parse("1e-5"));
        }
    }

    [Fact]
    public void Best_is_the_least_of_its_kind_and_fixed_classes_are_not_called_certified()
    {
        JsonElement report = Report();
        JsonElement summary = report.GetProperty("summary");
        JsonElement certified = summary.GetProperty("certified"), other = summary.GetProperty("ifFixedBefore");
        Assert.Equal("ledent2025/post-hoc", certified.GetProperty("oracle").GetString());
        Enclosed least = Enclosed.Read(other.GetProperty("value"));
        string[] ofError = [.. report.GetProperty("oracles").EnumerateArray()
            .Where(oracle => oracle.GetProperty("applies").GetBoolean() && oracle.GetProperty("kind").GetString() == "bound"
                && oracle.GetProperty("oracle").GetString() != "ledent2025/post-hoc" && oracle.GetProperty("notes").EnumerateArray()
                    .Any(note => note.GetString()!.Contains("fresh sample is misclassified", StringComparison.Ordinal)))
            .Where(oracle => Enclosed.Read(oracle.GetProperty("reference")).Upper < least.Lower)
            .Select(oracle => oracle.GetProperty("oracle").GetString()!)];
        Assert.Empty(ofError);
        Assert.Equal("classical/bartlett2017-lemma-a8/centred", other.GetProperty("oracle").GetString());
    }

    [Fact]
    public void First_screen_has_24_lines_of_80_columns()
    {
        string text = Tool.Run(["bounds", Network("mlp.onnx"), .. Data, "--summary"]).Output;
        string[] lines = text.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 8, 24);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("19 of 360 samples wrong", text, StringComparison.Ordinal);
        Assert.Contains("vacuous", text, StringComparison.Ordinal);
        Assert.Contains("if these limits had been fixed before", string.Join(' ', lines.Select(line => line.Trim())),
            StringComparison.Ordinal);
    }

    private static string[] Data => ["--data", Network("test-x.npy"), "--labels", Network("test-y.npy")];

    private static string Network(string name) => Tool.Fixture(Path.Combine("digits", name));

    private static JsonElement Report(params string[] further) =>
        Tool.RunJson("bounds", ["bounds", Network("mlp.onnx"), .. Data, "--json", .. further]);

    private JsonElement Digits(string statement, params string[] further) =>
        Report(["--oracle-file", folder.Write("mine.yaml", statement), .. further]).GetProperty("summary");

    private static string Statement(string id, string holds, string given, string value) => $$"""
        id: classical/{{id}}
        revision: 1
        title: mine
        source: {paper: neyshabur2018, statement: mine, provenance: derived}
        kind: bound
        holds: {{holds}}
        record: neyshabur2018
        hypotheses: {network: feed-forward, data: [labelled], outputs: classes, scores: final}
        given: {{given}}
        value: {{value}}
        """;
}
