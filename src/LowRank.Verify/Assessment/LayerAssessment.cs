using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment;

/// <summary>Certified numbers of one layer, biases absorbed where that was asked for.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Kind">"dense", "factored" or "convolution".</param>
/// <param name="Rows">Outputs; filters of a convolution.</param>
/// <param name="Columns">Inputs; the patch size of a convolution.</param>
/// <param name="SpectralNorm">‖W‖ (for a convolution of the reshaped kernel, not of its map); for a factored layer an upper limit only, the product of the factors' norms, in [0, limit].</param>
/// <param name="FrobeniusNorm">‖W‖_F; for a factored layer an upper limit only.</param>
/// <param name="RowNorm21">Σ over rows of their norms; for a factored layer an upper limit only.</param>
/// <param name="StableRank">‖W‖_F²/‖W‖²; null for a factored layer, and where ‖W‖ is not bounded away from 0.</param>
/// <param name="Rank">Bracket of the exact rank.</param>
/// <param name="StorageRank">Bracket of the rank at storage precision; null where there is none.</param>
/// <param name="Factors">The stored matrices, applied right to left; one for a dense layer.</param>
/// <param name="Scale">|alpha|, the exact factor in front of the stored weights.</param>
public sealed record LayerAssessment(
    string Name,
    string Kind,
    int Rows,
    int Columns,
    Interval SpectralNorm,
    Interval FrobeniusNorm,
    Interval RowNorm21,
    Interval? StableRank,
    IntegerBracket Rank,
    IntegerBracket? StorageRank,
    IReadOnlyList<FactorAssessment> Factors,
    Rational Scale)
{
    /// <summary>The layer as a map on its grid, where it is a convolution.</summary>
    public ConvolutionAssessment? Convolution { get; init; }

    /// <summary>The norm of the layer as a linear map: that of the convolution, not of its kernel; ‖W‖ for other layers.</summary>
    public Interval OperatorNorm => Convolution?.OperatorNorm ?? SpectralNorm;

    /// <summary>True for one stored matrix with factor 1, as oracles that take matrices need it.</summary>
    public bool IsStoredMatrix => Factors.Count == 1 && Scale == Rational.One;
}
