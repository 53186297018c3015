namespace LowRank.Verify.Gate.Contract;

/// <summary>What is gated: says what it is, and opens places to call it.</summary>
internal interface ICallee : IDisposable
{
    /// <summary>What the implementation says of itself.</summary>
    /// <exception cref="InputException">It cannot be started, or does not say what it is.</exception>
    ImplementationDescription Describe();

    /// <summary>Interrupts the run: calls then end with an <see cref="OperationCanceledException"/> instead of an outcome.</summary>
    CancellationToken Interruption { get; set; }

    /// <summary>How many callers may work at the same time; fixed by what part of the run is done.</summary>
    int Lanes { get; }

    /// <summary>True when each caller has a process of its own, so that a fresh one has no memory of earlier calls.</summary>
    bool IsIsolated { get; }

    /// <summary>What was noticed of the callee that belongs to no case.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>A new caller; of an isolated callee a fresh process, started at the first call.</summary>
    ICaller Open();
}
