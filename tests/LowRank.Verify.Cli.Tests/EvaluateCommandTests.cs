using System.Text.Json;
using System.Text.RegularExpressions;
using LowRank.Verify.Arithmetic;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>Published and derived values, printed to ten digits, against the certified enclosures.</summary>
public sealed class EvaluateCommandTests : IDisposable
{
    // Widths 8, 12, 5, ranks 2, unit norms, ‖X‖_F = 4, 16 samples.
    private const string TwoLayers = """{"m":16,"X_frobenius":4,"h":[8,12,5],"r":[2,2],"B":[1,1],"C1":C1VALUE,"C2":1}""";

    // Four layers whose ranks fall and rise again: the minimum over j ≤ i and the one over j < i differ.
    private const string ThreeLayers = """{"m":64,"X_frobenius":12,"h":[10,16,12,7],"r":[4,2,3],"B":["3/2","0.75",2],"C1":1.25,"C2":2}""";

    // Singular values (1, 1/2, 1/10) in 3×4 and (2, 1/4) in 2×3, B = 3, N = 100.
    private const string RankSparse = """
        {"N":100,"B":3,"rho":[1],"p":[P,P],
         "W":[[[1,0,0,0],[0,0.5,0,0],[0,0,0.1,0]],[[2,0,0],[0,0.25,0]]]}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("pinto2025/theorem-7", "1", "4.387022532")]
    [InlineData("pinto2025/theorem-7-tight", "1", "2.805883701")]
    [InlineData("pinto2025/theorem-7-tight-relu", "1", "2.34277886")]
    [InlineData("pinto2025/theorem-7", "2", "5.611767403")]
    [InlineData("pinto2025/theorem-7-tight", "2", "4.030628573")]
    [InlineData("pinto2025/theorem-7-tight-relu", "2", "3.567523732")]
    [InlineData("pinto2025/lemma-4", "1", "0.790569415")]
    [InlineData("pinto2025/lemma-10", "1", "1.224744871")]
    public void Low_rank_layers_two_layer_case(string oracle, string c1, string printed) =>
        Agrees(oracle, TwoLayers.Replace("C1VALUE", c1, StringComparison.Ordinal), printed);

    [Fact]
    public void Minimum_of_the_ranks_is_taken_as_printed() => Agrees("pinto2025/theorem-7", ThreeLayers, "41.4072001752");

    [Theory]
    [InlineData("code", "0", "0.7874007874")]
    [InlineData("doc", "0", "0.7874007874")]
    [InlineData("l2", "0", "0.7874007874")]
    [InlineData("repaired", "0", "0.7874007874")]
    [InlineData("code", "0.5", "0.7283191256")]
    [InlineData("doc", "0.5", "0.7837942854")]
    [InlineData("l2", "0.5", "0.8827479903")]
    [InlineData("repaired", "0.5", "0.8642611023")]
    public void Rank_sparse_forms(string form, string p, string printed) =>
        Agrees("ledent2025/theorem-3.6/" + form, RankSparse.Replace("P", p, StringComparison.Ordinal), printed);

    [Fact]
    public void Members_of_the_record_that_are_not_used_are_named()
    {
        JsonElement result = Evaluate("pinto2025/lemma-4", TwoLayers.Replace("C1VALUE", "1", StringComparison.Ordinal));
        Assert.Equal(["C1", "C2"], result.GetProperty("unused").EnumerateArray().Select(name => name.GetString()).Order());
    }

    [Fact]
    public void Logarithm_encloses_the_value()
    {
        JsonElement result = Evaluate("pinto2025/theorem-7", TwoLayers.Replace("C1VALUE", "1", StringComparison.Ordinal));
        // log10(4.387022532) from the printed value.
        Assert.True(Enclosed.Read(result.GetProperty("log10")).AgreesWith("0.642169865"));
    }

    [Fact]
    public void Text_shows_enclosure_fast_value_distance_and_digits()
    {
        string input = folder.Write("t1.json", TwoLayers.Replace("C1VALUE", "1", StringComparison.Ordinal));
        ToolResult result = Tool.Run("evaluate", "pinto2025/theorem-7", "--input", input);
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Assert.Matches(@"reference\s+\[4\.3870225\d+, 4\.3870225\d+\]", result.Output);
        Assert.Matches(@"fast path\s+4\.3870225\d+", result.Output);
        Assert.Matches(@"distance\s+\S+ relative", result.Output);
        Assert.Matches(@"digits\s+15 of 15", result.Output);
        Assert.Contains("not a bound", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_give_one_object_per_line()
    {
        string line = TwoLayers.Replace("C1VALUE", "1", StringComparison.Ordinal);
        ToolResult result = Tool.Run(["evaluate", "pinto2025/theorem-7", "--lines"],
            $"{line}\n\n{line.Replace("\"m\":16", "\"m\":64", StringComparison.Ordinal)}\n");
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.True(Enclosed.Read(Schemas.Check("evaluate", lines[0]).GetProperty("reference")).AgreesWith("4.387022532"));
        // A quarter of the value with four times the samples.
        Assert.True(Enclosed.Read(Schemas.Check("evaluate", lines[1]).GetProperty("reference")).AgreesWith("1.096755633"));
    }

    [Fact]
    public void Bad_line_is_named_after_the_good_ones()
    {
        string line = TwoLayers.Replace("C1VALUE", "1", StringComparison.Ordinal);
        ToolResult result = Tool.Run(["evaluate", "pinto2025/theorem-7", "--lines"], $"{line}\n{{\"m\":1}}\n");
        Assert.Equal(2, result.ExitStatus);
        Assert.Single(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("line 2", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"m":16,"X_frobenius":4,"h":[8,12,5],"r":[2,2],"C1":1,"C2":1}""", "B")]
    [InlineData("""{"m":16,"X_frobenius":4,"h":[8,12,5],"r":[2,2],"B":[1,1],"C1":1,"C2":1,"width":3}""", "width")]
    [InlineData("""{"m":16,"X_frobenius":-4,"h":[8,12,5],"r":[2,2],"B":[1,1],"C1":1,"C2":1}""", "X_frobenius")]
    [InlineData("""{"m":16.5,"X_frobenius":4,"h":[8,12,5],"r":[2,2],"B":[1,1],"C1":1,"C2":1}""", "m")]
    [InlineData("""{"m":16,"X_frobenius":4,"h":[8,12],"r":[2,2],"B":[1,1],"C1":1,"C2":1}""", "h")]
    [InlineData("""{"m":16,"X_frobenius":4,"h":[8,12,5],"r":2,"B":[1,1],"C1":1,"C2":1}""", "r")]
    [InlineData("""{"m":16,"X_frobenius":4,"h":[8,12,5],"r":[9,2],"B":[1,1],"C1":1,"C2":1}""", "r[i]")]
    [InlineData("""{"m":16,"X_frobenius":"four","h":[8,12,5],"r":[2,2],"B":[1,1],"C1":1,"C2":1}""", "X_frobenius")]
    [InlineData("""{"m":16,""", "bad.json")]
    [InlineData("[1, 2]", "bad.json")]
    public void Bad_input_names_file_and_field(string json, string named)
    {
        string line = Tool.Fail(2, ["evaluate", "pinto2025/theorem-7", "--input", folder.Write("bad.json", json), "--json"]);
        Assert.Contains("bad.json", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-0.5")]
    [InlineData("\"-1/2\"")]
    [InlineData("2.5")]
    [InlineData("NaN")]
    public void Exponent_outside_its_domain_is_refused(string p) =>
        Tool.Fail(2, ["evaluate", "ledent2025/theorem-3.6/l2", "--input",
            folder.Write("p.json", RankSparse.Replace("P", p, StringComparison.Ordinal))]);

    [Fact]
    public void Matrix_of_ragged_rows_is_refused()
    {
        string ragged = RankSparse.Replace("P", "1", StringComparison.Ordinal).Replace("[0,0.25,0]", "[0,0.25]", StringComparison.Ordinal);
        Assert.Contains("W", Tool.Fail(2, ["evaluate", "ledent2025/theorem-3.6/l2", "--input", folder.Write("ragged.json", ragged)]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_oracle_and_missing_input_are_refused()
    {
        Assert.Contains("'pinto2025/lemma-4'", Tool.Fail(2, ["evaluate", "pinto2025/lema-4", "--input", "x.json"]),
            StringComparison.Ordinal);
        Assert.Contains("no-such.json", Tool.Fail(2, ["evaluate", "pinto2025/lemma-4", "--input", "no-such.json"]),
            StringComparison.Ordinal);
        Assert.Contains("--input", Tool.Fail(2, ["evaluate", "pinto2025/lemma-4"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_with_structure_keep_it()
    {
        // diag(3, 2): singular values 3, 2.
        JsonElement values = Evaluate("spectra/singular-values", """{"A":[[3,0],[0,2]]}""").GetProperty("reference").GetProperty("values");
        Assert.True(Enclosed.Read(values[0]).Contains(Rational.Of(3.0)));
        Assert.True(Enclosed.Read(values[1]).Contains(Rational.Of(2.0)));
        JsonElement range = Evaluate("spectra/storage-schatten-sum", """{"A":[[3,0],[0,2]],"p":1}""")
            .GetProperty("reference").GetProperty("named");
        Assert.True(Enclosed.Read(range.GetProperty("lower")).Upper < Rational.Of(5.0));
        Assert.True(Enclosed.Read(range.GetProperty("upper")).Lower > Rational.Of(5.0));
    }

    private void Agrees(string oracle, string inputs, string printed)
    {
        JsonElement result = Evaluate(oracle, inputs);
        Enclosed reference = Enclosed.Read(result.GetProperty("reference"));
        Assert.True(reference.AgreesWith(printed),
            $"{oracle}: [{reference.Lower.ToDouble()}, {reference.Upper.ToDouble()}] against {printed}");
        Assert.True(reference.Width <= reference.Upper * Rational.Parse("1e-14"), "width");
        Assert.Equal(15, result.GetProperty("reference").GetProperty("digits").GetInt32());

        // The fast path's own rounding: some hundred operations of 1.1e-16 each.
        Assert.InRange(result.GetProperty("relativeDistance").GetDouble(), 0, 1e-13);
    }

    private JsonElement Evaluate(string oracle, string inputs) =>
        Tool.RunJson("evaluate", "evaluate", oracle, "--input", folder.Write("inputs.json", inputs), "--json");

    [Theory]
    [InlineData("1e-200", "2e-400", -399.69897000433602)]
    [InlineData("1e-160", "2e-320", -319.69897000433602)]
    [InlineData("1e200", "2e400", 400.30102999566398)]
    public void Fast_value_outside_the_normal_doubles_is_given_by_its_logarithm(string entry, string value, double log10)
    {
        // diag(x, x), p = 2: the sum is 2x^2.
        string inputs = $$"""{"A":[[{{entry}},0],[0,{{entry}}]],"p":2}""";
        JsonElement result = Evaluate("spectra/schatten-sum", inputs);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("fast").ValueKind);
        Assert.Equal(log10, result.GetProperty("fastLog10").GetDouble(), 1e-12);
        Assert.InRange(result.GetProperty("relativeDistance").GetDouble(), 0, 1e-12);
        string text = Tool.Run(["evaluate", "spectra/schatten-sum", "--input", "-"], inputs).Output;
        string printed = Regex.Match(text, @"fast path\s+(\S+)").Groups[1].Value;
        Rational ratio = Rational.Parse(printed) / Rational.Parse(value);
        Assert.InRange(ratio.ToDouble(), 1 - 1e-12, 1 + 1e-12);
    }

    [Fact]
    public void Parts_outside_the_normal_doubles_have_their_logarithm_too()
    {
        // One entry, so that no engine can lose it beside a larger one.
        JsonElement result = Evaluate("spectra/singular-values", """{"A":[[1e-310,0]]}""");
        Assert.Equal([null], result.GetProperty("fast").EnumerateArray().Select(Number));
        Assert.Equal(-310, result.GetProperty("fastLog10")[0].GetDouble(), 1e-9);
        Assert.Equal([0.0], Evaluate("spectra/singular-values", """{"A":[[0,0]]}""").GetProperty("fast").EnumerateArray().Select(Number));
    }

    [Fact]
    public void Zero_of_the_fast_path_stays_a_number()
    {
        JsonElement result = Evaluate("spectra/spectral-norm", """{"A":[[0,0],[0,0]]}""");
        Assert.Equal(0, result.GetProperty("fast").GetDouble());
    }

    [Theory]
    [InlineData("evaluate", "spectra/rank", "--input")]
    [InlineData("check")]
    public void Directory_in_place_of_a_file_is_named_as_one(params string[] command)
    {
        string line = Tool.Fail(2, [.. command, folder.Location]);
        Assert.Contains($"{folder.Location}: this is a directory", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "empty")]
    [InlineData(new byte[] { 0x7B, 0xFF, 0xFE }, "UTF-8")]
    public void File_without_text_is_refused(byte[] bytes, string word)
    {
        string path = folder.Write("in.json", bytes);
        Assert.Contains(word, Tool.Fail(2, ["evaluate", "spectra/rank", "--input", path]), StringComparison.Ordinal);
        Assert.Contains(word, Tool.Fail(2, ["check", path]), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_oracle_without_a_near_one_points_to_the_list()
    {
        string line = Tool.Fail(2, ["describe", "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"]);
        Assert.Contains("'lowrank describe' lists them", line, StringComparison.Ordinal);
        Assert.DoesNotContain("did you mean", line, StringComparison.Ordinal);
    }

    private static double? Number(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetDouble();

    [Fact]
    public void Line_outside_the_domain_is_named_by_its_number()
    {
        ToolResult result = Tool.Run(["evaluate", "spectra/stable-rank", "--lines"], "{\"A\":[[1]]}\n\n{\"A\":[[0]]}\n{\"A\":[[2]]}\n");
        Assert.Equal(2, result.ExitStatus);
        Assert.Single(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("lowrank: standard input, line 3: spectra/stable-rank requires frobenius(A) > 0, which fails",
            Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spectra/rank", " \n", "it is empty")]
    [InlineData("spectra/convolution-norm", """
        {"K":[[1]],"k":[1],"n":[1],"stride":["99999999999999999999"],"pad":[0],"pad_end":[0],"dilation":[1],"groups":1,"circular":0}
        """, "beyond the range of integers")]
    public void Refusal_says_what_is_wrong(string oracle, string inputs, string words) =>
        Assert.Contains(words, Tool.Fail(2, ["evaluate", oracle, "--input", "-"], inputs), StringComparison.Ordinal);

    [Fact]
    public void Count_beyond_every_dimension_and_every_machine_integer_takes_all_values()
    {
        string text = Tool.Run(["evaluate", "spectra/ky-fan-norm", "--input", "-"],
            """{"A":[[7]],"k":"99999999999999999999"}""").Output;
        Assert.Matches(@"reference  7\n", text);
    }

    [Fact]
    public void Logarithm_too_large_for_a_decimal_stays_a_power()
    {
        string text = Tool.Run(["evaluate", "spectra/schatten-sum", "--input", "-"], """{"A":[[2]],"p":1e300}""").Output;
        Assert.Matches(@"fast path  10\^3\.01029995663\d+E\+299\n", text);
    }
}
