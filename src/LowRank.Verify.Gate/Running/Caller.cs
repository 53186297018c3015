using System.Diagnostics;
using System.Globalization;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Gate.Running;

/// <summary>Calls an implementation under a time limit and turns its breakdowns into results.</summary>
/// <param name="implementation">The implementation.</param>
/// <param name="limit">Time that one call may take.</param>
internal sealed class Caller(IImplementation implementation, TimeSpan limit)
{
    private readonly Stopwatch busy = new();
    private CallThread? thread;

    /// <summary>Calls made.</summary>
    public int Calls { get; private set; }

    /// <summary>Calls that ran out of time.</summary>
    public int Timeouts { get; private set; }

    /// <summary>Time spent in calls.</summary>
    public TimeSpan Busy => busy.Elapsed;

    /// <summary>One call. A call that exceeds the limit is abandoned: managed code cannot be stopped from outside.</summary>
    public CallOutcome Call(string oracle, InputRecord inputs)
    {
        Calls++;
        thread ??= new CallThread(implementation);
        busy.Start();
        CallOutcome? outcome = thread.Call(oracle, inputs, limit);
        busy.Stop();
        if (outcome is not null)
        {
            return outcome;
        }

        Timeouts++;
        thread.End();
        thread = null;
        return new CallOutcome(null, Verdict.Timeout, string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.###} s"));
    }

    /// <summary>Ends the calling thread.</summary>
    public void End()
    {
        thread?.End();
        thread = null;
    }
}
