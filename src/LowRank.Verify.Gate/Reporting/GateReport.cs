namespace LowRank.Verify.Gate.Reporting;

/// <summary>The result of a run.</summary>
/// <param name="Implementation">What was gated.</param>
/// <param name="Options">How.</param>
/// <param name="Records">One record per case, in order.</param>
/// <param name="NotCovered">Selected oracles that were not gated, with the reason of each.</param>
/// <param name="Elapsed">Wall-clock time of the run.</param>
/// <param name="Calls">Calls of the implementation, shrinking included.</param>
/// <param name="CallTime">Time spent in them.</param>
/// <param name="Run">The run as its records would tell it.</param>
public sealed record GateReport(
    ImplementationDescription Implementation,
    GateOptions Options,
    IReadOnlyList<GateRecord> Records,
    IReadOnlyDictionary<string, string> NotCovered,
    TimeSpan Elapsed,
    int Calls,
    TimeSpan CallTime,
    RunReport Run)
{
    /// <summary>First questions that got no answer; when there are any, the run ended there.</summary>
    public IReadOnlyList<SmokeFailure> Smoke => Run.Smoke;

    /// <summary>What was noticed of the implementation that belongs to no case.</summary>
    public IReadOnlyList<string> Notes => Run.Notes;

    /// <summary>What the run amounts to: table, failures by kind; <see cref="RunText"/> says it in words.</summary>
    public RunFindings Findings { get; } = new(Run, null, Options.Strict) { IsInProcess = true };

    /// <summary>Cases with a verdict, over all oracles.</summary>
    public int Count(Verdict verdict) => Records.Count(r => r.Verdict == verdict);

    /// <summary>Cases per second of wall-clock time.</summary>
    public double CasesPerSecond => Elapsed > TimeSpan.Zero ? Records.Count / Elapsed.TotalSeconds : 0;

    /// <summary>0: nothing wrong; 1: a failure, or under <see cref="GateOptions.Strict"/> also a doubt.</summary>
    public int ExitStatus => Smoke.Count > 0 || Records.Any(r => r.Verdict.IsFailure() || (Options.Strict && r.Verdict.IsDoubt())) ? 1 : 0;
}
