using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Running;

/// <summary>
/// Spreads the units of a run over lanes. Units of one oracle share a lane, so that no record depends on how many lanes work at the
/// same time.
/// </summary>
/// <param name="callee">What is gated.</param>
/// <param name="options">Budgets, and how many lanes work at the same time.</param>
/// <param name="preparer">Makes cases.</param>
/// <param name="prepare">Gives the cases of a unit; its second argument tells whether the run is over.</param>
internal sealed class RunSchedule(
    ICallee callee,
    GateOptions options,
    CasePreparer preparer,
    Func<GateUnit, Func<bool>, IReadOnlyList<PreparedCase>> prepare)
{
    private readonly Lock progressLock = new();
    private readonly TaskScheduler preparation =
        new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Math.Max(1, options.Parallelism)).ConcurrentScheduler;

    private readonly SortedDictionary<string, IReadOnlyList<RunCase>> unfinished = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, TimeSpan> times = new(StringComparer.Ordinal);

    private Queue<(int Index, GateUnit[] Units)> lanes = [];
    private bool isOver;
    private ExceptionDispatchInfo? failure;

    /// <summary>The cases that were judged of units in which the run was interrupted, unit by unit.</summary>
    public IReadOnlyList<RunCase> Unfinished => [.. unfinished.SelectMany(unit => unit.Value)];

    /// <summary>Calls made.</summary>
    public int Calls { get; private set; }

    /// <summary>Time spent in them.</summary>
    public TimeSpan Busy { get; private set; }

    /// <summary>Time spent on each unit, by its id.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Times => times;

    /// <summary>Works on all units and hands each to <paramref name="finished"/> with its cases, one at a time.</summary>
    /// <param name="units">The units.</param>
    /// <param name="finished">Takes a unit.</param>
    public void Work(IEnumerable<GateUnit> units, Action<GateUnit, RunUnit, IReadOnlyList<RunCase>> finished)
    {
        GateUnit[][] all = [.. units.GroupBy(unit => StableHash.Of(unit.Oracle.Id) % (ulong)callee.Lanes).OrderBy(lane => lane.Key)
            .Select(lane => lane.ToArray())];
        lanes = new(all.Select((lane, i) => (i, lane)));
        using LaneProcesses processes = new(callee, all, Prepared);
        Thread[] others =
        [
            .. Enumerable.Range(1, Math.Clamp(options.Jobs, 1, callee.Lanes) - 1)
                .Select(_ => new Thread(() => WorkAlone(processes, finished)) { IsBackground = true }),
        ];
        foreach (Thread other in others)
        {
            other.Start();
        }

        WorkOnLanes(processes, finished);
        foreach (Thread other in others)
        {
            other.Join();
        }

        Calls += processes.Calls;
        Busy += processes.Busy;
        failure?.Throw();
    }

    private IReadOnlyList<PreparedCase> Prepared(GateUnit unit) =>
        prepare(unit, () => Volatile.Read(ref isOver) || callee.Interruption.IsCancellationRequested);

    private void WorkAlone(LaneProcesses processes, Action<GateUnit, RunUnit, IReadOnlyList<RunCase>> finished)
    {
        WorkOnLanes(processes, finished);
        BigFloat.ReleaseThreadCache(); // MPFR keeps its constants per thread
    }

    private void WorkOnLanes(LaneProcesses processes, Action<GateUnit, RunUnit, IReadOnlyList<RunCase>> finished)
    {
        try
        {
            while (NextLane() is { } lane)
            {
                LaneWorker worker = new(callee, options, preparer, Prepared, processes, preparation);
                try
                {
                    worker.Execute(lane.Index, lane.Units, (unit, done, cases) =>
                    {
                        times[unit.Id] = worker.UnitTime;
                        return Finish(unit, done, cases, finished);
                    });
                }
                finally
                {
                    lock (progressLock)
                    {
                        if (worker.Unfinished.Count > 0)
                        {
                            unfinished.Add(worker.Unfinished[0].Unit, worker.Unfinished);
                        }

                        Calls += worker.Calls;
                        Busy += worker.Busy;
                    }
                }
            }
        }
        catch (Exception cause)
        {
            lock (progressLock)
            {
                failure ??= ExceptionDispatchInfo.Capture(cause);
                isOver = true;
            }
        }
    }

    private (int Index, GateUnit[] Units)? NextLane()
    {
        lock (progressLock)
        {
            return !isOver && !callee.Interruption.IsCancellationRequested
                && lanes.TryDequeue(out (int Index, GateUnit[] Units) lane) ? lane : null;
        }
    }

    // True when the run is over.
    private bool Finish(GateUnit unit, RunUnit done, IReadOnlyList<RunCase> cases,
        Action<GateUnit, RunUnit, IReadOnlyList<RunCase>> finished)
    {
        lock (progressLock)
        {
            if (!isOver)
            {
                finished(unit, done, cases);
                isOver = options.StopAtFirstFailure && cases.Any(found => found.Verdict.IsFailure());
            }

            return isOver;
        }
    }
}
