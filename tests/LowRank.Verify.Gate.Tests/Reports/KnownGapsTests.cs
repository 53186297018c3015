using Xunit;

namespace LowRank.Verify.Gate.Tests.Reports;

public sealed class KnownGapsTests
{
    // Everything that fails in the recorded run.
    private const string All = """
        - {id: classical/*, reason: the constant is another one, issue: "https://example.org/1"}
        - id: spectra/schatten-sum:sweep
          reason: p = 2 is taken apart
          expires: 2026-03-01
        - {id: "spectra/rank:value:d?:3", reason: ranks are not done yet}
        """;

    [Fact]
    public void Covered_failures_do_not_count()
    {
        RunFindings findings = Recorded.Findings(All);
        Assert.Equal((0, 0, 6), (findings.ExitStatus, findings.FailureCount, findings.KnownCount));
        Assert.Equal([3, 1, 2], findings.Known.GroupBy(group => group.Gap!.Id).Select(gap => gap.Sum(group => group.Cases.Count)));
        Assert.Contains("known gap: classical/*, 3 failing (too-low, property-violated): the constant is another one "
            + "(https://example.org/1)", RunText.Write(findings), StringComparison.Ordinal);
        Assert.Equal((4, 4, 3), (findings.Table[0].Cases, findings.Table.Sum(row => row[Verdict.Conforms]), findings.Table[0].KnownGaps));
    }

    [Fact]
    public void What_is_not_covered_still_counts()
    {
        RunFindings findings = Recorded.Findings("""[{"id": "classical/*", "reason": "known"}]""");
        Assert.Equal((1, 3, 3), (findings.ExitStatus, findings.FailureCount, findings.KnownCount));
    }

    [Fact]
    public void Under_strict_doubts_may_be_known_and_unexpected_passes_fail()
    {
        string doubts = "\n- {id: spectra/stable-rank, reason: ill-conditioned}\n- {id: 'spectra/rank:property-1:e2:3', reason: "
            + "declined}\n";
        Assert.Equal(1, Recorded.Findings(All, isStrict: true).ExitStatus);
        Assert.Equal(0, Recorded.Findings(All + doubts, isStrict: true).ExitStatus);
        RunFindings passing = Recorded.Findings(All + doubts + "- {id: 'spectra/rank:property-1:e1:3', reason: mended}\n");
        Assert.Equal("spectra/rank:property-1:e1:3", Assert.Single(passing.UnexpectedPasses).Id);
        Assert.Equal(0, passing.ExitStatus);
        Assert.Contains("unexpected pass: spectra/rank:property-1:e1:3", RunText.Write(passing), StringComparison.Ordinal);
        Assert.Equal(1, Recorded.Findings(All + doubts + "- {id: 'spectra/rank:property-1:e1:3', reason: mended}\n", isStrict: true)
            .ExitStatus);
    }

    [Fact]
    public void An_entry_without_a_case_is_an_error_of_a_whole_run_only()
    {
        const string Other = "- {id: spectra/nuclear-norm, reason: none}";
        Assert.StartsWith("gaps.yaml:1: entry 1: 'spectra/nuclear-norm' matches no case",
            Assert.Throws<InputException>(() => Recorded.Findings(Other)).Message, StringComparison.Ordinal);
        KnownGaps gaps = KnownGaps.Parse(Other, "gaps.yaml", Recorded.Today);
        string[] shard = [Recorded.Lines[0].Replace("\"shard\":null", "\"shard\":\"0/2\"", StringComparison.Ordinal),
            .. Recorded.Lines[1..5], .. Recorded.Lines[14..]];
        Assert.Equal(1, new RunFindings(RunFile.Read(shard, "shard"), gaps).ExitStatus);
        Assert.Equal(1, new RunFindings(RunFile.Read(Recorded.Lines[..9], "killed"), gaps).ExitStatus);
        Assert.Equal(1, new RunFindings(Recorded.Run() with { IsReplay = true }, gaps).ExitStatus);

        // With --oracle, entries about other oracles are left alone.
        string[] some = [.. Recorded.Lines];
        some[0] = some[0].Replace("\"oracles\":null", "\"oracles\":\"spectra/r*\"", StringComparison.Ordinal);
        Assert.Equal(1, new RunFindings(RunFile.Read(some, "some"), gaps).ExitStatus);
        KnownGaps selected = KnownGaps.Parse("- {id: 'spectra/rank:property-9', reason: none}", "gaps.yaml", Recorded.Today);
        Assert.Contains("'spectra/rank:property-9' matches no case",
            Assert.Throws<InputException>(() => new RunFindings(RunFile.Read(some, "some"), selected)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- {id: a/b}", "gaps.yaml:1: entry 1 ('a/b') has no reason")]
    [InlineData("- {id: a/b, reason: ''}", "gaps.yaml:1: entry 1 ('a/b') has no reason")]
    [InlineData("- {id: a/b, reason: ~}", "gaps.yaml:1: entry 1 ('a/b') has no reason")]
    [InlineData("- {reason: x}", "gaps.yaml:1: entry 1 has no id")]
    [InlineData("- {id: a/b, reason: x}\n- {id: c/d, reason: x, expires: 2026-02-28}",
        "gaps.yaml:2: entry 2 ('c/d') expired on 2026-02-28")]
    [InlineData("- {id: a/b, reason: x, expires: soon}", "gaps.yaml:1: entry 1 ('a/b'): 'soon' is no date; write yyyy-mm-dd")]
    [InlineData("- {id: a/b, reason: x, owner: me}", "gaps.yaml:1: entry 1 has the unknown field 'owner'")]
    [InlineData("- {id: a/b, reason: [x]}", "gaps.yaml:1: entry 1: 'reason' must be text")]
    [InlineData("- {id: a/b, reason: x}\n- {id: a/b, reason: y}", "gaps.yaml:2: entry 2 has the id 'a/b' of an earlier one")]
    [InlineData("- a/b", "gaps.yaml:1: entry 1 is no mapping")]
    [InlineData("id: a/b", "gaps.yaml: known gaps are one list")]
    [InlineData("- {id: a/b\n- x", "gaps.yaml: not valid YAML or JSON")]
    [InlineData("- id: a/b\n\treason: x", "gaps.yaml:1: not valid YAML or JSON")]
    public void A_wrong_entry_is_named(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<InputException>(() => KnownGaps.Parse(text, "gaps.yaml", Recorded.Today)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("# none yet\n")]
    public void No_entries_are_no_gaps(string text) => Assert.Empty(KnownGaps.Parse(text, "gaps.yaml", Recorded.Today).Entries);

    [Fact]
    public void Json_is_read_as_it_is_commonly_written() =>
        Assert.Equal(("a/b", "x: \"y\"", new DateOnly(2026, 3, 1)),
            Assert.Single(
            KnownGaps.Parse(
            "[\n\t{\n\t\t\"id\": \"a/b\",\n\t\t\"reason\": \"x: \\\"y\\\"\",\n\t\t\"issue\": null,\n\t\t\"expires\": "
            + "\"2026-03-01\"\n\t}\n]\n", "gaps.json", Recorded.Today).Entries) is var e
            ? (e.Id, e.Reason, e.Expires!.Value) : default);
}
