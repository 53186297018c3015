using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Layers;

/// <summary>Certified numbers of one layer, biases carried by constant coordinates.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Kind">"dense", "factored" or "convolution".</param>
/// <param name="Rows">Outputs; filters of a convolution.</param>
/// <param name="Columns">Inputs; the patch size of a convolution.</param>
/// <param name="SpectralNorm">‖W‖ (for a convolution of the reshaped kernel, not of its map); a factored layer is the exact product of its
/// stored factors.</param>
/// <param name="FrobeniusNorm">‖W‖_F.</param>
/// <param name="RowNorm21">Σ over rows of their norms.</param>
/// <param name="StableRank">‖W‖_F²/‖W‖²; null where ‖W‖ is not bounded away from 0.</param>
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

    /// <summary>
    /// An upper end of ‖W‖ when every stored matrix is cut to its storage rank. Cutting the first or the last factor multiplies W by a
    /// projector
    /// and cannot raise the norm; cutting one in the middle may. With three factors F_l or more it is therefore the lesser of
    /// |alpha|·Π‖F_l‖ and
    /// ‖W‖ + |alpha|·Σ_l δ_l Π_{j≠l}‖F_j‖, δ_l what the cut removes of F_l.
    /// </summary>
    public BigFloat NormWhenCut
    {
        get
        {
            if (Factors.Count <= 2 || Factors.All(factor => factor.CutNorm.IsZero))
            {
                return SpectralNorm.Upper;
            }

            IntervalContext context = new(Bits.Input);
            Interval times = context.Of(Scale);
            Interval[] norms = [.. Factors.Select(factor => Point(factor.Spectrum.SpectralNorm.Upper))];
            Interval product = norms.Aggregate(times, context.Multiply), changed = Point(SpectralNorm.Upper);
            for (int l = 0; l < norms.Length; l++)
            {
                Interval term = context.Multiply(times, Point(Factors[l].CutNorm));
                changed = context.Add(changed, norms.Where((_, j) => j != l).Aggregate(term, context.Multiply));
            }

            return BigFloat.Min(product.Upper, changed.Upper);
        }
    }

    private static Interval Point(BigFloat x) => new(x, x);
}
