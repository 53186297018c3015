using System.Collections.Concurrent;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// The engines that this machine offers. The environment variable LOWRANK_ENGINE (openblas, managed, or the name of an engine that was
/// offered to this process) chooses the default; without it OpenBLAS is taken when it can be loaded.
/// </summary>
public static class Engines
{
    private static readonly Lazy<IReadOnlyList<IEngine>> Found = new(Find);
    private static readonly ConcurrentDictionary<string, Lazy<IEngine>> Offered = new(StringComparer.Ordinal);

    private static string? chosen;

    /// <summary>Every engine that can run here, the fastest first.</summary>
    public static IReadOnlyList<IEngine> Available => Found.Value;

    /// <summary>The engine that was chosen for this process, else the one named by LOWRANK_ENGINE, otherwise the fastest.</summary>
    /// <exception cref="MissingLibraryException">The engine that is named is not available.</exception>
    public static IEngine Default =>
        chosen is not null ? Get(chosen)
        : Environment.GetEnvironmentVariable("LOWRANK_ENGINE") is { Length: > 0 } name ? Get(name)
        : Available[0];

    /// <summary>
    /// Offers an engine that stands outside of this library under a name; it is made once, when first asked for by that name. A second
    /// offer of a name replaces the first.
    /// </summary>
    /// <param name="name">The engine's name.</param>
    /// <param name="create">Makes it; throws <see cref="MissingLibraryException"/> where it cannot run.</param>
    public static void Offer(string name, Func<IEngine> create) => Offered[name] = new Lazy<IEngine>(create);

    /// <summary>Chooses the default of this process by name; null leaves it to LOWRANK_ENGINE.</summary>
    public static void Choose(string? name) => chosen = name;

    /// <summary>The engine of that name.</summary>
    /// <exception cref="MissingLibraryException">No such engine is available.</exception>
    public static IEngine Get(string name) =>
        Available.FirstOrDefault(engine => engine.Name == name)
        ?? (Offered.TryGetValue(name, out Lazy<IEngine>? offered) ? offered.Value : null)
        ?? throw new MissingLibraryException(
            $"The engine '{name}' is not available; available: {string.Join(", ", Available.Select(e => e.Name).Concat(Offered.Keys))}.");

    private static List<IEngine> Find() =>
        NativeLibraries.IsAvailable(NativeLibraries.OpenBlas) ? [new OpenBlasEngine(), new ManagedEngine()] : [new ManagedEngine()];
}
