using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Execution;

/// <summary>Which executor runs a network beside the certified one.</summary>
internal static class FastExecutors
{
    /// <summary>The double-precision pass.</summary>
    public static IFastExecutor For(StoredFile file, Network network, NetworkProgram program) => new DoubleExecutor(program, Engines.Default, string.Empty);
}
