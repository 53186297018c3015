using System.Text.Json;

namespace LowRank.Verify.Gate.Reporting;

/// <summary>Collects a run as its records would tell it, so that reports of a running gate and of a file are the same.</summary>
public sealed class ReportSink : IGateSink
{
    private const string Source = "run";

    private readonly List<RunCase> cases = [];
    private readonly List<RunUnit> units = [];
    private readonly List<SmokeFailure> smoke = [];
    private RunHeader? header;
    private (int Calls, double Seconds)? end;

    /// <summary>What was collected.</summary>
    /// <exception cref="InputException">The run never began.</exception>
    public RunReport Finish() => RunReport.InOrder(
        Source, header ?? throw new InputException($"{Source}: there are no records of a run in it"), cases, units, smoke, end, 0);

    /// <inheritdoc/>
    public void Begin(GateRunHeader header)
    {
        using JsonDocument line = JsonDocument.Parse(GateJson.Write(header).ToJsonString());
        this.header = RunHeader.Read(line.RootElement, Source);
    }

    /// <inheritdoc/>
    public void Smoke(SmokeFailure failure) => smoke.Add(failure);

    /// <inheritdoc/>
    public void Unit(string unit, IReadOnlyList<GateRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        cases.AddRange(records.Select(record => new RunCase(record, unit)));
        units.Add(new RunUnit(unit, records.Count, 0, 0));
    }

    /// <inheritdoc/>
    public void End(int calls, TimeSpan elapsed) => end = (calls, NdjsonSink.Seconds(elapsed));
}
