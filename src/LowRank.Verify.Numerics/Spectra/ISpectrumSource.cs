using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>Gives certified singular values of a matrix exactly as stored.</summary>
public interface ISpectrumSource
{
    /// <summary>
    /// Enclosures of all min(m, n) singular values of A. <paramref name="digits"/> is the wish that every radius be at most
    /// σ₁·10^−digits; the enclosures are valid whether or not it was met.
    /// </summary>
    CertifiedSpectrum Certify(Matrix a, int digits = 15);
}
