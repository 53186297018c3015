using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// The engines that this machine offers. The environment variable LOWRANK_ENGINE (openblas, managed) chooses the default;
/// without it OpenBLAS is taken when it can be loaded.
/// </summary>
public static class Engines
{
    private static readonly Lazy<IReadOnlyList<IEngine>> Found = new(Find);

    /// <summary>Every engine that can run here, the fastest first.</summary>
    public static IReadOnlyList<IEngine> Available => Found.Value;

    /// <summary>The engine named by LOWRANK_ENGINE, otherwise the fastest.</summary>
    /// <exception cref="MissingLibraryException">LOWRANK_ENGINE names an engine that is not available.</exception>
    public static IEngine Default => Environment.GetEnvironmentVariable("LOWRANK_ENGINE") is { Length: > 0 } name ? Get(name) : Available[0];

    /// <summary>The engine of that name.</summary>
    /// <exception cref="MissingLibraryException">No such engine is available.</exception>
    public static IEngine Get(string name) =>
        Available.FirstOrDefault(engine => engine.Name == name)
        ?? throw new MissingLibraryException($"The engine '{name}' is not available; available: {string.Join(", ", Available.Select(e => e.Name))}.");

    private static List<IEngine> Find() =>
        NativeLibraries.IsAvailable(NativeLibraries.OpenBlas) ? [new OpenBlasEngine(), new ManagedEngine()] : [new ManagedEngine()];
}
