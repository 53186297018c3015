using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests;
using Xunit;
using Interval = LowRank.Verify.Arithmetic.Interval;

namespace LowRank.Verify.Torch.Tests;

/// <summary>
/// Certificates whose matrices stay on the device: the truth lies inside, also when the device proposes or multiplies falsely.
/// </summary>
public sealed class ResidentCertificateTests
{
    private const int DoubleLevel = 12;
    private const int Refined = 30;

    private static readonly int[] Simple = [.. Enumerable.Range(0, 40).Select(i => 97 - (2 * i))];

    [Fact]
    public void Planted_values_are_enclosed_to_thirty_digits_without_leaving_the_device()
    {
        foreach ((int rows, int columns) in new[] { (40, 40), (60, 40), (40, 75) })
        {
            Matrix a = PlantedSpectrum.Build(new Random(rows), rows, columns, Simple);
            CountingResident counting = new(Libtorch.Engine);
            CertifiedSpectrum spectrum = new SpectrumCertifier(counting).Certify(a, Refined);
            Assert.True(spectrum.Digits(Refined) >= Refined, spectrum.Method);
            Assert.Contains("in place", spectrum.Method, StringComparison.Ordinal);
            Assert.Equal(0, counting.Downloads);
            AssertHolds(spectrum, Simple, $"{rows}×{columns}");
        }
    }

    [Fact]
    public void The_double_level_is_that_of_the_processor()
    {
        Matrix a = PlantedSpectrum.Build(new Random(9), 50, 40, Simple);
        CertifiedSpectrum there = new SpectrumCertifier(Libtorch.Engine).Certify(a, DoubleLevel),
            here = new SpectrumCertifier(Engines.Available[0]).Certify(a, DoubleLevel);
        Assert.True(there.Digits(DoubleLevel) >= DoubleLevel);
        AssertHolds(there, Simple, "double level");
        for (int i = 0; i < Simple.Length; i++)
        {
            Assert.NotNull(there.SingularValues[i].Intersect(here.SingularValues[i]));
        }
    }

    // What the device says of a false decomposition may be wide, never wrong.
    [Fact]
    public void False_bases_cost_width_and_never_truth()
    {
        Matrix a = PlantedSpectrum.Build(new Random(12), 44, 40, Simple);
        Random random = new(1);
        foreach (double size in new[] { 1e-14, 1e-9, 1e-5, 1e-2, 1 })
        {
            foreach (int digits in new[] { DoubleLevel, Refined })
            {
                FalseResident engine = new(Libtorch.Engine, values => [.. values.Select(x => x + (size * (random.NextDouble() - 0.5)))]);
                AssertHolds(new SpectrumCertifier(engine).Certify(a, digits), Simple, $"noise {size}, {digits} digits");
            }
        }
    }

    [Fact]
    public void Engine_that_fails_its_probes_is_refused_before_a_certificate()
    {
        FalseResident engine = new(Libtorch.Engine, values => values) { OnProduct = c => c[0] += 1 };
        EngineRefusedException refused = Assert.Throws<EngineRefusedException>(() => new SpectrumCertifier(engine)
            .Certify(PlantedSpectrum.Build(new Random(1), 9, 9, [5, 3]), DoubleLevel));
        Assert.Contains("'torch'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_memory_is_said_before_the_work()
    {
        TorchDevice small = Libtorch.Engine.Device with { MemoryAtStart = 1 << 20 };
        string message = Assert.Throws<MissingLibraryException>(() => small.RequireMemory(1e9, "the certificate of a 1×1 matrix")).Message;
        Assert.Contains("too little memory", message, StringComparison.Ordinal);
        Assert.Contains("LOWRANK_ENGINE=openblas", message, StringComparison.Ordinal);
    }

    private static void AssertHolds(CertifiedSpectrum spectrum, int[] values, string what)
    {
        for (int i = 0; i < spectrum.SingularValues.Count; i++)
        {
            Interval enclosure = spectrum.SingularValues[i];
            Assert.True(enclosure.Contains(i < values.Length ? Rational.Of((double)values[i]) : Rational.Zero),
                $"{what}: σ_{i + 1} is not in {enclosure} ({spectrum.Method})");
        }
    }
}
