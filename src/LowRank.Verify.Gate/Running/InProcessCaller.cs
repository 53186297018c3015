using System.Diagnostics;
using System.Globalization;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Running;

/// <summary>Calls an implementation in this process under a time limit and turns its breakdowns into results.</summary>
/// <param name="implementation">The implementation.</param>
/// <param name="limit">Time that one call may take.</param>
/// <param name="interruption">Ends every wait for an answer.</param>
internal sealed class InProcessCaller(IImplementation implementation, TimeSpan limit, CancellationToken interruption = default) : ICaller
{
    private readonly Stopwatch busy = new();
    private CallThread? thread;

    /// <inheritdoc/>
    public int Calls { get; private set; }

    /// <inheritdoc/>
    public int Timeouts { get; private set; }

    /// <inheritdoc/>
    public TimeSpan Busy => busy.Elapsed;

    /// <summary>One call. A call that exceeds the limit is abandoned: managed code cannot be stopped from outside.</summary>
    public CallOutcome Call(string oracle, InputRecord inputs)
    {
        interruption.ThrowIfCancellationRequested();
        Calls++;
        thread ??= new CallThread(implementation);
        busy.Start();
        CallOutcome? outcome = thread.Call(oracle, inputs, limit, interruption);
        busy.Stop();
        if (outcome is not null)
        {
            return outcome;
        }

        Timeouts++;
        Dispose();
        return CallOutcome.Broken(Verdict.Timeout,
            string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.###} s"));
    }

    /// <summary>There is no budget here.</summary>
    public void Forget()
    {
    }

    /// <summary>Ends the calling thread; a later call starts another.</summary>
    public void Dispose()
    {
        thread?.End();
        thread = null;
    }
}
