namespace LowRank.Verify.Arithmetic;

/// <summary>
/// The typed result of an operation that is not defined everywhere: a value, or the reason why there is none.
/// </summary>
/// <typeparam name="T">Type of the value.</typeparam>
public readonly struct Outcome<T>
    where T : class
{
    private readonly T? value;
    private readonly string? reason;

    private Outcome(OutcomeStatus status, T? value, string? reason)
    {
        Status = status;
        this.value = value;
        this.reason = reason;
    }

    /// <summary>What became of the operation.</summary>
    public OutcomeStatus Status { get; }

    /// <summary>True when there is a value.</summary>
    public bool IsEnclosed => Status == OutcomeStatus.Enclosed;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message is the reason.</exception>
    public T Value => value ?? throw new InvalidOperationException(Reason);

    /// <summary>Why there is no value; empty when there is one.</summary>
    public string Reason => reason ?? string.Empty;

    /// <summary>An outcome with a value.</summary>
    public static Outcome<T> Of(T value) => new(OutcomeStatus.Enclosed, value, null);

    /// <summary>An outcome that a higher precision may decide.</summary>
    public static Outcome<T> Undecided(string reason) => new(OutcomeStatus.Undecided, null, reason);

    /// <summary>An outcome that no precision can give.</summary>
    public static Outcome<T> OutsideDomain(string reason) => new(OutcomeStatus.OutsideDomain, null, reason);

    /// <summary>Applies the next operation to the value, or passes the reason on.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, Outcome<TNext>> next)
        where TNext : class => Status switch
    {
        OutcomeStatus.Enclosed => next(Value),
        OutcomeStatus.Undecided => Outcome<TNext>.Undecided(Reason),
        _ => Outcome<TNext>.OutsideDomain(Reason),
    };

    /// <summary>Applies an operation that is defined everywhere.</summary>
    public Outcome<TNext> Map<TNext>(Func<T, TNext> next)
        where TNext : class => Then(v => Outcome<TNext>.Of(next(v)));
}
