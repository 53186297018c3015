using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Gate.Harness;

/// <summary>A harness: a command that is started as often as the run needs a process.</summary>
internal sealed class HarnessCallee : ICallee
{
    // Fixed, so that the records do not depend on how many work at the same time.
    private const int FixedLanes = 8;

    private readonly List<string> notes = [];
    private readonly MessageSchemas? schemas;
    private HarnessProcess? spare;

    /// <summary>A harness by its command.</summary>
    public HarnessCallee(HarnessCommand command, GateOptions options)
    {
        Command = command;
        Options = options;
        schemas = options.ValidateMessages ? MessageSchemas.Load() : null;
    }

    /// <summary>The command.</summary>
    public HarnessCommand Command { get; }

    /// <summary>Limits and budgets.</summary>
    public GateOptions Options { get; }

    /// <summary>Time that a harness has to end when asked to; short once one has shown that it does not listen.</summary>
    public TimeSpan StopLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public int Lanes => FixedLanes;

    /// <inheritdoc/>
    public bool IsIsolated => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (notes)
            {
                return [.. notes.Distinct(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>What the harness says of itself; every process must say the same.</summary>
    public ImplementationDescription? Description { get; private set; }

    /// <inheritdoc/>
    public ImplementationDescription Describe()
    {
        HarnessProcess process = new(Command, Options.AnswerLimit);
        try
        {
            Description = Greet(process);
            spare = process;
            return Description;
        }
        catch (HarnessException broken)
        {
            string said = process.Errors() is { } errors ? $"; it wrote to standard error: {HarnessProcess.Short(errors[^Math.Min(errors.Length, 300)..])}" : string.Empty;
            process.Dispose();
            throw new InputException($"harness '{Command}': {broken.Message}{said}", broken);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ICaller Open() => new HarnessCaller(this, schemas);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (spare is not null)
        {
            End(spare);
            spare.Dispose();
            spare = null;
        }
    }

    /// <summary>A process that has said what it is, and was asked nothing else.</summary>
    /// <exception cref="HarnessException">It does not start, or is not the same any more.</exception>
    public HarnessProcess Begin()
    {
        if (Interlocked.Exchange(ref spare, null) is { } first)
        {
            return first;
        }

        HarnessProcess process;
        try
        {
            process = new(Command, Options.AnswerLimit);
        }
        catch (InputException gone)
        {
            throw new HarnessException(Verdict.Crash, gone.Message);
        }

        try
        {
            return IsSame(Greet(process), Description!) ? process : throw new HarnessException(Verdict.Error, "a new process of the harness describes itself otherwise than the first one");
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Ends a process, and notes when it does not listen.</summary>
    public void End(HarnessProcess? process)
    {
        if (process is null)
        {
            return;
        }

        if (!process.Stop(StopLimit))
        {
            lock (notes)
            {
                notes.Add($"the harness did not end when asked to stop, and was killed");
            }

            StopLimit = TimeSpan.FromMilliseconds(100);
        }

        process.Dispose();
    }

    private ImplementationDescription Greet(HarnessProcess process)
    {
        schemas?.Own(MessageSchemas.Start, Protocol.Start);
        string line;
        try
        {
            line = process.Ask(Protocol.Start, Options.StartLimit, Options.AnswerLimit);
        }
        catch (HarnessException broken) when (broken.Verdict == Verdict.Timeout)
        {
            throw new HarnessException(Verdict.Timeout, $"no answer to 'start': {broken.Message}");
        }

        ImplementationDescription description = Protocol.ReadDescription(line);
        schemas?.Theirs(MessageSchemas.Description, line);
        return description;
    }

    private static bool IsSame(ImplementationDescription a, ImplementationDescription b) =>
        a.Name == b.Name && a.Version == b.Version && a.Language == b.Language && a.Precision == b.Precision
        && a.Oracles.Count == b.Oracles.Count && a.Oracles.All(o => b.Oracles.TryGetValue(o.Key, out int revision) && revision == o.Value);
}
