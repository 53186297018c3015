using LowRank.Verify.Gate.Contract;


namespace LowRank.Verify.Gate.Running;

/// <summary>
/// Runs the units of one lane in order, in a process of its own where the callee has such; the next units are prepared meanwhile.
/// </summary>
/// <param name="callee">What is gated.</param>
/// <param name="options">Budgets.</param>
/// <param name="preparer">Makes cases.</param>
/// <param name="prepare">Gives the cases of a unit.</param>
/// <param name="scheduler">Where units are prepared.</param>
internal sealed class LaneWorker(
    ICallee callee,
    GateOptions options,
    CasePreparer preparer,
    Func<GateUnit, IReadOnlyList<PreparedCase>> prepare,
    TaskScheduler scheduler)
{
    private const int Ahead = 16;

    /// <summary>Calls made.</summary>
    public int Calls { get; private set; }

    /// <summary>Time spent in them.</summary>
    public TimeSpan Busy { get; private set; }

    /// <summary>
    /// Runs the units and hands each to <paramref name="finished"/>, with its records, until that says that the run is over.
    /// </summary>
    public void Execute(IReadOnlyList<GateUnit> units, Func<GateUnit, RunUnit, IReadOnlyList<RunCase>, bool> finished)
    {
        UnitTest test = new(preparer, options, callee.IsIsolated, callee.Open);
        using ICaller caller = callee.Open();
        using ICaller fresh = callee.Open();
        Queue<Task<IReadOnlyList<PreparedCase>>> prepared = [];
        int next = 0;
        try
        {
            foreach (GateUnit unit in units)
            {
                while (next < units.Count && prepared.Count < Ahead)
                {
                    GateUnit coming = units[next++];
                    prepared.Enqueue(Task.Factory.StartNew(() => prepare(coming), CancellationToken.None, TaskCreationOptions.None,
                        scheduler));
                }

                IReadOnlyList<PreparedCase> cases = prepared.Dequeue().GetAwaiter().GetResult();
                IReadOnlyList<RunCase> records = test.Run(unit, cases, caller, fresh);
                if (finished(unit, new RunUnit(unit.Id, records.Count) { Coverage = preparer.Coverage(unit, cases) }, records))
                {
                    return;
                }
            }
        }
        finally
        {
            Calls += caller.Calls + fresh.Calls + test.Calls;
            Busy += caller.Busy + fresh.Busy + test.Busy;
            foreach (Task<IReadOnlyList<PreparedCase>> left in prepared)
            {
                // What was prepared in vain: its exception, if any, is not the cause of the end.
                _ = left.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }
    }
}
