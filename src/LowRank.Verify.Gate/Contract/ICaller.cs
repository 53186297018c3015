using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Contract;

/// <summary>
/// One place where an implementation runs, called one case at a time. Breakdowns come back as outcomes, not as exceptions.
/// </summary>
internal interface ICaller : IDisposable
{
    /// <summary>Calls made.</summary>
    int Calls { get; }

    /// <summary>Calls that ran out of time.</summary>
    int Timeouts { get; }

    /// <summary>Time spent in calls.</summary>
    TimeSpan Busy { get; }

    /// <summary>One call, within the time limit of a case.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    CallOutcome Call(string oracle, InputRecord inputs);

    /// <summary>Breakdowns so far no longer count against the budget of restarts.</summary>
    void Forget();
}
