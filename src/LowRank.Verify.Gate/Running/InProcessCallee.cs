using LowRank.Verify.Arithmetic;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Running;

/// <summary>An implementation in this process: one object, called from one thread at a time.</summary>
/// <param name="implementation">The implementation.</param>
/// <param name="limit">Time that one call may take.</param>
internal sealed class InProcessCallee(IImplementation implementation, TimeSpan limit) : ICallee
{
    /// <inheritdoc/>
    public CancellationToken Interruption { get; set; }

    /// <inheritdoc/>
    public int Lanes => 1;

    /// <inheritdoc/>
    public bool IsIsolated => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => [];

    /// <inheritdoc/>
    public ImplementationDescription Describe()
    {
        try
        {
            return implementation.Start();
        }
        catch (Exception e) when (e is not InputException and not MissingLibraryException)
        {
            throw new InputException($"the implementation failed to start: {e.GetType().Name}: {e.Message}", e);
        }
    }

    /// <summary>Nothing to end.</summary>
    public void Dispose()
    {
    }

    /// <inheritdoc/>
    public ICaller Open() => new InProcessCaller(implementation, limit, Interruption);
}
