namespace LowRank.Verify.Gate.Contract;

/// <summary>Is told of a run while it goes on. Calls come one at a time, though from several threads.</summary>
public interface IGateSink
{
    /// <summary>The run begins.</summary>
    void Begin(RunHeader header);

    /// <summary>The harness failed the smoke test; the run ends after the last of these.</summary>
    void Smoke(SmokeFailure failure);

    /// <summary>A unit is complete.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="cases">Its cases.</param>
    void Unit(RunUnit unit, IReadOnlyList<RunCase> cases);

    /// <summary>The run was interrupted inside a unit; the unit is done again when the run is continued.</summary>
    /// <param name="cases">The cases of the unit that were judged, one or more.</param>
    void Unfinished(IReadOnlyList<RunCase> cases)
    {
    }

    /// <summary>The run is over.</summary>
    void End(RunEnd end);
}

/// <summary>How far a run has come.</summary>
/// <param name="Oracle">The oracle of the unit just finished.</param>
/// <param name="Finished">Units finished.</param>
/// <param name="Total">Units in all.</param>
public sealed record GateProgress(string Oracle, int Finished, int Total);
