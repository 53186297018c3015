using System.Collections.Concurrent;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Running;

/// <summary>
/// The processes of a run, one for each lane. What is asked again in a fresh process is asked in that of the next lane, before anything
/// of that lane: so no process is started for it, and the answers depend on no order in which lanes are worked on. A run of one lane has
/// a second process for it.
/// </summary>
/// <param name="callee">What is gated.</param>
/// <param name="lanes">The units of each lane.</param>
/// <param name="prepare">Gives the cases of a unit.</param>
internal sealed class LaneProcesses(
    ICallee callee,
    IReadOnlyList<IReadOnlyList<GateUnit>> lanes,
    Func<GateUnit, IReadOnlyList<PreparedCase>> prepare) : IDisposable
{
    private readonly Lock[] locks = [.. lanes.Select(_ => new Lock())];
    private readonly ICaller?[] callers = new ICaller?[lanes.Count];
    private readonly ConcurrentDictionary<string, CallOutcome> fresh = new(StringComparer.Ordinal);
    private ICaller? alone;

    /// <summary>Calls made here.</summary>
    public int Calls => Opened.Sum(caller => caller.Calls);

    /// <summary>Time spent in them.</summary>
    public TimeSpan Busy => Opened.Aggregate(TimeSpan.Zero, (sum, caller) => sum + caller.Busy);

    /// <summary>The process of a lane; until <see cref="Close"/> it is the caller's alone.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public ICaller Open(int lane)
    {
        Ask(lane);
        return callers[lane]!;
    }

    /// <summary>The outcome of a case of a lane in a process that was asked nothing else of the lane.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public CallOutcome Fresh(int lane, PreparedCase prepared)
    {
        if (lanes.Count == 1)
        {
            alone ??= callee.Open();
            return alone.Call(prepared.Oracle.Id, prepared.FreshInputs());
        }

        Ask((lane + 1) % lanes.Count);
        return fresh.TryGetValue(prepared.Token.ToString(), out CallOutcome? outcome) ? outcome
            : CallOutcome.Broken(Verdict.Skipped, "not asked: the run is over");
    }

    /// <summary>Ends the process of a lane; all that others wanted of it was asked at its beginning.</summary>
    public void Close(int lane)
    {
        lock (locks[lane])
        {
            callers[lane]?.Dispose();
        }
    }

    /// <summary>Ends all processes.</summary>
    public void Dispose()
    {
        foreach (ICaller caller in Opened)
        {
            caller.Dispose();
        }
    }

    private IEnumerable<ICaller> Opened => callers.Append(alone).OfType<ICaller>();

    private void Ask(int lane)
    {
        lock (locks[lane])
        {
            if (callers[lane] is not null)
            {
                return;
            }

            ICaller caller = callers[lane] = callee.Open();
            foreach (GateUnit unit in lanes.Count == 1 ? [] : lanes[(lane + lanes.Count - 1) % lanes.Count])
            {
                foreach (PreparedCase prepared in unit.Part == ReplayToken.FreshProperty ? prepare(unit) : [])
                {
                    fresh[prepared.Token.ToString()] = caller.Call(prepared.Oracle.Id, prepared.FreshInputs());
                }
            }

            caller.Forget();
        }
    }
}
