using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Gate.Judging;

/// <summary>
/// The spectra of all matrices A + Δ with ‖Δ‖ ≤ δ, by Weyl: σ_i ∈ [max(0, l_i − δ), u_i + δ], rank in [#{i : l_i &gt; δ}, min(m, n)].
/// What a backward stable implementation may take the spectrum of A for.
/// </summary>
/// <param name="exact">Gives the spectrum of A itself.</param>
/// <param name="model">Gives δ.</param>
internal sealed class WidenedSpectrumSource(ISpectrumSource exact, RoundingModel model) : ISpectrumSource
{
    private const int Precision = 160;

    /// <inheritdoc/>
    public CertifiedSpectrum Certify(Matrix a, int digits = 15)
    {
        CertifiedSpectrum spectrum = exact.Certify(a, digits);
        BigFloat radius = model.SpectralRadius(spectrum.SingularValues[0].Upper);
        if (radius.IsZero)
        {
            return spectrum;
        }

        Interval[] widened = [.. spectrum.SingularValues.Select(value => new Interval(
            BigFloat.Max(BigFloat.Zero, BigFloat.Subtract(value.Lower, radius, Precision, Rounding.Down)),
            BigFloat.Add(value.Upper, radius, Precision, Rounding.Up)))];
        IntegerBracket rank = new(widened.Count(value => value.Lower.Sign > 0), a.MinimumDimension);
        Interval? storage = spectrum.StorageRadius is { } delta ? model.Perturb(delta) : null;
        return new CertifiedSpectrum(a, widened, rank, storage, spectrum.Method);
    }
}
