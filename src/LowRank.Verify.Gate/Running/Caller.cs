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
        busy.Start();
        try
        {
            Task<Answer> call = Task.Run(() => implementation.Run(oracle, inputs));
            if (!call.Wait(limit))
            {
                Timeouts++;
                return new CallOutcome(null, Verdict.Timeout, string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.###} s"));
            }

            return call.Result is { } answer
                ? new CallOutcome(answer, null, null)
                : new CallOutcome(null, Verdict.Crash, "the implementation answered null");
        }
        catch (AggregateException e)
        {
            Exception cause = e.InnerException ?? e;
            return new CallOutcome(null, Verdict.Crash, $"{cause.GetType().Name}: {cause.Message}");
        }
        finally
        {
            busy.Stop();
        }
    }
}
