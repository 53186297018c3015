namespace LowRank.Verify.Gate.Reporting;

/// <summary>Several sinks as one; each is told in turn.</summary>
/// <param name="sinks">The sinks.</param>
public sealed class SinkList(IReadOnlyList<IGateSink> sinks) : IGateSink
{
    /// <inheritdoc/>
    public void Begin(GateRunHeader header) => Each(sink => sink.Begin(header));

    /// <inheritdoc/>
    public void Smoke(SmokeFailure failure) => Each(sink => sink.Smoke(failure));

    /// <inheritdoc/>
    public void Unit(string unit, IReadOnlyList<GateRecord> records) => Each(sink => sink.Unit(unit, records));

    /// <inheritdoc/>
    public void End(int calls, TimeSpan elapsed) => Each(sink => sink.End(calls, elapsed));

    private void Each(Action<IGateSink> tell)
    {
        foreach (IGateSink sink in sinks)
        {
            tell(sink);
        }
    }
}
