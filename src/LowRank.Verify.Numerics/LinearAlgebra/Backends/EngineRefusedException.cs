namespace LowRank.Verify.LinearAlgebra.Backends;

/// <summary>
/// An engine's product failed a check with a known exact answer, so nothing that rests on its arithmetic can be certified.
/// </summary>
public sealed class EngineRefusedException : Exception
{
    /// <summary>Creates the exception; the message names the engine and the failed check.</summary>
    public EngineRefusedException(string message)
        : base(message)
    {
    }
}
