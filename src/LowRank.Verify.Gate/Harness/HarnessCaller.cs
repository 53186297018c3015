using System.Diagnostics;
using System.Globalization;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// Calls a harness in a process of its own, which is started at the first call and again after each breakdown until the budget is
/// spent. A breakdown is the result of its call and of no other.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="options">Limits.</param>
/// <param name="timing">Waiting times.</param>
/// <param name="expected">What the harness said of itself when it was asked first; null when it was not asked yet.</param>
internal sealed class HarnessCaller(HarnessCommand command, GateOptions options, HarnessTiming timing, ImplementationDescription? expected) : ICaller
{
    private readonly Stopwatch busy = new();
    private HarnessSession? session;
    private int starts;

    /// <inheritdoc/>
    public int Calls { get; private set; }

    /// <inheritdoc/>
    public int Timeouts { get; private set; }

    /// <inheritdoc/>
    public TimeSpan Busy => busy.Elapsed;

    /// <inheritdoc/>
    public CallOutcome Call(string oracle, InputRecord inputs)
    {
        if (session is null && starts > options.RestartBudget)
        {
            return new CallOutcome(null, Verdict.Skipped, string.Create(
                CultureInfo.InvariantCulture, $"not asked: the harness broke down {starts} times, and its budget of {options.RestartBudget} restarts is spent"));
        }

        Calls++;
        busy.Start();
        (Answer? answer, HarnessFailure? failure) = Start() is { } broken ? (null, broken) : session!.Run(oracle, inputs);
        busy.Stop();
        string? diagnostics = session?.TakeDiagnostics();
        if (session is { IsInStep: false })
        {
            session.Dispose();
            session = null;
        }

        if (failure is null)
        {
            return new CallOutcome(answer, null, null) { Diagnostics = diagnostics };
        }

        Timeouts += failure.Verdict == Verdict.Timeout ? 1 : 0;
        return new CallOutcome(null, failure.Verdict, $"the harness {failure.Message}") { Diagnostics = diagnostics };
    }

    /// <summary>Stops the harness; a later call starts it again.</summary>
    public void Dispose()
    {
        session?.Dispose();
        session = null;
    }

    private HarnessFailure? Start()
    {
        if (session is not null)
        {
            return null;
        }

        starts++;
        try
        {
            session = HarnessSession.Open(command, options, timing);
        }
        catch (InputException error)
        {
            return new HarnessFailure(Verdict.Crash, $"could not be started: {error.Message}");
        }

        if (session.Start(TimeSpan.Zero) is { } failure)
        {
            return failure;
        }

        expected ??= session.Description!;
        if (IsSame(expected, session.Description!))
        {
            return null;
        }

        session.Refuse();
        return new HarnessFailure(Verdict.Error, "describes itself otherwise than at its first start");
    }

    private static bool IsSame(ImplementationDescription a, ImplementationDescription b) =>
        (a.Name, a.Version, a.Language, a.Precision) == (b.Name, b.Version, b.Language, b.Precision) && IsSame(a.Oracles, b.Oracles) && IsSame(a.Conventions, b.Conventions);

    private static bool IsSame<T>(IReadOnlyDictionary<string, T> a, IReadOnlyDictionary<string, T> b) =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out T? value) && EqualityComparer<T>.Default.Equals(pair.Value, value));
}
