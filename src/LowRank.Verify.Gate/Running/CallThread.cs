using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Running;

/// <summary>
/// One thread that calls the implementation, so that whoever waits can give up. A thread of its own, since the pool is busy with
/// reference evaluations and would make a call wait for its turn.
/// </summary>
internal sealed class CallThread
{
    // How long an interruption may go unnoticed.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private readonly object sync = new();
    private readonly IImplementation implementation;
    private (string Oracle, InputRecord Inputs)? question;
    private CallOutcome? outcome;
    private bool isOver;

    /// <summary>Starts the thread.</summary>
    public CallThread(IImplementation implementation)
    {
        this.implementation = implementation;
        new Thread(Work) { IsBackground = true, Name = "implementation under test" }.Start();
    }

    /// <summary>The outcome of a call, or null when the limit passed; the thread is then lost to the call.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted; the thread is lost to the call.</exception>
    public CallOutcome? Call(string oracle, InputRecord inputs, TimeSpan limit, CancellationToken interruption)
    {
        lock (sync)
        {
            outcome = null;
            question = (oracle, inputs);
            Monitor.PulseAll(sync);
            long start = Environment.TickCount64;
            while (outcome is null)
            {
                TimeSpan rest = limit - TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
                if (rest <= TimeSpan.Zero)
                {
                    return null;
                }

                if (!Monitor.Wait(sync, rest < Slice ? rest : Slice))
                {
                    interruption.ThrowIfCancellationRequested();
                }
            }

            return outcome;
        }
    }

    /// <summary>Lets the thread end once it is idle.</summary>
    public void End()
    {
        lock (sync)
        {
            isOver = true;
            Monitor.PulseAll(sync);
        }
    }

    private void Work()
    {
        while (true)
        {
            (string Oracle, InputRecord Inputs) current;
            lock (sync)
            {
                while (question is null && !isOver)
                {
                    _ = Monitor.Wait(sync);
                }

                if (isOver)
                {
                    return;
                }

                current = question!.Value;
                question = null;
            }

            CallOutcome result = Run(current.Oracle, current.Inputs);
            lock (sync)
            {
                outcome = result;
                Monitor.PulseAll(sync);
            }
        }
    }

    private CallOutcome Run(string oracle, InputRecord inputs)
    {
        try
        {
            InputDigest digest = new(inputs);
            Answer? answer = implementation.Run(oracle, inputs);
            return digest.Changed() is { } member
                ? CallOutcome.Broken(Verdict.Error, $"the implementation changed its argument '{member}'")
                : answer is null ? CallOutcome.Broken(Verdict.Crash, "the implementation answered null")
                : CallOutcome.Answered(answer);
        }
        catch (Exception cause)
        {
            // Whatever the implementation throws is its result.
            return CallOutcome.Broken(Verdict.Crash, $"{cause.GetType().Name}: {cause.Message}");
        }
    }
}
