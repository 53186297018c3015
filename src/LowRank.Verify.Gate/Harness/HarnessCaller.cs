using System.Diagnostics;
using System.Globalization;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// Calls a harness in a process of its own, which is started at the first call and again after each breakdown until the budget is
/// spent. A breakdown is the result of its call and of no other.
/// </summary>
/// <param name="callee">The harness.</param>
internal sealed class HarnessCaller(HarnessCallee callee) : ICaller
{
    // A terminal sends its signal to the harness as well, which may be gone before this process has seen the signal.
    private static readonly TimeSpan SignalDelay = TimeSpan.FromSeconds(0.1), OwnSignalDelay = TimeSpan.FromSeconds(2);

    private readonly Stopwatch busy = new();
    private HarnessSession? session;
    private int breakdowns;

    /// <inheritdoc/>
    public int Calls { get; private set; }

    /// <inheritdoc/>
    public int Timeouts { get; private set; }

    /// <inheritdoc/>
    public TimeSpan Busy => busy.Elapsed;

    /// <inheritdoc/>
    public CallOutcome Call(string oracle, InputRecord inputs)
    {
        if (breakdowns > callee.Options.RestartBudget)
        {
            return CallOutcome.Broken(Verdict.Skipped,
                string.Create(CultureInfo.InvariantCulture,
                $"not asked: the harness broke down {breakdowns} times, and its restarts are used up"));
        }

        callee.Interruption.ThrowIfCancellationRequested();
        Calls++;
        busy.Start();
        CallOutcome? unstarted = null;
        if (session is null)
        {
            (session, unstarted) = callee.Begin();
        }

        CallOutcome outcome = unstarted ?? session!.Run(oracle, inputs, callee.Reals(oracle));
        if (session is not null)
        {
            outcome = outcome with { Diagnostics = session.TakeDiagnostics() };
        }

        busy.Stop();
        if (session is not { IsInStep: true })
        {
            if (outcome.Failure == Verdict.Crash && callee.Interruption.CanBeCanceled)
            {
                bool isOfTerminal = ChildProcess.SignalsOfTerminal.Any(how => outcome.Message!.StartsWith(how, StringComparison.Ordinal));
                _ = callee.Interruption.WaitHandle.WaitOne(isOfTerminal ? OwnSignalDelay : SignalDelay);
            }

            callee.Interruption.ThrowIfCancellationRequested();
            breakdowns++;
            session?.Dispose();
            session = null;
        }

        Timeouts += outcome.Failure == Verdict.Timeout ? 1 : 0;
        return outcome.Failure is null ? outcome : outcome with { Message = $"the harness {outcome.Message}" };
    }

    /// <inheritdoc/>
    public void Forget() => breakdowns = 0;

    /// <summary>Stops the harness; a later call starts it again.</summary>
    public void Dispose()
    {
        callee.End(session);
        session = null;
    }
}
