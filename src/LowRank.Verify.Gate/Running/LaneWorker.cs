using System.Diagnostics;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Running;

/// <summary>
/// Runs the units of one lane in order, in its own process where the callee has such; the next units are prepared meanwhile.
/// </summary>
/// <param name="callee">What is gated.</param>
/// <param name="options">Budgets.</param>
/// <param name="preparer">Makes cases.</param>
/// <param name="prepare">Gives the cases of a unit.</param>
/// <param name="processes">The processes of all lanes.</param>
/// <param name="scheduler">Where units are prepared.</param>
internal sealed class LaneWorker(
    ICallee callee,
    GateOptions options,
    CasePreparer preparer,
    Func<GateUnit, IReadOnlyList<PreparedCase>> prepare,
    LaneProcesses processes,
    TaskScheduler scheduler)
{
    private const int Ahead = 16;

    /// <summary>Calls made of callers that were opened in a search for hidden state.</summary>
    public int Calls { get; private set; }

    /// <summary>Time spent in them.</summary>
    public TimeSpan Busy { get; private set; }

    /// <summary>The cases that were judged of the unit in which the run was interrupted.</summary>
    public IReadOnlyList<RunCase> Unfinished { get; private set; } = [];

    /// <summary>Time spent on the unit that was finished last.</summary>
    public TimeSpan UnitTime { get; private set; }

    /// <summary>
    /// Runs the units and hands each to <paramref name="finished"/>, with its records, until that says that the run is over or the run is
    /// interrupted.
    /// </summary>
    public void Execute(int lane, IReadOnlyList<GateUnit> units, Func<GateUnit, RunUnit, IReadOnlyList<RunCase>, bool> finished)
    {
        UnitTest test = new(preparer, options, callee.IsIsolated, callee.Open);
        Queue<Task<IReadOnlyList<PreparedCase>>> prepared = [];
        int next = 0;
        try
        {
            ICaller? caller = null;
            foreach (GateUnit unit in units)
            {
                while (next < units.Count && prepared.Count < Ahead)
                {
                    GateUnit further = units[next++];
                    prepared.Enqueue(Task.Factory.StartNew(() => prepare(further), CancellationToken.None, TaskCreationOptions.None,
                        scheduler));
                }

                caller ??= processes.Open(lane);
                Task<IReadOnlyList<PreparedCase>> coming = prepared.Dequeue();
                _ = Task.WaitAny([coming], callee.Interruption);
                IReadOnlyList<PreparedCase> cases = coming.GetAwaiter().GetResult();
                callee.Interruption.ThrowIfCancellationRequested(); // they may not be all
                long start = Stopwatch.GetTimestamp();
                IReadOnlyList<RunCase> records = test.Run(unit, cases, caller, asked => processes.Fresh(lane, asked));
                UnitTime = Stopwatch.GetElapsedTime(start);
                if (finished(unit, new RunUnit(unit.Id, records.Count) { Coverage = preparer.Coverage(unit, cases) }, records))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (callee.Interruption.IsCancellationRequested)
        {
            Unfinished = test.Judged;
        }
        finally
        {
            processes.Close(lane);
            Calls += test.Calls;
            Busy += test.Busy;
            foreach (Task<IReadOnlyList<PreparedCase>> left in prepared)
            {
                // What was prepared in vain: its exception, if any, is not the cause of the end.
                _ = left.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }
    }
}
