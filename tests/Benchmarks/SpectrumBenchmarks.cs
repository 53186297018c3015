using BenchmarkDotNet.Attributes;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Benchmarks;

/// <summary>The certificate of all singular values beside a plain decomposition.</summary>
[MemoryDiagnoser]
public class SpectrumBenchmarks
{
    private readonly IEngine engine = Engines.Default;
    private Matrix matrix = RandomMatrix.Gaussian(1, 1, 0);

    [Params(256, 512)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare() => matrix = RandomMatrix.Gaussian(Size, Size, seed: 1);

    [Benchmark(Baseline = true)]
    public SingularTriplets? Decomposition() => engine.Decompose(matrix);

    [Benchmark]
    public double[]? ValuesOnly() => engine.SingularValues(matrix);

    [Benchmark]
    public CertifiedSpectrum Certificate() => new SpectrumCertifier(engine).Certify(matrix);
}
