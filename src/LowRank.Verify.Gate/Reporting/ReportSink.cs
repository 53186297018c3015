using System.Text;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>Collects a run as its records would tell it, so that reports of a running gate and of a file are the same.</summary>
public sealed class ReportSink : IGateSink
{
    private readonly RunReader reader = new("run");
    private readonly NdjsonSink lines;

    /// <summary>An empty collection.</summary>
    public ReportSink() => lines = new NdjsonSink(line => reader.Add(Encoding.UTF8.GetBytes(line), 0, 0, mayBeCut: false));

    /// <summary>What was collected.</summary>
    /// <exception cref="InputException">The run never began.</exception>
    public RunReport Finish() => reader.Finish();

    /// <inheritdoc/>
    public void Begin(GateRunHeader header) => lines.Begin(header);

    /// <inheritdoc/>
    public void Smoke(SmokeFailure failure) => lines.Smoke(failure);

    /// <inheritdoc/>
    public void Unit(string unit, IReadOnlyList<GateRecord> records) => lines.Unit(unit, records);

    /// <inheritdoc/>
    public void End(int calls, TimeSpan elapsed) => lines.End(calls, elapsed);
}
