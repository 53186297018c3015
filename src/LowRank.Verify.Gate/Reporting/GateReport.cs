namespace LowRank.Verify.Gate.Reporting;

/// <summary>The result of a run.</summary>
/// <param name="Implementation">What was gated.</param>
/// <param name="Options">How.</param>
/// <param name="Records">One record per case, in order.</param>
/// <param name="NotCovered">Selected oracles that were not gated, with the reason of each.</param>
/// <param name="Elapsed">Wall-clock time of the run.</param>
/// <param name="Calls">Calls of the implementation, shrinking included.</param>
/// <param name="CallTime">Time spent in them.</param>
public sealed record GateReport(
    ImplementationDescription Implementation,
    GateOptions Options,
    IReadOnlyList<GateRecord> Records,
    IReadOnlyDictionary<string, string> NotCovered,
    TimeSpan Elapsed,
    int Calls,
    TimeSpan CallTime)
{
    /// <summary>First questions that got no answer; when there are any, the run ended there.</summary>
    public IReadOnlyList<SmokeFailure> Smoke { get; init; } = [];

    /// <summary>What was noticed of the implementation that belongs to no case.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>One row per gated oracle, in the order of the run.</summary>
    public IReadOnlyList<GateRow> Table { get; } =
    [
        .. Records.GroupBy(r => (r.Oracle, r.Kind)).Select(g => new GateRow(
            g.Key.Oracle,
            g.Key.Kind,
            g.GroupBy(r => r.Verdict).ToDictionary(v => v.Key, v => v.Count()))),
    ];

    /// <summary>Failures that probably share a cause, the gravest first.</summary>
    public IReadOnlyList<FailureGroup> Failures { get; } = FailureGroup.Of(Records);

    /// <summary>Cases with a verdict, over all oracles.</summary>
    public int Count(Verdict verdict) => Records.Count(r => r.Verdict == verdict);

    /// <summary>Cases per second of wall-clock time.</summary>
    public double CasesPerSecond => Elapsed > TimeSpan.Zero ? Records.Count / Elapsed.TotalSeconds : 0;

    /// <summary>0: nothing wrong; 1: a failure, or under <see cref="GateOptions.Strict"/> also a doubt.</summary>
    public int ExitStatus => Smoke.Count > 0 || Records.Any(r => r.Verdict.IsFailure() || (Options.Strict && r.Verdict.IsDoubt())) ? 1 : 0;
}
