using System.Diagnostics;
using System.Globalization;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Gate.Harness;

/// <summary>One process of a harness at a time; after a breakdown the next call starts another, within a budget.</summary>
/// <param name="callee">The harness.</param>
/// <param name="schemas">Checks messages; null to leave that out.</param>
internal sealed class HarnessCaller(HarnessCallee callee, MessageSchemas? schemas) : ICaller
{
    private readonly Stopwatch busy = new();
    private HarnessProcess? process;
    private int breakdowns;
    private int seq;

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
            return new CallOutcome(null, Verdict.Skipped, string.Create(CultureInfo.InvariantCulture, $"not asked: the harness broke down {breakdowns} times"));
        }

        Calls++;
        busy.Start();
        try
        {
            process ??= callee.Begin();
            if (process.Unasked() is { } line)
            {
                throw new HarnessException(Verdict.Error, $"the harness wrote a line that nobody asked for: {HarnessProcess.Short(line)}");
            }

            string question = Protocol.Run(++seq, oracle, inputs);
            schemas?.Own(MessageSchemas.Run, question);
            string answer = process.Ask(question, callee.Options.TimeLimit, callee.Options.AnswerLimit);
            Answer read = Protocol.ReadAnswer(answer, seq);
            schemas?.Theirs(MessageSchemas.Answer, answer);
            return new CallOutcome(read, null, null) { Diagnostics = process.Errors() };
        }
        catch (HarnessException broken)
        {
            breakdowns++;
            Timeouts += broken.Verdict == Verdict.Timeout ? 1 : 0;
            string? errors = process?.Errors();
            process?.Dispose();
            process = null;
            return new CallOutcome(null, broken.Verdict, broken.Message) { Diagnostics = errors };
        }
        finally
        {
            busy.Stop();
        }
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        callee.End(process);
        process = null;
    }
}
