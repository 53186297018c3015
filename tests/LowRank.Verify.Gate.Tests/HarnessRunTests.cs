using LowRank.Verify.Gate.Reporting;
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
        GateReport report = Run(bench, "honest", Options);
        Assert.Equal(0, report.ExitStatus);
        Assert.Empty(report.Smoke);
        Assert.All(report.Records, record => Assert.Contains(record.Verdict, (IEnumerable<Verdict>)[Verdict.Conforms, Verdict.Undecided]));
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
        Dictionary<string, GateRecord> honest = Run(bench, "honest", options).Records.ToDictionary(record => record.Replay.ToString());
        GateReport report = Run(bench, mode, options);
        Assert.Equal(1, report.ExitStatus);

        // Only a case that got an answer is put again.
        string[] records = [.. report.Records.Select(record => record.Replay.ToString())];
        Assert.Empty(records.Except(honest.Keys));
        Assert.All(honest.Keys.Except(records), id => Assert.Equal(ReplayToken.RepeatProperty, honest[id].Replay.Property));
        List<GateRecord> broken = [.. report.Records.Where(record => record.Verdict == verdict)];
        Assert.NotEmpty(broken);
        Assert.True(report.Records.Count > broken.Count);
        Assert.All(report.Records.Except(broken), record => Assert.Equal(honest[record.Replay.ToString()].Verdict, record.Verdict));
        Assert.Empty(bench.Survivors());
    }

    [Fact]
    public void Harness_that_only_crashes_fails_its_smoke_test()
    {
        using HarnessBench bench = new("unused", Options);
        GateReport report = Run(bench, "always exits", Options);
        Assert.NotEmpty(report.Smoke);
        Assert.Equal(1, report.ExitStatus);
        Assert.Empty(bench.Survivors());
    }

    private static GateReport Run(HarnessBench bench, string mode, GateOptions options) => new GateRun(Bench.Catalogue, Bench.Reference, bench.Command(mode), options).Execute();
}
