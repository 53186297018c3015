using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Harness;

/// <summary>A program in any language that speaks the protocol, in as many processes as there are callers.</summary>
/// <param name="command">The command that starts it.</param>
/// <param name="options">Limits.</param>
internal sealed class HarnessCallee(HarnessCommand command, GateOptions options) : ICallee
{
    // Of a whole run, independent of the number of jobs, which decides only how many lanes work at the same time.
    private const int WholeLanes = 8;

    // Before the first start is sent, a harness is given a moment to show that it talks unasked; from stop until it is killed; the
    // same once one process of the harness did not stop when asked.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.3), Patience = TimeSpan.FromSeconds(5),
        NoPatience = TimeSpan.FromSeconds(0.1);

    private readonly Lock sync = new();
    private readonly List<string> notes = [];
    private ImplementationDescription? description;
    private HarnessSession? spare;

    /// <summary>Limits and budgets.</summary>
    public GateOptions Options => options;

    /// <summary>The members of an oracle that are real numbers.</summary>
    public Func<string, IReadOnlySet<string>?> Reals { get; init; } = static _ => null;

    /// <summary>Time in which a harness may show, before it is asked anything, that it talks unasked.</summary>
    public TimeSpan Silence { get; set; } = Moment;

    /// <summary>Time that a harness has to end when asked to; short once one has shown that it does not listen.</summary>
    public TimeSpan StopLimit { get; set; } = Patience;

    /// <inheritdoc/>
    public CancellationToken Interruption { get; set; }

    /// <inheritdoc/>
    /// <remarks>A shard has its part of them: what the processes take to start is divided as the work is.</remarks>
    public int Lanes => options.Shard is { } shard ? (WholeLanes + shard.Count - 1) / shard.Count : WholeLanes;

    /// <inheritdoc/>
    public bool IsIsolated => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (sync)
            {
                return [.. notes];
            }
        }
    }

    /// <inheritdoc/>
    public ImplementationDescription Describe()
    {
        HarnessSession? session = new(command, options, Interruption);
        try
        {
            if (session.Start(Silence) is { } failure)
            {
                throw new InputException($"harness '{command}' {failure.Message}{Ending(session.TakeDiagnostics())}");
            }

            // It was asked no case yet: the first caller may have it.
            description = session.Description!;
            End(Interlocked.Exchange(ref spare, session));
            session = null;
            return description;
        }
        finally
        {
            session?.Dispose();
        }
    }

    /// <inheritdoc/>
    public ICaller Open() => new HarnessCaller(this);

    /// <summary>A process that has said what it is and was asked nothing else; the failure is null exactly when there is one.</summary>
    public (HarnessSession? Session, CallOutcome? Failure) Begin()
    {
        if (Interlocked.Exchange(ref spare, null) is { } first)
        {
            return (first, null);
        }

        HarnessSession? session = null;
        try
        {
            session = new(command, options, Interruption);
            CallOutcome? failure = session.Start(TimeSpan.Zero);
            if (failure is null && description is not null && !IsSame(description, session.Description!))
            {
                failure = CallOutcome.Broken(Verdict.Error, "describes itself otherwise than at its first start");
            }

            if (failure is not null)
            {
                return (null, failure with { Diagnostics = session.TakeDiagnostics() });
            }

            HarnessSession ready = session;
            session = null;
            return (ready, null);
        }
        catch (InputException error)
        {
            return (null, CallOutcome.Broken(Verdict.Crash, $"could not be started: {error.Message}"));
        }
        finally
        {
            session?.Dispose();
        }
    }

    /// <summary>Asks a process to stop where it still listens, kills it, and notes when it had to.</summary>
    public void End(HarnessSession? session)
    {
        if (session is null)
        {
            return;
        }

        if (session.IsInStep && !Interruption.IsCancellationRequested && !session.Stop(StopLimit))
        {
            lock (sync)
            {
                StopLimit = NoPatience;
                if (notes.Count == 0)
                {
                    notes.Add("the harness did not end when it was asked to stop, and was killed");
                }
            }
        }

        session.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => End(Interlocked.Exchange(ref spare, null));

    private static bool IsSame(ImplementationDescription a, ImplementationDescription b) =>
        (a.Name, a.Version, a.Language, a.Precision) == (b.Name, b.Version, b.Language, b.Precision) && IsSame(a.Oracles, b.Oracles)
            && IsSame(a.Conventions, b.Conventions) && IsSame(a.Precisions, b.Precisions) && a.Range == b.Range
            && IsSame(a.Domain, b.Domain);

    private static bool IsSame<T>(IReadOnlyDictionary<string, T> a, IReadOnlyDictionary<string, T> b) =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out T? value) && EqualityComparer<T>.Default.Equals(pair.Value, value));

    // The last lines, on one.
    private static string Ending(string? diagnostics)
    {
        const int Lines = 3, Limit = 600;
        string[] lines = diagnostics?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        string text = string.Concat(string.Join(" | ", lines.TakeLast(Lines)).Where(c => !char.IsControl(c)));
        return text.Length == 0 ? string.Empty : $"; its standard error ends: {(text.Length > Limit ? "… " + text[^Limit..] : text)}";
    }
}
