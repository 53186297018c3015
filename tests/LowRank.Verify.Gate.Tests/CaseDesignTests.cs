using System.Text.Json;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.Gate.Harness;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>What cases reach by design: the covering array, the large cases, and the limits that an implementation declares.</summary>
public sealed class CaseDesignTests
{
    private static readonly ILookup<string, TestVector> NoVectors = Array.Empty<TestVector>().ToLookup(v => v.Oracle);

    [Theory]
    [InlineData("spectra/spectral-norm")]
    [InlineData("ledent2025/theorem-3.6/l2")]
    [InlineData("pinto2025/theorem-7")]
    [InlineData("classical/bartlett2017-theorem-1.1")]
    public void Rows_meet_every_pair_of_features(string id)
    {
        CaseDesign design = CaseDesign.Of(Bench.Catalogue.Get(id), CaseLimits.None);
        for (int a = 0; a < design.Axes.Count; a++)
        {
            for (int b = a + 1; b < design.Axes.Count; b++)
            {
                FeatureAxis first = design.Axes[a], second = design.Axes[b];
                Assert.All(from x in first.Values from y in second.Values select (x, y), pair => Assert.Contains(design.Rows,
                    row => row[first.Name] == pair.x && row[second.Name] == pair.y));
            }
        }

        Assert.True(design.Rows.Count <= 160);
    }

    [Fact]
    public void Cases_of_a_norm_reach_every_format_size_aspect_spectrum_and_scale()
    {
        Oracle oracle = Bench.Catalogue.Get("spectra/frobenius-norm");
        PreparedCase[] cases = [.. Cases(oracle, Bench.Honest().Start())];
        Matrix[] all = [.. cases.Select(one => ((InputValue.MatrixValue)one.Truth.Inputs.Members["A"]).Value)];
        // The formats that the protocol has names for; the others are read from files only.
        StorageType[] formats =
            [StorageType.Float64, StorageType.Float32, StorageType.Float16, StorageType.BFloat16, StorageType.Int8];
        Assert.Equal(formats.Order(), all.Select(a => a.Storage).Distinct().Order());
        Assert.Contains(all, a => a.MinimumDimension >= 200);
        Assert.Contains(all, a => a.Columns >= 16 * a.Rows && a.Rows > 12);
        Assert.Contains(all, a => a.Rows >= 16 * a.Columns && a.Columns > 12);
        Assert.Contains(all, a => a.Storage == StorageType.Int8 && a.StorageScale != 1);
        Assert.Contains(all, a => a.Values.Max(Math.Abs) is > 0 and < 1e-15 and > 1e-20);
        Assert.Contains(all, a => a.Values.Max(Math.Abs) > 1e290);

        // Large cases are few and late.
        Assert.InRange(all.Count(a => a.MinimumDimension > 40), 1, 3);
        Assert.All(all.Take(all.Length - 6), a => Assert.True(a.MinimumDimension <= 40));
        Assert.DoesNotContain(0, Covered(oracle, cases).Features.Values);
    }

    [Fact]
    public void Counts_pass_two_to_the_53_and_networks_have_a_dozen_layers()
    {
        Oracle oracle = Bench.Catalogue.Get("pinto2025/theorem-7");
        PreparedCase[] cases = [.. Cases(oracle, Bench.Honest().Start())];
        Rational[] m = [.. cases.Select(one => ((InputValue.Number)one.Truth.Inputs.Members["m"]).Exact)];
        Assert.Contains(m, x => x > Rational.Parse("9223372036854775807"));
        Assert.Contains(m, x => x > Rational.Parse("9007199254740992") && x < Rational.Parse("9223372036854775807"));
        Assert.Contains(m, x => x == Rational.One);
        int[] depths = [.. cases.Select(one => ((InputValue.Sequence)one.Truth.Inputs.Members["r"]).Items.Count)];
        Assert.Equal((1, true), (depths.Min(), depths.Max() >= 9));
        Assert.True(Covered(oracle, cases) is { } reached && reached.PairsMet * 10 >= reached.Pairs * 8);
    }

    [Theory]
    [InlineData("float32", StorageType.Float32, 3.4028235677973366e38, 1.17e-38)]
    [InlineData("float16", StorageType.Float16, 65504, 6.1e-5)]
    public void A_harness_is_asked_for_numbers_of_its_precision(string precision, StorageType format, double largest, double least)
    {
        ImplementationDescription harness = Bench.Honest().Start() with { Precision = precision };
        foreach (string id in new[] { "spectra/schatten-sum", "ledent2025/theorem-3.6/l2", "pinto2025/theorem-7" })
        {
            Oracle oracle = Bench.Catalogue.Get(id);
            PreparedCase[] cases = [.. Cases(oracle, harness)];
            Assert.True(cases.Length > 40);
            foreach (double x in cases.SelectMany(one => Reals(oracle, one.Truth.Inputs)).Where(x => x != 0))
            {
                Assert.True(Math.Abs(x) <= largest && Math.Abs(x) >= least / 4096 && StorageRounding.Round(x, format) == x, $"{id}: {x:R}");
            }
        }
    }

    [Fact]
    public void Declared_restrictions_are_kept_and_vectors_outside_are_left_out()
    {
        IImplementation honest = Bench.Honest();
        ImplementationDescription two = Described("""{"L": 2, "delta": "1/20", "m": [1, 1000], "rows": [1, 9], "columns": [null, 9]}""");
        Restricted gated = new(honest, two with { Oracles = honest.Start().Oracles });
        RunReport report = new GateRun(Bench.Catalogue, Bench.Reference, gated,
            new GateOptions { Oracles = "pinto2025/theorem-*,spectra/nuclear-norm", ValueCases = 40, PropertyCases = 3 })
        {
            Vectors = VectorFile.Read(Path.Combine(Repository.Root, "fixtures", "vectors", "pinto2025", "theorem-7.jsonl")),
        }.Execute();
        Assert.True(report.Findings().ExitStatus == 0, RunText.Write(report.Findings()));
        Assert.Equal(0, report.Findings().Count(Verdict.Skipped));
        Assert.True(gated.Asked > 500);
        Assert.Empty(gated.Outside);
    }

    [Theory]
    [InlineData("\"range\":[1e-30]", "gives 'range' as something else than [least, greatest]")]
    [InlineData("\"range\":[2,1]", "gives 'range'")]
    [InlineData("\"domain\":[2]", "gives 'domain' that is no object")]
    [InlineData("\"domain\":{\"L\":\"two\"}", "restricts 'L' to \"two\"")]
    [InlineData("\"domain\":{\"L\":[3,2]}", "restricts 'L' to [3,2]")]
    [InlineData("\"precisions\":{\"spectra/*\":\"float63\"}", "'float63', which is unknown")]
    public void A_bad_restriction_is_named(string members, string message)
    {
        Assert.Null(DescriptionReader.Read(Start(members), out string? problem));
        Assert.Contains(message, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Precision_may_differ_by_oracle()
    {
        ImplementationDescription mixed = DescriptionReader.Read(Start("\"precisions\":{\"spectra/*\":\"float32\"}"), out _)!;
        Assert.Equal(("float32", "float64"), (mixed.PrecisionOf("spectra/rank"), mixed.PrecisionOf("pinto2025/theorem-7")));
        IImplementation honest = Bench.Honest();
        string[] oracles = ["spectra/frobenius-norm", "pinto2025/lemma-4"];
        FakeImplementation single = new((oracle, inputs) => honest.Run(oracle, inputs) is Answer.Value value
            && oracle == oracles[0] ? new Answer.Value((float)value.Number) : honest.Run(oracle, inputs), "float64", oracles);
        Assert.Equal(1, Bench.Run(single, new GateOptions()).Findings().ExitStatus);
        Restricted declared = new(single, single.Start() with { Precisions = new Dictionary<string, string> { [oracles[0]] = "float32" } });
        RunFindings findings = Bench.Run(declared, new GateOptions()).Findings();
        Assert.True(findings.ExitStatus == 0, RunText.Write(findings));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("16777216")]
    [InlineData("1180591620717411303424")]
    public void A_count_beyond_every_precision_is_still_a_count(string k)
    {
        InputRecord inputs = InputRecord.Of(("A", new InputValue.MatrixValue(Matrix.FromArray(new double[,] { { 2, 0 }, { 0, 1 } }))),
            ("k", new InputValue.Number(Rational.Parse(k))));
        CaseTruth truth = new TruthSource(Bench.Reference, Bench.Honest().Start(), 16)
            .Of(Bench.Catalogue.Get("spectra/ky-fan-norm"), inputs)!;
        Assert.Equal(Verdict.Conforms, Judge.Value(truth, new Answer.Value(3)).Verdict);
        Assert.Equal(Verdict.TooLow, Judge.Value(truth, new Answer.Value(2)).Verdict);
    }

    [Fact]
    public void The_scale_is_shrunk_to_a_threshold()
    {
        IImplementation honest = Bench.Honest();
        FakeImplementation clamps = new((oracle, inputs) => honest.Run(oracle, inputs) is Answer.Value { Number: > 0 and < 1e-16 }
            ? new Answer.Value(0) : honest.Run(oracle, inputs), "float64", "spectra/spectral-norm");
        RunFindings findings = Bench.Run(clamps, new GateOptions { PropertyCases = 0 }).Findings();
        RunCase first = findings.Failures.Select(group => group.First).First(found => found.Verdict == Verdict.TooLow);
        Matrix a = ((InputValue.MatrixValue)Bench.Inputs(first).Members["A"]).Value;
        Assert.InRange(a.Values.Max(Math.Abs), 1e-17, 1e-16); // the next power of two passes
    }

    [Fact]
    public void The_report_says_what_was_reached()
    {
        RunFindings findings = Bench.Run(Bench.Honest(), new GateOptions { Oracles = "spectra/nuclear-norm", PropertyCases = 1 })
            .Findings();
        FeatureCoverage int8 = findings.Coverage.Features.Single(feature => feature.Feature == "storage format int8");
        Assert.Equal((1, true), (int8.Oracles, int8.Cases > 5));
        Assert.Contains("\ncoverage: ", RunText.Write(findings), StringComparison.Ordinal);
        RunFindings few = Bench.Run(Bench.Honest(), new GateOptions { Oracles = "spectra/nuclear-norm", ValueCases = 3, PropertyCases = 0 })
            .Findings();
        Assert.Contains("\nno case had: storage format ", RunText.Write(few), StringComparison.Ordinal);
    }

    private static IEnumerable<PreparedCase> Cases(Oracle oracle, ImplementationDescription description)
    {
        CasePreparer preparer = new(new TruthSource(Bench.Reference, description, 16), description);
        GateOptions options = new();
        return preparer.Cases(new GateUnit(oracle, ReplayToken.ValueProperty, 0, 0, options.ValueCases), options, NoVectors, () => false);
    }

    private static UnitCoverage Covered(Oracle oracle, IEnumerable<PreparedCase> cases) =>
        CaseDesign.Of(oracle, CaseLimits.None).Coverage(oracle, cases.Select(one => one.Recipe!));

    private static IEnumerable<double> Reals(Oracle oracle, InputRecord inputs) => inputs.Members.SelectMany(given =>
        oracle.Given.First(member => member.Name == given.Key).Type == MemberType.Count ? [] : Reals(given.Value));

    // A number that no format holds, such as 1/3 at the end of a domain, is none of these.
    private static IEnumerable<double> Reals(InputValue value) => value switch
    {
        InputValue.Number { Exact: var exact } => Rational.Of(exact.ToDouble()) == exact ? [exact.ToDouble()] : [],
        InputValue.MatrixValue { Value: var a } => a.Storage == StorageType.Int8 ? [] : a.Values,
        InputValue.Sequence list => list.Items.SelectMany(Reals),
        _ => [],
    };

    private static ImplementationDescription Described(string domain) => DescriptionReader.Read(Start($"\"domain\":{domain}"), out _)!;

    private static JsonElement Start(string members)
    {
        using JsonDocument document = JsonDocument.Parse("{\"protocol\":1,\"implementation\":{\"name\":\"a\",\"version\":\"1\","
            + "\"language\":\"none\"},\"precision\":\"float64\",\"oracles\":{}," + members + "}");
        return document.RootElement.Clone();
    }

    private sealed class Restricted(IImplementation inner, ImplementationDescription description) : IImplementation
    {
        public int Asked { get; private set; }

        public List<string> Outside { get; } = [];

        public ImplementationDescription Start() => description;

        public Answer Run(string oracle, InputRecord inputs)
        {
            Asked++;
            foreach ((string name, InputValue value) in inputs.Members)
            {
                bool isInside = (name, value) switch
                {
                    ("m", InputValue.Number m) => !description.Domain.ContainsKey("m") || m.Exact <= new Rational(1000, 1),
                    ("delta", InputValue.Number delta) => !description.Domain.ContainsKey("delta") || delta.Exact == new Rational(1, 20),
                    ("r" or "B", InputValue.Sequence list) => !description.Domain.ContainsKey("L") || list.Items.Count == 2,
                    (_, InputValue.MatrixValue a) => !description.Domain.ContainsKey("rows")
                        || Math.Max(a.Value.Rows, a.Value.Columns) <= 9,
                    _ => true,
                };
                if (!isInside)
                {
                    Outside.Add($"{oracle}: {name}");
                }
            }

            return inner.Run(oracle, inputs);
        }
    }
}
