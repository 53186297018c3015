using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using LowRank.Verify.Tests.Assessment;
using Xunit;

namespace LowRank.Verify.Tests.Spectra;

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

    [Fact]
    public void Callers_at_the_same_time_share_one_certificate()
    {
        const int Callers = 4;
        using Barrier start = new(Callers);
        Slow source = new();
        RememberedSpectra spectra = new(source);
        CertifiedSpectrum[] found = new CertifiedSpectrum[Callers];
        Thread[] threads = [.. Enumerable.Range(0, Callers).Select(i => new Thread(() =>
        {
            start.SignalAndWait(TestContext.Current.CancellationToken);
            found[i] = spectra.Certify(Planted.Diagonal(2, 3, 2, 1));
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(1, source.Calls);
        Assert.All(found, spectrum => Assert.Same(found[0], spectrum));
    }

    [Fact]
    public void More_digits_serve_a_wish_for_fewer_and_the_oldest_are_dropped()
    {
        Counting source = new();
        RememberedSpectra spectra = new(source, 200);
        Matrix a = Planted.Diagonal(2, 2, 2, 1), b = Planted.Diagonal(2, 2, 3, 1), c = Planted.Diagonal(2, 2, 4, 1);
        Assert.Same(spectra.Certify(a, 20), spectra.Certify(a));
        _ = spectra.Certify(b);
        _ = spectra.Certify(a);
        Assert.Equal(2, source.Calls);
        _ = spectra.Certify(c); // three of 4 entries and 2 values of 32 exceed 200
        _ = spectra.Certify(b);
        Assert.Equal(3, source.Calls);
        _ = spectra.Certify(Planted.Diagonal(2, 2, 2, 1));
        _ = spectra.Certify(a);
        Assert.Equal(4, source.Calls);
    }

    [Fact]
    public void Failure_is_not_kept()
    {
        FailingOnce source = new();
        RememberedSpectra spectra = new(source);
        Assert.Throws<InputException>(() => spectra.Certify(Planted.Diagonal(2, 3, 2, 1)));
        Assert.NotNull(spectra.Certify(Planted.Diagonal(2, 3, 2, 1)));
    }

    private sealed class Slow : ISpectrumSource
    {
        private int calls;

        public int Calls => calls;

        public CertifiedSpectrum Certify(Matrix a, int digits = 15)
        {
            _ = Interlocked.Increment(ref calls);
            Thread.Sleep(200); // long enough for the others to ask too
            return Planted.Spectra.Certify(a, digits);
        }
    }

    private sealed class FailingOnce : ISpectrumSource
    {
        private bool failed;

        public CertifiedSpectrum Certify(Matrix a, int digits = 15)
        {
            bool now = !failed;
            failed = true;
            return now ? throw new InputException("not now") : Planted.Spectra.Certify(a, digits);
        }
    }
}
