using System.Text;
using NJsonSchema;
using Xunit;

namespace LowRank.Verify.Gate.Tests.Reports;

public sealed class RunFileTests
{
    [Fact]
    public void A_run_is_read_as_it_stands()
    {
        RunReport run = Recorded.Run();
        Assert.Equal(("toy", "1.2", "python", "float64", 20250226UL),
            (run.Header.Implementation.Name, run.Header.Implementation.Version, run.Header.Implementation.Language,
            run.Header.Implementation.Precision, run.Header.Seed));
        Assert.Equal((14, 6, 31, 2.5, 0), (run.Cases.Count, run.Units.Count, run.End!.Calls, run.End.Seconds, run.DroppedCases));
        Assert.True(run.IsWhole);
        RunCase low = run.Cases[2];
        Assert.Equal(("classical/bartlett2017-lemma-3.1:value:a3:3", Verdict.TooLow, -20.0, 0.5, 2.0, 7),
            (low.Id, low.Verdict, low.Distance, low.RelativeError, low.Condition, low.Shrinks));
        Assert.Equal(1, (int?)low.Inputs["m"]);
        Assert.Equal("2", (string?)low.Enclosure!["upper"]);
        Assert.Equal(4, (int?)run.Cases[3].Related!.Answer!["value"]);
        Assert.Equal((double.PositiveInfinity, null), (run.Cases[6].Distance, run.Cases[7].Distance));
        Assert.Null(run.Cases[8].Answer);
        Assert.Equal("the implementation does not claim it", run.Header.NotCovered["spectra/nuclear-norm"]);
    }

    [Fact]
    public async Task Every_line_satisfies_the_schema()
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "schema", "gate.schema.json"));
        Assert.All(Recorded.Lines, line => Assert.Empty(schema.Validate(line)));
        Assert.Empty(schema.Validate("""{"record":"smoke","oracle":"a/b","verdict":"crash","message":"m","diagnostics":null}"""));
        Assert.NotEmpty(schema.Validate("""{"record":"smoke","oracle":"a/b","verdict":"conforms","message":"m","diagnostics":null}"""));
        Assert.NotEmpty(schema.Validate("""{"record":"unit","id":"a/b:value"}"""));
        Assert.NotEmpty(schema.Validate("""{"record":"end","calls":-1,"seconds":1}"""));
        Assert.NotEmpty(schema.Validate(Recorded.Lines[1]
            .Replace("\"verdict\":\"conforms\"", "\"verdict\":\"fine\"", StringComparison.Ordinal)));
    }

    // A file that is cut at any byte is a run up to its last closed unit.
    [Fact]
    public void A_killed_run_is_read_up_to_its_last_complete_unit()
    {
        string text = File.ReadAllText(Recorded.Path);
        int first = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lowrank-");
        try
        {
            string path = Path.Combine(folder.FullName, "cut.ndjson");
            foreach (int length in Enumerable.Range(0, 60).Select(i => first + ((text.Length - first) * i / 60)))
            {
                string cut = text[..length];
                File.WriteAllText(path, cut, new UTF8Encoding(false));
                RunReport run = RunFile.Read(path);
                string[] whole = cut.Split('\n')[..^1];
                int closed = Array.FindLastIndex(whole, line => line.Contains("\"record\":\"unit\"", StringComparison.Ordinal)) + 1;
                Assert.Equal(whole.Take(closed).Count(line => line.Contains("\"record\":\"unit\"", StringComparison.Ordinal)),
                    run.Units.Count);
                Assert.Equal(whole.Take(closed).Count(line => line.Contains("\"record\":\"case\"", StringComparison.Ordinal)),
                    run.Cases.Count);
                Assert.Equal(whole.Skip(Math.Max(1, closed)).Count(line => line.Contains("\"record\":\"case\"", StringComparison.Ordinal)),
                    run.DroppedCases);
                Assert.Null(run.End);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(0, "nonsense", "run:1: not the records of a run of the gate")]
    [InlineData(0, """{"record":"unit","id":"a","cases":0}""", "run:1: the first record must be the run's")]
    [InlineData(2, "{\"record\":\"case\"", "run:3: not valid JSON at byte")]
    [InlineData(2, "[]", "run:3: a record is one JSON object")]
    [InlineData(2, """{"record":"story"}""", "run:3: the record 'story' is unknown")]
    [InlineData(2, """{"record":"end","calls":1,"seconds":1}""",
        "run:3: the run ends inside the unit classical/bartlett2017-lemma-3.1:value")]
    [InlineData(4, """{"record":"unit","id":"classical/bartlett2017-lemma-3.1:value","cases":4}""",
        "run:5: the unit classical/bartlett2017-lemma-3.1:value should have 4 cases, but 3 are there")]
    [InlineData(4, """{"record":"unit","id":"spectra/rank:value","cases":3}""",
        "run:5: the unit spectra/rank:value is closed inside the unit classical/bartlett2017-lemma-3.1:value")]
    [InlineData(6, """{"record":"unit","id":"no/such:value","cases":1}""", "run:7: the unit no/such:value is none that the run has")]
    [InlineData(6, """{"record":"unit","id":"classical/bartlett2017-lemma-3.1:value","cases":1}""",
        "run:7: the unit classical/bartlett2017-lemma-3.1:value is closed inside")]
    public void A_wrong_line_is_named(int index, string line, string message)
    {
        string[] lines = [.. Recorded.Lines];
        lines[index] = line;
        Assert.StartsWith(message, Assert.Throws<InputException>(() => RunFile.Read(lines, "run")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"verdict\":\"too-low\"", "\"verdict\":\"low\"", "run:3: the verdict 'low' is unknown")]
    [InlineData("\"kind\":\"bound\"", "\"kind\":\"limit\"", "run:2: the kind 'limit' is unknown")]
    [InlineData("\"shrinks\":0", "\"shrinks\":-1", "run:2: 'shrinks' must be an integer")]
    [InlineData("\"condition\":2.5", "\"condition\":\"big\"", "run:2: 'condition' must be a number")]
    [InlineData("\"inputs\":{\"m\":4,\"gamma\":0.5}", "\"inputs\":[]", "run:2: 'inputs' must be an object")]
    [InlineData("value:a2:3\",\"oracle", "value:a1:3\",\"oracle",
        "run:3: the case classical/bartlett2017-lemma-3.1:value:a1:3 is there twice")]
    [InlineData("\"format\":1", "\"format\":2", "run:1: the records have format 2; this version reads format 1")]
    [InlineData("\"shard\":null", "\"shard\":\"4/4\"", "run:1: shard 4/4: expected i/n")]
    [InlineData("\"spectra/rank:value\",\"spectra/rank:property-1\"", "\"spectra/rank:value\",\"spectra/rank:value\"",
        "run:1: 'units' names spectra/rank:value twice")]
    public void A_wrong_member_is_named(string old, string changed, string message)
    {
        string[] lines = string.Join('\n', Recorded.Lines).Replace(old, changed, StringComparison.Ordinal).Split('\n');
        Assert.StartsWith(message, Assert.Throws<InputException>(() => RunFile.Read(lines, "run")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_and_more_than_a_run_are_refused()
    {
        Assert.StartsWith("run: there are no records", Assert.Throws<InputException>(() => RunFile.Read([], "run")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("run:23: a second run begins here",
            Assert.Throws<InputException>(() => RunFile.Read([.. Recorded.Lines, Recorded.Lines[0]], "run")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("run:23: the run has ended above",
            Assert.Throws<InputException>(() => RunFile.Read([.. Recorded.Lines, Recorded.Lines[4]], "run")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("no-such.ndjson: cannot be read", Assert.Throws<InputException>(() => RunFile.Read("no-such.ndjson")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Units_in_any_order_give_the_same_report()
    {
        string[] turned = [Recorded.Lines[0], .. Recorded.Lines[17..21], .. Recorded.Lines[1..17], Recorded.Lines[21]];
        RunReport run = RunFile.Read(turned, "turned");
        Assert.Equal(Recorded.Run().Cases.Select(c => c.Id), run.Cases.Select(c => c.Id));
        Assert.Equal(run.Header.Units, run.Units.Select(u => u.Id));
    }

    [Fact]
    public void A_shard_is_complete_with_its_own_units()
    {
        // Of the three values the second, of the two properties the second, and the sweep.
        string header = Recorded.Lines[0].Replace("\"shard\":null", "\"shard\":\"0/2\"", StringComparison.Ordinal);
        RunReport part = RunFile.Read([header, .. Recorded.Lines[7..17], Recorded.Lines[21]], "part");
        Assert.Equal(["spectra/schatten-sum:sweep", "spectra/rank:value", "spectra/rank:property-1"],
            part.Header.OwnUnits);
        Assert.True(part.IsComplete);
        Assert.False(part.IsWhole);
        Assert.Equal("spectra/rank:property-1", Assert.Single(RunFile.Read([header, .. Recorded.Lines[7..14]], "part").MissingUnits));
    }

    [Fact]
    public void A_file_reads_as_the_run_that_wrote_it()
    {
        List<string> lines = [];
        FakeImplementation always = new((_, _) => new Answer.Value(1), oracles: "spectra/rank");
        RunReport direct = new GateRun(Bench.Catalogue, Bench.Reference, always, new GateOptions { ValueCases = 5, PropertyCases = 2 })
            .Execute(sink: new NdjsonSink(lines.Add));
        RunReport read = RunFile.Read(lines, "lines");
        Assert.True(direct.Cases.Count > 5);
        Assert.Equal(direct.Cases.Select(RecordJson.Line), read.Cases.Select(RecordJson.Line));
        Assert.Equal(RecordJson.Line(direct.Header), RecordJson.Line(read.Header));
        Assert.Equal(RunText.Write(direct.Findings()), RunText.Write(read.Findings()));
    }
}
