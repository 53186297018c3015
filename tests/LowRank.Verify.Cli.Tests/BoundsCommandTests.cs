using System.Text.Json;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Gate.Tests;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

public sealed class BoundsCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_oracle_of_the_catalogue_is_listed_and_only_bounds_are_called_bounds()
    {
        JsonElement report = Bounds("mlp.onnx", "--samples", "1000");
        string[] all = [.. Tool.RunJson("describe-catalogue", "describe", "--json").GetProperty("oracles").EnumerateArray()
            .Select(oracle => oracle.GetProperty("id").GetString()!)];
        Assert.Equal(all.Order(), Oracles(report).Select(Id).Distinct().Order());
        string[] applied = [.. Evaluated(report).Select(Id).Where(id => !id.StartsWith("spectra/", StringComparison.Ordinal)).Distinct()
            .Order(StringComparer.Ordinal)];
        Assert.Equal(28 * 4, Evaluated(report).Count(oracle => Id(oracle).StartsWith("spectra/", StringComparison.Ordinal)));
        Snapshot.Compare(
            Path.Combine(Tool.Root, "tests", "LowRank.Verify.Cli.Tests", "Snapshots", "applied-to-mlp"), string.Join('\n', applied) + "\n");
        string text = Tool.Run("bounds", Tool.Fixture("mlp.onnx"), "--samples", "1000").Output;
        int bounds = text.IndexOf("\nBounds", StringComparison.Ordinal),
            conditional = text.IndexOf("\nConditional", StringComparison.Ordinal),
            rates = text.IndexOf("\nRates", StringComparison.Ordinal);
        Assert.True(0 < bounds && bounds < conditional && conditional < rates);
        Assert.InRange(text.IndexOf("\nclassical/golowich2018-theorem-1", StringComparison.Ordinal), bounds, conditional);
        Assert.InRange(text.IndexOf("\npinto2025/theorem-7", StringComparison.Ordinal), conditional, rates);
        Assert.True(text.IndexOf("\nledent2025/theorem-3.6", StringComparison.Ordinal) > rates);
        Assert.Contains("post-hoc", text, StringComparison.Ordinal);
        Assert.Contains("norm at most 1 are assumed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fast_path_agrees_and_exponents_are_those_of_four_layers()
    {
        foreach (JsonElement oracle in Applied(Bounds("mlp.onnx", "--samples", "1000")))
        {
            Enclosed reference = Enclosed.Read(oracle.GetProperty("reference"));
            double fast = oracle.GetProperty("fast").GetDouble();

            // A double-precision SVD errs by about 64·1.1e-16 relative to the norm; tiny singular values enter with powers well below 1.
            Assert.True(oracle.GetProperty("relativeDistance").GetDouble() < 1e-8, $"{Id(oracle)} {fast}");
            Assert.True(reference.Lower.Sign > 0
                && Rational.Abs(reference.Upper - Rational.Of(fast)) < reference.Upper * Rational.Parse("1e-8"), Id(oracle));
            if (Id(oracle).StartsWith("ledent2025/theorem-3.6", StringComparison.Ordinal))
            {
                Assert.Equal(4, oracle.GetProperty("p").GetArrayLength());
            }
        }
    }

    [Fact]
    public void Truncated_reading_is_never_above_the_stored_one()
    {
        JsonElement[] applied = Applied(Bounds("mlp.onnx", "--samples", "1000"));
        (string, Enclosed, Enclosed)[] pairs =
        [
            .. applied.Where(oracle => Reading(oracle) == "as-stored").Select(stored => (
                Id(stored),
                Enclosed.Read(stored.GetProperty("reference")),
                Enclosed.Read(applied.Single(other => Id(other) == Id(stored) && Reading(other) == "truncated").GetProperty("reference")))),
        ];
        Assert.InRange(pairs.Length, 18, int.MaxValue);
        Assert.All(pairs, pair => Assert.True(pair.Item3.Lower <= pair.Item2.Upper, pair.Item1));

        // One layer of the fixture has a storage rank below its width, so a rank limit really falls.
        Assert.Contains(pairs, pair => pair.Item3.Upper < pair.Item2.Lower);
    }

    [Fact]
    public void Three_formats_of_one_network_give_the_same_enclosures_to_twelve_digits()
    {
        Dictionary<(string, string), JsonElement> first = ByOracle(Bounds("mlp.onnx", "--samples", "1000"));
        foreach (string other in new[] { "mlp.safetensors", "mlp.npz" })
        {
            // The weights alone do not say what stands between them.
            Dictionary<(string, string), JsonElement> second = ByOracle(Bounds(other, "--samples", "1000", "--activation", "relu",
                "--layers", "0,2,4,6"));
            Assert.Equal(first.Keys.Order(), second.Keys.Order());
            Assert.All(first.Keys, key => Assert.Equal(Rounded(first[key]), Rounded(second[key])));
            Assert.All(first.Keys, key => Assert.Equal(first[key].GetProperty("p").ToString(), second[key].GetProperty("p").ToString()));

            // Without that statement fewer oracles apply, with the same values.
            Dictionary<(string, string), JsonElement> assumed = ByOracle(Bounds(other, "--samples", "1000", "--layers",
                "0.weight,2.weight,4.weight,6.weight"));
            Assert.InRange(assumed.Count, 10, first.Count - 1);
            Assert.All(assumed.Keys, key => Assert.Equal(Rounded(first[key]), Rounded(assumed[key])));
        }
    }

    [Fact]
    public void Printed_inputs_are_inputs_of_evaluate_and_give_the_same_enclosure()
    {
        JsonElement[] numbers = [.. Applied(Bounds("mlp.onnx", "--samples", "1000", "--margin", "1/3"))
            .Where(oracle => Id(oracle).StartsWith("pinto2025/", StringComparison.Ordinal)
            || Id(oracle).StartsWith("classical/golowich", StringComparison.Ordinal))
            .Where(oracle => oracle.GetProperty("inputs").EnumerateObject()
                .All(input => input.Value.ValueKind != JsonValueKind.Array || input.Value[0].ValueKind != JsonValueKind.Object))];
        Assert.Equal(39, numbers.Length);
        foreach (JsonElement oracle in numbers)
        {
            string file = folder.Write("inputs.json", oracle.GetProperty("inputs").ToString());
            Assert.Equal(
                Enclosed.Read(oracle.GetProperty("reference")),
                Enclosed.Read(Tool.RunJson("evaluate", "evaluate", Id(oracle), "--input", file, "--json").GetProperty("reference")));
        }
    }

    [Fact]
    public void Bare_matrix_is_a_network_of_one_layer()
    {
        // diag(3, 4): spectral norm 4, rank 2, so Lemma 10 with four unit inputs is R √(h r / m) B = 1·√(2·2/4)·4 = 4.
        string file = folder.WriteNpy("layer.npy", [2, 2], 3, 0, 0, 4);
        JsonElement report = Tool.RunJson("bounds", "bounds", file, "--samples", "4", "--json");
        JsonElement lemma = Applied(report).Single(oracle => Id(oracle) == "pinto2025/lemma-10" && Reading(oracle) == "as-stored");
        Enclosed reference = Enclosed.Read(lemma.GetProperty("reference"));
        Assert.True(reference.Upper >= Rational.Of(4.0) && reference.Upper <= Rational.Parse("4.0000000001"));
        Assert.Contains(Applied(report), oracle => Id(oracle) == "pinto2025/lemma-4");
    }

    [Fact]
    public void Managed_engine_gives_overlapping_enclosures()
    {
        string[] command = ["bounds", Tool.Fixture("mlp.onnx"), "--samples", "1000", "--json"];
        ToolResult result = Tool.Run(command, environment: new Dictionary<string, string> { ["LOWRANK_OPENBLAS"] = "none" });
        Assert.Equal((0, string.Empty), (result.ExitStatus, result.Error));
        Dictionary<(string, string), JsonElement> managed = ByOracle(Schemas.Check("bounds", result.Output)),
            standard = ByOracle(Bounds("mlp.onnx", "--samples", "1000"));
        Assert.Equal(standard.Keys.Order(), managed.Keys.Order());
        Assert.All(
            standard.Keys.Where(key => !key.Item1.StartsWith("ledent2025", StringComparison.Ordinal)),
            key => Assert.Equal(Rounded(standard[key]), Rounded(managed[key])));
    }

    [Fact]
    public void Activation_is_stated_for_files_of_weights_only()
    {
        Assert.Contains("itself", Tool.Fail(2, ["bounds", Tool.Fixture("mlp.onnx"), "--samples", "10", "--activation", "relu"]),
            StringComparison.Ordinal);
        Assert.Contains("--activation gelu", Tool.Fail(2, ["bounds", Tool.Fixture("mlp.npz"), "--samples", "10", "--activation", "gelu",
            "--layers", "0,2"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Biases_are_carried_and_said()
    {
        JsonElement report = Bounds("mlp-biased.onnx", "--samples", "1000");
        Assert.InRange(Applied(report).Select(Id).Distinct().Count(), 65, int.MaxValue);
        Assert.Contains(report.GetProperty("assumptions").EnumerateArray(),
            line => line.GetString()!.Contains("[[W, b], [0, 1]]", StringComparison.Ordinal));
        int[][] shapes = [.. report.GetProperty("layers").EnumerateArray()
            .Select(layer => layer.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()).ToArray())];
        Assert.Equal([[65, 21], [49, 65], [33, 49], [4, 33]], shapes);
    }

    [Fact]
    public void Convolutions_are_a_reason_for_statements_on_matrices_alone()
    {
        JsonElement report = Bounds("cnn.onnx", "--samples", "100");
        Assert.Contains("ledent2025/theorem-3.6/l2", Applied(report).Select(Id));
        Assert.Contains(Oracles(report), oracle => oracle.TryGetProperty("reason", out JsonElement reason)
            && reason.GetString()!.Contains("convolution", StringComparison.Ordinal));
    }

    [Fact]
    public void Operator_norms_of_convolutions_are_shown_with_their_route()
    {
        JsonElement report = Bounds("cnn-strided.onnx", "--samples", "1000");
        Assert.Contains(Applied(report), oracle => Id(oracle) == "ledent2025/theorem-3.6/l2");
        JsonElement[] layers = [.. report.GetProperty("layers").EnumerateArray()];
        Assert.Equal(JsonValueKind.Null, layers[2].GetProperty("convolution").ValueKind);
        JsonElement second = layers[1].GetProperty("convolution");
        Assert.Equal([1, 2], second.GetProperty("padsBegin").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Contains("groups", second.GetProperty("route").GetString(), StringComparison.Ordinal);

        // 4.283337377553242 by torch and numpy (fixtures/networks/convolutions.json); the reshaped kernel has 3.28.
        Assert.StartsWith("4.28333737755",
            layers[0].GetProperty("convolution").GetProperty("operatorNorm").GetProperty("lower").GetString(), StringComparison.Ordinal);
        string text = Tool.Run("bounds", Tool.Fixture("cnn-strided.onnx"), "--samples", "1000").Output;
        Assert.Contains("operator norm", text, StringComparison.Ordinal);
        Assert.Contains("dense operator 96 × 64", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_gives_certified_norms()
    {
        JsonElement inputs = Bounds("mlp.onnx", "--data", Tool.Fixture("mixture-x.npy")).GetProperty("inputs");
        (double largest, double sum) = MixtureNorms();
        Assert.Equal(1000, inputs.GetProperty("samples").GetInt64());

        // Both are upper ends, and both sums of 20,000 squares are right to 1e-12 in double.
        Assert.InRange(Read(inputs, "maximumNorm") / Math.Sqrt(largest), 1 - 1e-12, 1 + 1e-12);
        Assert.InRange(Read(inputs, "frobeniusNorm") / Math.Sqrt(sum), 1 - 1e-12, 1 + 1e-12);
        Assert.InRange(Read(inputs, "sumOfSquares") / sum, 1 - 1e-12, 1 + 1e-12);
    }

    [Fact]
    public void Unknown_sizes_are_refused()
    {
        string model = Tool.Fixture("mlp.onnx");
        Assert.Contains("--samples", Tool.Fail(2, ["bounds", model]), StringComparison.Ordinal);
        Assert.Contains("--samples 0", Tool.Fail(2, ["bounds", model, "--samples", "0"]), StringComparison.Ordinal);
        Assert.Contains("--margin -1", Tool.Fail(2, ["bounds", model, "--samples", "10", "--margin", "-1"]), StringComparison.Ordinal);
        Assert.Contains("--delta 2", Tool.Fail(2, ["bounds", model, "--samples", "10", "--delta", "2"]), StringComparison.Ordinal);
        Assert.Contains("--labels", Tool.Fail(2, ["bounds", model, "--samples", "10", "--labels", "y.npy"]), StringComparison.Ordinal);
        Assert.Contains("holds 1000 samples", Tool.Fail(2, ["bounds", model, "--samples", "10", "--data", Tool.Fixture("mixture-x.npy")]),
            StringComparison.Ordinal);
        string narrow = folder.WriteNpy("narrow.npy", [2, 3], 1, 2, 3, 4, 5, 6);
        Assert.Contains("takes 20", Tool.Fail(2, ["bounds", model, "--data", narrow]), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_give_margins_and_every_generalization_bound_its_confidence()
    {
        string[] options = ["--data", Tool.Fixture("mixture-x.npy"), "--labels", Tool.Fixture("mixture-y.npy"), "--margin", "4"];
        JsonElement report = Bounds("mlp.onnx", options), margins = report.GetProperty("data").GetProperty("margins");
        JsonElement measured = JsonDocument.Parse(File.ReadAllText(Tool.Fixture("execution.json"))).RootElement.GetProperty("measured")
            .GetProperty("mlp.onnx");
        Assert.Equal(measured.GetProperty("errors").GetInt32(), margins.GetProperty("errors").GetProperty("upper").GetInt32());
        Enclosed least = Enclosed.Read(margins.GetProperty("least"));
        Assert.Equal(measured.GetProperty("least").GetDouble(), least.Lower.ToDouble(), 1e-12);
        Assert.InRange(least.Width.ToDouble(), 0, 1e-12);

        // Theorem 3.7 takes the measured norms; the risk enters the explicit bound, which holds at confidence 19/20.
        int below = margins.GetProperty("below").GetProperty("upper").GetInt32();
        JsonElement bound = Applied(report).First(oracle => Id(oracle) == "ledent2025/fully-connected-explicit");
        Assert.Equal(new Rational(below, 1000), Rational.Parse(bound.GetProperty("inputs").GetProperty("R_gamma").ToString()));
        Assert.Contains("19/20", bound.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        double[] norms = [.. Applied(report).First(oracle => Id(oracle) == "ledent2025/theorem-3.7/l2").GetProperty("inputs")
            .GetProperty("activation_norm").EnumerateArray().Select(norm => norm.GetDouble())];
        Assert.Equal(4, norms.Length);
        Assert.All(norms, (norm, l) => Assert.Equal(measured.GetProperty("norms")[l].GetDouble(), norm, 1e-11));
        // a library may compute in single precision
        Assert.Equal(0, report.GetProperty("data").GetProperty("fast").GetProperty("largestDistance").GetDouble(), 1e-6);
        string text = Tool.Run(["bounds", Tool.Fixture("mlp.onnx"), .. options]).Output;
        Assert.Contains($"({below} of 1000 samples with margin at most gamma)", text, StringComparison.Ordinal);
        Assert.Contains("holds with probability at least 1 - delta = 19/20 (0.95)", text, StringComparison.Ordinal);
        string other = Tool.Run(["bounds", Tool.Fixture("mlp.onnx"), .. options, "--delta", "1/100"]).Output;
        Assert.Contains("1 - delta = 99/100", other, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused()
    {
        string model = Tool.Fixture("mlp.onnx"), data = Tool.Fixture("mixture-x.npy");
        string few = folder.WriteNpy("few.npy", [3], 0, 1, 2),
            wild = folder.WriteNpy("wild.npy", [1000], [.. Enumerable.Repeat(4.0, 1000)]);
        Assert.Contains("same length", Tool.Fail(2, ["bounds", model, "--data", data, "--labels", few]), StringComparison.Ordinal);
        Assert.Contains("from 0 to 3", Tool.Fail(2, ["bounds", model, "--data", data, "--labels", wild]), StringComparison.Ordinal);
        string graph = Tool.Fixture("constants/domain-unknown.onnx");
        string small = folder.WriteNpy("small.npy", [1, 5], 1, 2, 3, 4, 5), one = folder.WriteNpy("one.npy", [1], 0);
        Assert.Contains("node 'odd' (FusedThing): its operator belongs to 'com.vendor'",
            Tool.Fail(2, ["bounds", graph, "--data", small, "--labels", one]), StringComparison.Ordinal);
    }

    private static JsonElement Bounds(string fixture, params string[] options) =>
        Tool.RunJson("bounds", ["bounds", Tool.Fixture(fixture), "--json", .. options]);

    private static JsonElement[] Oracles(JsonElement report) => [.. report.GetProperty("oracles").EnumerateArray()];

    /// <summary>Statements on the whole network whose value is one number.</summary>
    private static JsonElement[] Applied(JsonElement report) => [.. Evaluated(report).Where(oracle =>
        oracle.GetProperty("layer").ValueKind == JsonValueKind.Null && oracle.GetProperty("reference").TryGetProperty("lower", out _))];

    private static JsonElement[] Evaluated(JsonElement report) =>
        [.. Oracles(report).Where(oracle => oracle.GetProperty("applies").GetBoolean())];

    private static string Id(JsonElement oracle) => oracle.GetProperty("oracle").GetString()!;

    private static string Reading(JsonElement oracle) => oracle.GetProperty("reading").GetString()!;

    private static double Read(JsonElement inputs, string name) => Rational.Parse(inputs.GetProperty(name).GetString()!).ToDouble();

    private static Dictionary<(string, string), JsonElement> ByOracle(JsonElement report) =>
        Applied(report).ToDictionary(oracle => (Id(oracle), Reading(oracle)));

    private static (string, string) Rounded(JsonElement oracle)
    {
        const int Digits = 12;
        Enclosed reference = Enclosed.Read(oracle.GetProperty("reference"));
        return (BigFloat.Of(reference.Lower, 200, Rounding.Down).ToDecimal(Digits, Rounding.Down),
            BigFloat.Of(reference.Upper, 200, Rounding.Up).ToDecimal(Digits, Rounding.Up));
    }

    // The fixture's float32 numbers, read here without the project's readers.
    private static (double LargestSquare, double Sum) MixtureNorms()
    {
        byte[] bytes = File.ReadAllBytes(Tool.Fixture("mixture-x.npy"));
        int start = 10 + BitConverter.ToUInt16(bytes, 8);
        double largest = 0, sum = 0;
        for (int i = 0; i < 1000; i++)
        {
            double square = 0;
            for (int j = 0; j < 20; j++)
            {
                double entry = BitConverter.ToSingle(bytes, start + (4 * ((20 * i) + j)));
                square += entry * entry;
            }

            largest = Math.Max(largest, square);
            sum += square;
        }

        return (largest, sum);
    }

    [Fact]
    public void Options_that_change_no_value_are_noted()
    {
        // A network that is not understood has no statements, so nothing uses the options.
        string[] command = ["bounds", Tool.Fixture("graph/unsupported-operator.onnx"), "--samples", "100"];
        JsonElement with = Tool.RunJson("bounds", [.. command, "--delta", "0.01", "--margin", "2", "--json"]);
        string[] notes = [.. with.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)];
        Assert.Single(notes, note => note.StartsWith("--delta was given and changes nothing", StringComparison.Ordinal));
        Assert.Single(notes, note => note.StartsWith("--margin was given and changes nothing", StringComparison.Ordinal));
        Assert.Contains("note: --delta was given and changes nothing", Tool.Run([.. command, "--delta", "0.01"]).Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("changes nothing", Tool.Run(command).Output, StringComparison.Ordinal);
    }

    /// <summary>Where no oracle takes the margin, it still decides the margin risk.</summary>
    [Fact]
    public void Margin_of_labelled_data_is_not_called_without_effect()
    {
        string[] options = ["--data", Tool.Fixture("mixture-x.npy"), "--labels", Tool.Fixture("mixture-y.npy"), "--delta", "0.01"];
        JsonElement low = Bounds("mlp-biased.onnx", [.. options, "--margin", "1/2"]),
            high = Bounds("mlp-biased.onnx", [.. options, "--margin", "1000"]);
        static int Below(JsonElement report) =>
            report.GetProperty("data").GetProperty("margins").GetProperty("below").GetProperty("lower").GetInt32();
        Assert.True(Below(low) < Below(high));
        Assert.DoesNotContain(high.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!),
            note => note.StartsWith("--margin", StringComparison.Ordinal) || note.StartsWith("--delta", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--delta", "0.01", "delta")]
    [InlineData("--margin", "2", "gamma")]
    public void Note_on_an_option_says_whether_a_value_has_it_as_input(string option, string value, string member)
    {
        JsonElement result = Tool.RunJson("bounds", "bounds", Tool.Fixture("mlp.onnx"), "--samples", "100", option, value, "--json");
        bool used = result.GetProperty("oracles").EnumerateArray()
            .Any(oracle => oracle.TryGetProperty("inputs", out JsonElement inputs) && inputs.TryGetProperty(member, out _));
        bool noted = result.GetProperty("notes").EnumerateArray()
            .Any(note => note.GetString()!.StartsWith(option, StringComparison.Ordinal));
        Assert.NotEqual(used, noted);
    }

    [Fact]
    public void Condition_of_the_truncated_reading_is_in_the_json()
    {
        JsonElement result = Tool.RunJson("bounds", "bounds", Tool.Fixture("mlp.onnx"), "--samples", "100", "--json");
        Assert.Equal("1", result.GetProperty("truncation").GetProperty("forInputsOfNormAtMost").GetString());
        string note = Assert.Single(result.GetProperty("notes").EnumerateArray().Select(item => item.GetString()!),
            item => item.Contains("for inputs of norm at most 1;", StringComparison.Ordinal));
        Assert.Contains(note, Tool.Run("bounds", Tool.Fixture("mlp.onnx"), "--samples", "100").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_zeros_is_no_failure()
    {
        using TemporaryFolder folder = new();
        JsonElement result = Tool.RunJson("bounds", "bounds", Tool.Fixture("mlp.onnx"), "--data",
            folder.WriteNpy("zeros.npy", [2, 20], new double[40]), "--json");
        JsonElement[] oracles = [.. result.GetProperty("oracles").EnumerateArray()];

        // A complexity proportional to the norms of the inputs is 0; the optimised exponents have nothing to optimise.
        JsonElement golowich = Assert.Single(oracles,
            oracle => oracle.GetProperty("oracle").GetString() == "classical/golowich2018-theorem-1");
        Assert.Equal("0", golowich.GetProperty("reference").GetProperty("upper").GetString());
        Assert.Contains(oracles, oracle => oracle.GetProperty("oracle").GetString() == "ledent2025/theorem-3.6/l2");
    }

    [Fact]
    public void Statements_of_ones_own_are_evaluated_by_their_files()
    {
        string[] samples = [.. Directory.EnumerateFiles(Path.Combine(Tool.Root, "samples", "derivations"), "*.yaml")
            .Order(StringComparer.Ordinal)];
        JsonElement report = Bounds("mlp.onnx", ["--samples", "1000", .. samples.SelectMany(file => new[] { "--oracle-file", file })]);
        Enclosed tight = Enclosed.Read(Applied(report)
            .Single(oracle => Id(oracle) == "pinto2025/sample-tight" && Reading(oracle) == "as-stored").GetProperty("reference"));
        Enclosed catalogued = Enclosed.Read(Applied(report)
            .Single(oracle => Id(oracle) == "pinto2025/theorem-7-tight" && Reading(oracle) == "as-stored").GetProperty("reference"));
        Assert.True(tight.Lower <= catalogued.Upper && catalogued.Lower <= tight.Upper);
        Assert.Contains(Applied(report), oracle => Id(oracle) == "pinto2025/sample-simplified");

        // Linear networks only: the reason is read off the file.
        string linear = folder.Write("linear.yaml", File.ReadAllText(samples[1])
            .Replace("activation: [elementwise, lipschitz <= 1, zero-at-zero]", "activation: [linear]", StringComparison.Ordinal));
        Assert.Contains("linear networks only", Oracles(Bounds("mlp.onnx", "--samples", "1000", "--oracle-file", linear))
            .Single(oracle => Id(oracle) == "pinto2025/sample-tight").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("no such file",
            Tool.Fail(2, ["bounds", Tool.Fixture("mlp.onnx"), "--samples", "10", "--oracle-file", "nowhere.yaml"]),
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_reference_moves_the_distances_and_must_have_the_shape()
    {
        string start = Tool.Fixture("mlp-start.npz"), model = Tool.Fixture("mlp.onnx");
        JsonElement near = Applied(Bounds("mlp.onnx", "--samples", "1000", "--reference", start, "--layers", "0,2,4,6"))
            .Single(oracle => Id(oracle) == "classical/gouk2021");
        JsonElement zero = Applied(Bounds("mlp.onnx", "--samples", "1000")).Single(oracle => Id(oracle) == "classical/gouk2021");
        Assert.NotEqual(near.GetProperty("inputs").GetProperty("distance").ToString(),
            zero.GetProperty("inputs").GetProperty("distance").ToString());
        Assert.Equal(near.GetProperty("inputs").GetProperty("norms").ToString(),
            zero.GetProperty("inputs").GetProperty("norms").ToString());
        Assert.Contains(zero.GetProperty("notes").EnumerateArray(),
            note => note.GetString()!.Contains("--reference", StringComparison.Ordinal));
        Assert.DoesNotContain(near.GetProperty("notes").EnumerateArray(),
            note => note.GetString()!.Contains("--reference", StringComparison.Ordinal));
        Assert.Contains("order of its weights is not known (--layers)",
            Tool.Fail(2, ["bounds", model, "--samples", "10", "--reference", start]), StringComparison.Ordinal);
        Assert.Contains("it has 1 layers, the network 4",
            Tool.Fail(2, ["bounds", model, "--samples", "10", "--reference", folder.WriteNpy("other.npy", [4, 20], new double[80])]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_evaluated_is_one_line_by_kind_and_in_full_on_demand()
    {
        string[] command = ["bounds", Tool.Fixture("mlp.onnx"), "--samples", "1000"];
        string brief = Tool.Run(command).Output, full = Tool.Run([.. command, "--why"]).Output;
        string[] lines = brief[brief.IndexOf("\nNot evaluated (--why lists them all)", StringComparison.Ordinal)..]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 3, 6);
        Assert.Contains(lines, line => line.EndsWith("need data, labels or a reference that was not given", StringComparison.Ordinal));
        Assert.Contains("its input 'KL' does not follow from a network file", full, StringComparison.Ordinal);
        Assert.DoesNotContain("its input 'KL'", brief, StringComparison.Ordinal);
    }

    /// <summary>With data and labels four in nine statements of the catalogue have a value; how many is not to fall.</summary>
    [Fact]
    public void With_data_and_labels_many_statements_have_a_value()
    {
        JsonElement report = Bounds("mlp.onnx", "--data", Tool.Fixture("mixture-x.npy"), "--labels", Tool.Fixture("mixture-y.npy"));
        Assert.InRange(Evaluated(report).Select(Id).Distinct().Count(), 106, 225);
        Assert.All(Evaluated(report), oracle => Assert.True(oracle.GetProperty("relativeDistance").GetDouble() < 1e-8, Id(oracle)));
    }
}
