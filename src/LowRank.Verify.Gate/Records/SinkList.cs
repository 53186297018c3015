using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Records;

/// <summary>Several sinks as one; each is told in turn.</summary>
/// <param name="sinks">The sinks.</param>
public sealed class SinkList(IReadOnlyList<IGateSink> sinks) : IGateSink
{
    /// <inheritdoc/>
    public void Begin(RunHeader header) => Each(sink => sink.Begin(header));

    /// <inheritdoc/>
    public void Smoke(SmokeFailure failure) => Each(sink => sink.Smoke(failure));

    /// <inheritdoc/>
    public void Unit(RunUnit unit, IReadOnlyList<RunCase> cases) => Each(sink => sink.Unit(unit, cases));

    /// <inheritdoc/>
    public void Unfinished(IReadOnlyList<RunCase> cases) => Each(sink => sink.Unfinished(cases));

    /// <inheritdoc/>
    public void End(RunEnd end) => Each(sink => sink.End(end));

    private void Each(Action<IGateSink> tell)
    {
        foreach (IGateSink sink in sinks)
        {
            tell(sink);
        }
    }
}
