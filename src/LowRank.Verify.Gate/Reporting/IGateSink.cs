namespace LowRank.Verify.Gate.Reporting;

/// <summary>Is told of a run while it goes on. Calls come one at a time, though from several threads.</summary>
public interface IGateSink
{
    /// <summary>The run begins.</summary>
    void Begin(GateRunHeader header);

    /// <summary>The harness failed the smoke test; the run ends after the last of these.</summary>
    void Smoke(SmokeFailure failure);

    /// <summary>A unit is complete.</summary>
    /// <param name="unit">Its id.</param>
    /// <param name="records">Its cases.</param>
    void Unit(string unit, IReadOnlyList<GateRecord> records);

    /// <summary>The run is over.</summary>
    /// <param name="calls">Calls of the implementation, shrinking included.</param>
    /// <param name="elapsed">Wall-clock time.</param>
    void End(int calls, TimeSpan elapsed);
}
