using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Records;

/// <summary>
/// Writes a run as it goes on, one JSON object per line: the run, then of each unit its cases and a line that closes it, then the end.
/// What a killed run leaves behind is read again up to its last closed unit.
/// </summary>
/// <param name="write">Takes whole lines.</param>
public sealed class NdjsonSink(Action<string> write) : IGateSink
{
    /// <summary>True when the run continues an earlier one, whose first line stands already.</summary>
    public bool IsContinued { get; init; }

    /// <inheritdoc/>
    public void Begin(RunHeader header)
    {
        if (!IsContinued)
        {
            Line(header);
        }
    }

    /// <inheritdoc/>
    public void Smoke(SmokeFailure failure) => Line(failure);

    /// <inheritdoc/>
    public void Unit(RunUnit unit, IReadOnlyList<RunCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        foreach (RunCase found in cases)
        {
            Line(found);
        }

        Line(unit);
    }

    /// <inheritdoc/>
    public void Unfinished(IReadOnlyList<RunCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        foreach (RunCase found in cases)
        {
            Line(found);
        }
    }

    /// <inheritdoc/>
    public void End(RunEnd end) => Line(end);

    private void Line(RunRecord record) => write(RecordJson.Line(record));
}
