using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Gate.Judging;

/// <summary>
/// Spectra to no more digits than a run can afford for every case: σ^(1/p) at p = 10⁻¹⁰⁰ asks for a hundred, which costs minutes where both
/// dimensions pass a dozen. What is then not decided is said to be undecided.
/// </summary>
/// <param name="source">Gives the spectra.</param>
internal sealed class AffordableSpectra(ISpectrumSource source) : ISpectrumSource
{
    private const int SmallDimension = 8, MiddleDimension = 64;
    private const int MostDigits = 120, MiddleDigits = 45, LargeDigits = 30;

    /// <inheritdoc/>
    public CertifiedSpectrum Certify(Matrix a, int digits = 15)
    {
        ArgumentNullException.ThrowIfNull(a);
        return source.Certify(a, Math.Min(digits, a.MinimumDimension <= SmallDimension ? MostDigits
            : a.MinimumDimension <= MiddleDimension ? MiddleDigits : LargeDigits));
    }
}
