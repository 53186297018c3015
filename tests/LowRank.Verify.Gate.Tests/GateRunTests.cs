using System.Text.Json;
using System.Xml.Linq;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

public sealed class GateRunTests
{
    private static readonly GateOptions Quick = new() { ValueCases = 15, PropertyCases = 3 };

    [Theory]
    [InlineData(GateOptions.DefaultSeed, 16, 2)]
    [InlineData(4711UL, 6, 1)]
    public void Honest_fast_path_conforms_to_every_oracle(ulong seed, int values, int properties)
    {
        RunReport report = Bench.Run(Bench.Honest(), new GateOptions { Seed = seed, ValueCases = values, PropertyCases = properties });
        Assert.True(report.Findings().ExitStatus == 0, RunText.Failures(report.Findings()));
        Assert.Empty(report.NotCovered);
        Assert.Equal(Bench.Catalogue.Oracles.Select(o => o.Id), report.Findings().Table.Select(row => row.Oracle));

        // A gate that decides nothing would pass as well.
        Assert.All(report.Findings().Table,
            row => Assert.True(row[Verdict.Conforms] >= row.Cases / 2, $"{row.Oracle}: {row[Verdict.Conforms]} of {row.Cases}"));

        // The fast path declines only where double precision has no answer.
        Assert.True(report.Findings().Count(Verdict.Skipped) <= report.Cases.Count / 100,
            $"{report.Findings().Count(Verdict.Skipped)} of {report.Cases.Count} skipped");
    }

    // An oracle is compared with one that breaks down, or is wrong: the honest one is not to blame.
    [Fact]
    public void Failure_of_one_oracle_is_not_blamed_on_another()
    {
        (Oracle comparing, string other) = Bench.Catalogue.Oracles
            .SelectMany(oracle => oracle.Properties.Select(CasePreparer.Other).OfType<string>().Select(id => (oracle, id)))
            .First(pair => pair.oracle.Revision == 1 && Bench.Catalogue.Get(pair.id).Revision == 1);
        IImplementation honest = Bench.Honest();
        Func<Answer>[] wrong = [() => throw new InvalidOperationException("broken"), () => new Answer.Value(1e-300)];
        foreach (Func<Answer> answer in wrong)
        {
            FakeImplementation half = new((oracle, inputs) => oracle == other ? answer() : honest.Run(oracle, inputs), "float64",
                comparing.Id, other);
            RunReport report = Bench.Run(half, new GateOptions { ValueCases = 2, PropertyCases = 6, Oracles = comparing.Id });
            Assert.DoesNotContain(report.Cases, found => found.Verdict.IsFailure());
            Assert.Contains(report.Cases, found => found.Verdict == Verdict.Undecided
                && found.Message!.StartsWith($"not compared: {other} failed: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void JUnit_has_times_and_nothing_that_is_not_claimed()
    {
        FakeImplementation slow = new(
            (_, _) =>
            {
                Thread.Sleep(20);
                return new Answer.Value(1);
            },
            oracles: "spectra/rank");
        RunFindings findings = Bench.Run(slow, new GateOptions { ValueCases = 3, PropertyCases = 0, ShrinkBudget = 0 }).Findings();
        XDocument junit = XDocument.Parse(JUnitReport.Write(findings, DateTime.UnixEpoch));
        XElement suite = Assert.Single(junit.Root!.Elements("testsuite"), suite => suite.Elements("testcase").Any());
        Assert.Equal("spectra/rank", (string?)suite.Attribute("name"));
        Assert.True((double)suite.Attribute("time")! >= 3 * 0.02);
        Assert.True(suite.Elements("testcase").Sum(test => (double)test.Attribute("time")!) >= 3 * 0.02);
    }

    // The right norm of A, which it scales where it stands: a caller's matrix would be another afterwards.
    [Fact]
    public void Implementation_that_writes_to_its_arguments_fails_and_the_member_is_named()
    {
        IImplementation honest = Bench.Honest();
        FakeImplementation writing = new(
            (oracle, inputs) =>
            {
                Answer answer = honest.Run(oracle, inputs);
                double[] entries = ((InputValue.MatrixValue)inputs.Members["A"]).Value.Values;
                entries[^1] = Math.BitIncrement(entries[^1]);
                return answer;
            },
            oracles: "spectra/frobenius-norm");
        RunReport report = Bench.Run(writing,
            new GateOptions { Oracles = "spectra/frobenius-norm", ValueCases = 3, PropertyCases = 1, ShrinkBudget = 5 });
        RunGroup kind = Assert.Single(report.Findings().Failures);
        Assert.Equal((Verdict.Error, "the implementation changed its argument 'A'"), (kind.First.Verdict, kind.First.Message));
        Assert.Equal(report.Cases.Count, kind.Cases.Count);
    }

    [Fact]
    public void Answer_that_nests_without_end_is_an_error_of_its_case()
    {
        Answer deep = new Answer.Value(1);
        for (int i = 0; i < 100_000; i++)
        {
            deep = new Answer.Values([deep]);
        }

        RunReport report = Bench.Run(new FakeImplementation((_, _) => deep, oracles: "spectra/frobenius-norm"),
            new GateOptions { Oracles = "spectra/frobenius-norm", ValueCases = 2, PropertyCases = 0, ShrinkBudget = 0 });
        Assert.All(report.Cases.Where(found => found.Part == ReplayToken.ValueProperty),
            found => Assert.Equal((Verdict.Error, "the answer nests deeper than 32 levels"), (found.Verdict, found.Message)));
        Assert.NotEmpty(report.Cases);
    }

    // The first answer is wrong, and whatever is asked afterwards takes for ever.
    [Fact]
    public void Shrinking_ends_where_candidates_run_out_of_time()
    {
        int calls = 0;
        FakeImplementation late = new(
            (_, _) =>
            {
                if (Interlocked.Increment(ref calls) > 1)
                {
                    Thread.Sleep(Timeout.Infinite);
                }

                return new Answer.Value(-1);
            },
            oracles: "spectra/frobenius-norm");
        GateOptions options = new()
        {
            Oracles = "spectra/frobenius-norm",
            ValueCases = 9,
            PropertyCases = 0,
            TimeLimit = TimeSpan.FromSeconds(0.2),
            TimeoutBudget = 3,
        };
        RunReport report = Bench.Run(late, options);
        Assert.Equal(
            [Verdict.TooLow, Verdict.Timeout, Verdict.Timeout, Verdict.Timeout],
            report.Cases.Take(4).Select(found => found.Verdict));
        Assert.All(report.Cases.Skip(4), found => Assert.Equal(Verdict.Skipped, found.Verdict));
        Assert.Equal(1 + 3 + 3, calls);
    }

    [Fact]
    public void An_error_of_one_in_a_billion_is_found_in_every_oracle()
    {
        IImplementation honest = Bench.Honest();
        FakeImplementation slightly = new((oracle, inputs) => Scaled(honest.Run(oracle, inputs), 1 + 1e-9), "float64",
            [.. honest.Start().Oracles.Keys]);
        RunReport report = Bench.Run(slightly, new GateOptions { ValueCases = 6, PropertyCases = 1, ShrinkBudget = 0 });
        // values may be negative
        Assert.All(report.Findings().Table, row => Assert.True(row[Verdict.TooHigh] + row[Verdict.TooLow] > 0, row.Oracle));
    }

    [Fact]
    public void A_few_units_in_the_last_place_are_forgiven()
    {
        IImplementation honest = Bench.Honest();
        FakeImplementation slightly = new((oracle, inputs) => Scaled(honest.Run(oracle, inputs), 1 - 6e-16), "float64",
            [.. honest.Start().Oracles.Keys.Where(id => !id.Contains("rank", StringComparison.Ordinal))]);
        RunReport report = Bench.Run(slightly, new GateOptions { ValueCases = 8, PropertyCases = 1 });
        Assert.True(report.Findings().ExitStatus == 0, RunText.Failures(report.Findings()));
    }

    [Fact]
    public void Float32_is_wrong_when_float64_is_declared_and_right_when_float32_is()
    {
        string[] oracles = ["pinto2025/theorem-7", "spectra/frobenius-norm"];
        IImplementation honest = Bench.Honest();
        Answer Rounded(string oracle, InputRecord inputs) => honest.Run(oracle, inputs) switch
        {
            Answer.Value value when float.IsNormal((float)value.Number) => new Answer.Value((float)value.Number),
            Answer other => other,
        };
        Assert.Equal(1, Bench.Run(new FakeImplementation(Rounded, "float64", oracles), Quick with { ShrinkBudget = 20 }).Findings()
            .ExitStatus);
        RunReport single = Bench.Run(new FakeImplementation(Rounded, "float32", oracles), Quick);
        Assert.True(single.Findings().ExitStatus == 0, RunText.Failures(single.Findings()));
    }

    [Fact]
    public void Report_does_not_depend_on_parallelism()
    {
        GateOptions options = Quick with { Oracles = "pinto2025/*" };
        string Lines(int parallelism)
        {
            return string.Join('\n',
                Bench.Run(Bench.Honest(), options with { Parallelism = parallelism }).Cases.Select(r => RecordJson.Line(r)));
        }

        Assert.Equal(Lines(1), Lines(4));
    }

    [Fact]
    public void Another_seed_gives_other_cases()
    {
        GateOptions options = Quick with { Oracles = "spectra/rank" };
        IEnumerable<string> Tokens(ulong seed) => Bench.Run(Bench.Honest(), options with { Seed = seed }).Cases.Select(r => r.Id);
        Assert.Empty(Tokens(1).Intersect(Tokens(2)));
    }

    [Fact]
    public void Token_replays_the_failure_with_the_same_shrunk_case()
    {
        Mutants.ColumnsForRows mutant = new(Bench.Honest());
        RunReport report = Bench.Run(mutant, Quick with { Oracles = mutant.Oracle });
        foreach (RunGroup group in report.Findings().Failures)
        {
            RunCase failure = group.First;
            RunReport again = Bench.Run(mutant, new GateOptions { Replay = ReplayToken.Parse(failure.Id) });
            RunCase replayed = Assert.Single(again.Cases);
            Assert.Equal(RecordJson.Line(failure), RecordJson.Line(replayed));
        }

        Assert.NotEmpty(report.Findings().Failures);
    }

    [Fact]
    public void Records_are_json_lines_with_readable_shrunk_inputs()
    {
        Mutants.ColumnsForRows mutant = new(Bench.Honest());
        RunReport report = Bench.Run(mutant, Quick with { Oracles = mutant.Oracle });
        string[] lines = [.. report.Cases.Select(record => RecordJson.Line(record))];
        Assert.Equal(report.Cases.Count, lines.Length);
        Assert.Equal(lines.Length,
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).Distinct().Count());
        RunCase failure = report.Findings().Failures[0].First;
        JsonElement json = JsonDocument.Parse(RecordJson.Line(failure)).RootElement;
        Assert.Equal("spectra/row-norm-21", json.GetProperty("oracle").GetString());
        InputRecord inputs = InputJson.Read(json.GetProperty("inputs"), "record");
        LinearAlgebra.Matrix a = ((InputValue.MatrixValue)inputs.Members["A"]).Value;
        Assert.InRange(a.Rows * a.Columns, 2, 4);
        double rows = Enumerable.Range(0, a.Rows).Sum(i => Math.Sqrt(Enumerable.Range(0, a.Columns).Sum(j => a[i, j] * a[i, j])));
        Assert.Equal(rows,
            double.Parse(json.GetProperty("enclosure").GetProperty("lower").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture), 1e-12 * rows);
    }

    [Fact]
    public async Task Every_kind_of_record_satisfies_the_shipped_schema()
    {
        NJsonSchema.JsonSchema schema =
            await NJsonSchema.JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "schema", "gate.schema.json"));
        IImplementation honest = Bench.Honest();
        GateOptions options = Quick with { ValueCases = 4, PropertyCases = 1, ShrinkBudget = 10 };
        List<RunCase> records = [.. Bench.Run(honest, options).Cases];
        foreach (Mutants.Mutant mutant in new Mutants.Mutant[] { new Mutants.ColumnsForRows(honest), new Mutants.AlternatingState(honest),
            new Mutants.Breakdown(honest), new Mutants.NotANumber(honest) })
        {
            records.AddRange(Bench.Run(mutant, Quick with { Oracles = mutant.Oracle, ShrinkBudget = 10 }).Cases);
        }

        Assert.All(records, record => Assert.Empty(schema.Validate(RecordJson.Line(record))));
        Assert.NotEmpty(schema.Validate(RecordJson.Line(records[0])
            .Replace("\"verdict\":\"", "\"verdict\":\"un", StringComparison.Ordinal)));
    }

    [Fact]
    public void Breakdowns_are_results()
    {
        string[] oracles = ["spectra/rank"];
        GateOptions options = Quick with { Oracles = "spectra/rank", TimeLimit = TimeSpan.FromMilliseconds(100), ShrinkBudget = 5 };
        Assert.Contains(Bench.Run(new FakeImplementation((_, _) => throw new InvalidOperationException("boom"), "float64", oracles),
            options).Cases, r => r.Verdict == Verdict.Crash && r.Message!.Contains("boom", StringComparison.Ordinal));
        Assert.Contains(Bench.Run(new FakeImplementation((_, _) => new Answer.Value(double.NaN), "float64", oracles), options).Cases,
            r => r.Verdict == Verdict.Error);
        Assert.Contains(Bench.Run(new FakeImplementation((_, _) => new Answer.Values([]), "float64", oracles), options).Cases,
            r => r.Verdict == Verdict.Error);
        using ManualResetEventSlim never = new(false);
        RunReport hung = Bench.Run(new FakeImplementation((_, _) => { never.Wait(TimeSpan.FromSeconds(2)); return new Answer.Value(0); },
            "float64", oracles), options);
        Assert.Equal(1, hung.Findings().ExitStatus);
        Assert.Equal(options.TimeoutBudget, hung.Findings().Count(Verdict.Timeout));
    }

    [Fact]
    public void Some_skips_fail_only_a_strict_run()
    {
        IImplementation honest = Bench.Honest();
        FakeImplementation none = new((oracle, inputs) => ((InputValue.MatrixValue)inputs.Members["A"]).Value.Rows > 3
            ? new Answer.Skipped("not today") : honest.Run(oracle, inputs), "float64", "spectra/rank");
        Assert.Equal(0, Bench.Run(none, Quick with { Oracles = "spectra/rank" }).Findings().ExitStatus);
        Assert.Equal(1, Bench.Run(none, Quick with { Oracles = "spectra/rank", Strict = true }).Findings().ExitStatus);
    }

    [Fact]
    public void An_oracle_without_admissible_inputs_is_not_covered()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lowrank-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "bench"));
        File.WriteAllText(Path.Combine(folder.FullName, "bench", "family.yaml"), """
            family: bench
            title: Counts
            records:
              all:
                n: {type: count, meaning: a count}
            """);
        foreach ((string name, string requirement) in new[] { ("none", "n < n"), ("some", "n >= 1") })
        {
            File.WriteAllText(Path.Combine(folder.FullName, "bench", name + ".yaml"), $$"""
                id: bench/{{name}}
                revision: 1
                title: {{name}}
                source: {paper: none, statement: none, provenance: derived}
                kind: quantity
                record: all
                given:
                  n: {}
                requires: ["{{requirement}}"]
                value: n + 1
                """);
        }

        OracleCatalogue catalogue = OracleCatalogue.Load(folder.FullName);
        folder.Delete(recursive: true);
        ReferenceEvaluator reference = new(catalogue, new Spectra.SpectrumCertifier(LinearAlgebra.Engines.Default));
        FakeImplementation adds = new((_, inputs) => new Answer.Value(((InputValue.Number)inputs.Members["n"]).Exact.ToDouble() + 1),
            "float64", "bench/none", "bench/some");
        RunReport report = new GateRun(catalogue, reference, adds, Quick).Execute();
        Assert.Equal(KeyValuePair.Create("bench/none", "no admissible inputs could be generated"), Assert.Single(report.NotCovered));
        Assert.NotEmpty(report.Cases);
        Assert.Contains("not gated: no admissible inputs could be generated: bench/none\n", RunText.Write(report.Findings()),
            StringComparison.Ordinal);

        // A shard that has only a part of an oracle cannot tell.
        RunReport part = new GateRun(catalogue, reference, adds, Quick with { Oracles = "bench/none", Shard = new Shard(0, 100) })
            .Execute();
        Assert.Empty(part.NotCovered);
    }

    [Fact]
    public void A_check_ends_where_its_cases_have_cost_enough_and_says_so()
    {
        Oracle oracle = Bench.Catalogue.Get("pinto2025/theorem-7");
        Checking.ClaimResult[] results = [.. new Checking.DerivationCheck(Bench.Reference, new Checking.CheckOptions { WorkBudget = 300 })
            .Run(oracle)];
        Assert.Contains("no more cases were tried", results[0].Message!, StringComparison.Ordinal);
        Assert.InRange(results[0].Cases, 1, 100);
    }

    [Fact]
    public void A_failure_in_words_gives_the_token_that_replays_it_in_the_same_program()
    {
        Mutants.ColumnsForRows mutant = new(Bench.Honest());
        RunReport report = Bench.Run(mutant, Quick with { Oracles = mutant.Oracle });
        string text = RunText.Failures(report.Findings());
        Assert.Contains($"  replay    {report.Findings().Failures[0].First.Id}\n", text, StringComparison.Ordinal);
        Assert.Contains("  exact     [", text, StringComparison.Ordinal);
        Assert.DoesNotContain("lowrank gate", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_unclaimed_is_asked()
    {
        List<string> asked = [];
        IImplementation honest = Bench.Honest();
        FakeImplementation one = new(
            (oracle, inputs) =>
            {
                lock (asked)
                {
                    asked.Add(oracle);
                }

                return honest.Run(oracle, inputs);
            },
            "float64",
            "spectra/nuclear-norm");
        RunReport report = Bench.Run(one, Quick with { Oracles = "spectra/*" });
        Assert.All(asked, id => Assert.Equal("spectra/nuclear-norm", id));
        Assert.Contains("spectra/rank", report.NotCovered.Keys);
    }

    [Fact]
    public void Misuse_is_one_clear_line()
    {
        Assert.Contains("no oracle", Assert.Throws<InputException>(() => Bench.Run(Bench.Honest(), Quick with { Oracles = "nothing/*" }))
            .Message, StringComparison.Ordinal);
        Assert.Contains("precision",
            Assert.Throws<InputException>(() => Bench.Run(new FakeImplementation((_, _) => new Answer.Value(0), "float42", "spectra/rank"),
            Quick)).Message, StringComparison.Ordinal);
        Assert.Contains("replay token", Assert.Throws<InputException>(() => ReplayToken.Parse("spectra/rank:value")).Message,
            StringComparison.Ordinal);
        Assert.Contains("property",
            Assert.Throws<InputException>(() => Bench.Run(Bench.Honest(),
            new GateOptions { Replay = ReplayToken.Parse("spectra/rank:property-99:1f:3") })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spectra/*", "spectra/rank", true)]
    [InlineData("*rank", "spectra/storage-rank", true)]
    [InlineData("spectra/ran?", "spectra/rank", true)]
    [InlineData("spectra/ran?", "spectra/ran", false)]
    [InlineData("rank", "spectra/rank", false)]
    [InlineData("*/theorem-*/code", "ledent2025/theorem-3.6/code", true)]
    [InlineData("*a*b", "aXbXc", false)]
    [InlineData("", "x", false)]
    public void Pattern_selects_ids(string pattern, string id, bool expected) => Assert.Equal(expected, OracleFilter.Matches(pattern, id));

    [Fact]
    public void Stop_at_first_failure_ends_the_run()
    {
        Mutants.ColumnsForRows mutant = new(Bench.Honest());
        RunReport report = Bench.Run(mutant, Quick with { Oracles = mutant.Oracle, StopAtFirstFailure = true });
        Assert.True(report.Cases[^1].Verdict.IsFailure());
        Assert.Single(report.Cases, r => r.Verdict.IsFailure());
    }

    private static Answer Scaled(Answer answer, double factor) => answer switch
    {
        Answer.Value value => new Answer.Value(value.Number * factor),
        Answer.Log10 logarithm => new Answer.Log10(logarithm.Exponent + Math.Log10(factor)),
        Answer.Values list => new Answer.Values([.. list.Items.Select(item => Scaled(item, factor))]),
        Answer.Named record =>
            new Answer.Named(record.Members.ToDictionary(m => m.Key, m => Scaled(m.Value, factor), StringComparer.Ordinal)),
        _ => answer,
    };
}
