using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra;

/// <content>Enclosures of the quantities that depend on the singular values only.</content>
public sealed partial class CertifiedSpectrum
{
    /// <summary>‖A‖_F = (Σ a_ij²)^½, from the entries, not from the singular values.</summary>
    public Interval FrobeniusNorm(IntervalContext context) => context.Sqrt(EntryNorms.FrobeniusSquared(context, Matrix)).Value;

    /// <summary>Stable rank ‖A‖_F²/σ₁², in [1, rank]; undecided or outside the domain when σ₁ is not bounded away from 0.</summary>
    public Outcome<Interval> StableRank(IntervalContext context) =>
        context.Divide(EntryNorms.FrobeniusSquared(context, Matrix), context.Square(SpectralNorm))
            .Map(ratio => ratio.Intersect(new Interval(BigFloat.One, BigFloat.Of((long)Math.Max(1, Rank.Upper)))) ?? ratio);
}
