using LowRank.Verify.Assessment;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Assessment;

public sealed class RememberedSpectraTests
{
    [Fact]
    public void Equal_matrices_are_certified_once_and_different_ones_apart()
    {
        Counting source = new();
        RememberedSpectra spectra = new(source);
        Matrix a = Planted.Diagonal(2, 3, 2, 1), copy = Planted.Diagonal(2, 3, 2, 1);
        Assert.Same(spectra.Certify(a), spectra.Certify(copy));
        Assert.Equal(1, source.Calls);
        _ = spectra.Certify(a, 20);
        _ = spectra.Certify(Planted.Diagonal(2, 3, 2, 3));
        _ = spectra.Certify(Planted.Diagonal(3, 2, 2, 1));
        _ = spectra.Certify(Planted.Diagonal(2, 3, StorageType.Float32, 2, 1));
        Assert.Equal(5, source.Calls);
    }

    private sealed class Counting : ISpectrumSource
    {
        public int Calls { get; private set; }

        public CertifiedSpectrum Certify(Matrix a, int digits = 15)
        {
            Calls++;
            return Planted.Spectra.Certify(a, digits);
        }
    }
}
