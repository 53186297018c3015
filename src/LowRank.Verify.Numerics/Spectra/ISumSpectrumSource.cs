using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>Gives certified singular values of a matrix that is given exactly as an unevaluated sum of matrices of doubles.</summary>
public interface ISumSpectrumSource
{
    /// <summary>
    /// Enclosures of all min(m, n) singular values of A. <paramref name="digits"/> is the wish that every radius be at most
    /// σ₁·10^−digits; the enclosures are valid whether or not it was met.
    /// </summary>
    CertifiedSingularValues Certify(MatrixSum a, int digits = 15, CancellationToken cancellation = default);
}
