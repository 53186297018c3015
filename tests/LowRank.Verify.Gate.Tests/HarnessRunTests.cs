using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>Whole runs of the gate against harness processes.</summary>
public sealed class HarnessRunTests
{
    private const string Claimed = "spectra/frobenius-norm";

    private static readonly GateOptions Options = new()
    {
        Oracles = Claimed,
        ValueCases = 12,
        PropertyCases = 2,
        ShrinkBudget = 10,
        ValidateMessages = true,
        TimeLimit = TimeSpan.FromSeconds(60),
    };

    [Fact]
    public void Honest_harness_conforms_and_leaves_no_process()
    {
        using HarnessBench bench = new("unused", Options);
        RunReport report = Run(bench, "honest", Options);
        Assert.Equal(0, report.Findings().ExitStatus);
        Assert.Empty(report.Smoke);
        Assert.All(report.Cases, record => Assert.Contains(record.Verdict, (IEnumerable<Verdict>)[Verdict.Conforms, Verdict.Undecided]));
        Assert.Empty(bench.Survivors());
    }

    // The harness ends itself for matrices of one column; every other record is that of the honest harness.
    [Theory]
    [InlineData("crash on columns", Verdict.Crash)]
    [InlineData("babble on columns", Verdict.Error)]
    public void Bad_cases_leave_the_rest_of_the_run_intact(string mode, Verdict verdict)
    {
        using HarnessBench bench = new("unused", Options);
        GateOptions options = Options with { ShrinkBudget = 0, RestartBudget = 1000 };
        Dictionary<string, RunCase> honest = Run(bench, "honest", options).Cases.ToDictionary(record => record.Id);
        RunReport report = Run(bench, mode, options);
        Assert.Equal(1, report.Findings().ExitStatus);

        // Only a case that got an answer is put again.
        string[] records = [.. report.Cases.Select(record => record.Id)];
        Assert.Empty(records.Except(honest.Keys));
        Assert.All(honest.Keys.Except(records), id => Assert.Equal(ReplayToken.RepeatProperty, honest[id].Part));
        List<RunCase> broken = [.. report.Cases.Where(record => record.Verdict == verdict)];
        Assert.NotEmpty(broken);
        Assert.True(report.Cases.Count > broken.Count);
        Assert.All(report.Cases.Except(broken), record => Assert.Equal(honest[record.Id].Verdict, record.Verdict));
        Assert.Empty(bench.Survivors());
    }

    // Infinity is no number, and what is wrong with it: it came twice and hides no state that processes would have to be started for.
    [Fact]
    public void Same_wrong_answer_twice_is_no_hidden_state_and_one_kind_of_failure()
    {
        string starts = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        try
        {
            using HarnessBench bench = new("unused", Options);
            RunFindings findings = new GateRun(Bench.Catalogue, Bench.Reference, bench.Command("overflow on columns", starts),
                Options with { ValueCases = 40, PropertyCases = 6 })
                .Execute().Findings();
            Assert.All(findings.Report.Cases.Where(found => found.Part is ReplayToken.RepeatProperty or ReplayToken.FreshProperty),
                found => Assert.Equal(Verdict.Conforms, found.Verdict));
            RunGroup kind = Assert.Single(findings.Failures);
            Assert.Equal(Verdict.Error, kind.First.Verdict);
            Assert.True(kind.Cases.Select(found => found.Property).Distinct().Count() > 1 && kind.Cases.Count > 5);
            Assert.InRange(File.ReadAllLines(starts).Length, 2, 3);
        }
        finally
        {
            File.Delete(starts);
        }
    }

    // Eight lanes have eight processes, the first questions another; a third of the run has a third of them, rounded up.
    [Theory]
    [InlineData(null, 1, 9)]
    [InlineData(null, 4, 9)]
    [InlineData("0/3", 1, 4)]
    [InlineData("1/3", 3, 4)]
    [InlineData("2/3", 1, 4)]
    [InlineData("5/9", 1, 3)]
    public void Run_starts_a_process_for_each_lane_and_a_shard_its_part_of_them(string? shard, int jobs, int most)
    {
        string starts = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        try
        {
            GateOptions options = Options with { Oracles = null, ValueCases = 2, PropertyCases = 0, Jobs = jobs, ValidateMessages = false,
                Shard = shard is null ? null : Shard.Parse(shard, "shard") };
            using HarnessBench bench = new("unused", options);
            RunReport report = new GateRun(Bench.Catalogue, Bench.Reference, bench.Command("claims all", starts), options).Execute();
            Assert.NotEmpty(report.Cases);
            Assert.Contains(report.Cases, found => found.Part == ReplayToken.FreshProperty && found.Verdict == Verdict.Conforms);
            Assert.InRange(File.ReadAllLines(starts).Length, most == 3 ? 2 : most, most);
            Assert.Empty(bench.Survivors());
        }
        finally
        {
            File.Delete(starts);
        }
    }

    [Fact]
    public void Harness_that_only_crashes_fails_its_smoke_test()
    {
        using HarnessBench bench = new("unused", Options);
        RunReport report = Run(bench, "always exits", Options);
        Assert.NotEmpty(report.Smoke);
        Assert.Equal(1, report.Findings().ExitStatus);
        Assert.Empty(bench.Survivors());
    }

    [Fact]
    public void Harness_that_is_never_in_time_has_met_the_time_limit()
    {
        using HarnessBench bench = new("unused", Options);
        RunFindings findings = Run(bench, "always silent", Options with { TimeLimit = TimeSpan.FromSeconds(0.5) }).Findings();
        SmokeFailure failure = Assert.Single(findings.Report.Smoke);
        Assert.Equal((Verdict.Timeout, "the harness gave no answer within 0.5 s"), (failure.Verdict, failure.Message));
        Assert.StartsWith("The harness met the time limit", RunText.Verdict(findings), StringComparison.Ordinal);
        Assert.Equal(1, findings.ExitStatus);
        Assert.Empty(bench.Survivors());
    }

    private static RunReport Run(HarnessBench bench, string mode, GateOptions options) =>
        new GateRun(Bench.Catalogue, Bench.Reference, bench.Command(mode), options).Execute();
}
