using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>One stored matrix of a layer with its certificate.</summary>
/// <param name="Tensor">The tensor's name.</param>
/// <param name="Spectrum">The certificate.</param>
public sealed record FactorAssessment(string Tensor, CertifiedSpectrum Spectrum)
{
    /// <summary>
    /// The rank to which the factor is cut: the upper end of its storage rank, at least 1; its exact rank's where there is none.
    /// </summary>
    public int CutRank => Math.Max(1, Spectrum.StorageRank?.Upper ?? Spectrum.Rank.Upper);

    /// <summary>
    /// An upper end of ‖W − W′‖ for the best approximation W′ of rank <see cref="CutRank"/>: σ at the next index, at most the storage
    /// radius δ; 0 where nothing is cut.
    /// </summary>
    public BigFloat CutNorm =>
        CutRank >= Math.Min(Spectrum.SingularValues.Count, Spectrum.Rank.Upper) ? BigFloat.Zero : Spectrum.SingularValues[CutRank].Upper;
}
