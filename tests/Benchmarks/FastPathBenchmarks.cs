using BenchmarkDotNet.Attributes;
using LowRank.Verify.FastPath;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Tests.SecondRoutes;

namespace LowRank.Verify.Benchmarks;

/// <summary>The sweep over p and the search for the best exponents, beside the decompositions that they need.</summary>
[MemoryDiagnoser]
public class FastPathBenchmarks
{
    private readonly IEngine engine = Engines.Default;
    private readonly Matrix[] layers = ThreeLayers.Create();
    private readonly SpectralTable table = SpectralTable.Compute(Engines.Default, ThreeLayers.Create())
        ?? throw new InvalidOperationException("The library's iteration did not converge.");

    [Benchmark(Baseline = true)]
    public SpectralTable? Decompositions() => SpectralTable.Compute(engine, layers);

    [Benchmark]
    public double[][] Sweep() => table.RelativePowerSums(ThreeLayers.Grid);

    [Benchmark]
    public OptimalExponents Optimum() =>
        new ExponentOptimiser().Minimise(LedentForm.L2, 2, 1000, [.. table.Layers.Select(layer => ExponentLayer.Dense(layer))]);
}
