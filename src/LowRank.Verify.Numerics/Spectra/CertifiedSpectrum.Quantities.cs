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

    /// <summary>
    /// The range of S_p over all matrices that round to the stored one, enclosed by Weyl: [Σ max(0, l_i − δ)^p, Σ (u_i + δ)^p];
    /// for p = 0 the range of ranks, [storage rank, min(m, n)]. Outside the domain without δ.
    /// </summary>
    public Outcome<Interval> StorageSchattenSum(IntervalContext context, Interval p)
    {
        if (StorageRadius is not { } radius || StorageRank is not { } rank)
        {
            return Outcome<Interval>.OutsideDomain($"the matrix has no storage range: {ReasonAgainstStorageRange}");
        }

        if (p.IsPoint && p.Lower.IsZero)
        {
            return Outcome<Interval>.Of(new Interval(BigFloat.Of((long)rank.Lower), BigFloat.Of((long)Matrix.MinimumDimension)));
        }

        IEnumerable<Interval> widened = SingularValues.Select(value => new Interval(
            BigFloat.Max(BigFloat.Zero, BigFloat.Subtract(value.Lower, radius.Upper, context.Precision, Rounding.Down)),
            BigFloat.Add(value.Upper, radius.Upper, context.Precision, Rounding.Up)));
        return CheckExponent(p).Then(_ => PowerSum(context, widened, p));
    }

    /// <summary>
    /// S_p of the best approximation at the storage rank r, Σ_{i ≤ r} σ_i^p; where r is a bracket, the hull over it; for p = 0, r itself.
    /// </summary>
    public Outcome<Interval> SchattenSumAtStorageRank(IntervalContext context, Interval p)
    {
        if (StorageRank is not { } rank)
        {
            return Outcome<Interval>.OutsideDomain($"the matrix has no storage rank: {ReasonAgainstStorageRange}");
        }

        if (p.IsPoint && p.Lower.IsZero)
        {
            return Outcome<Interval>.Of(new Interval(BigFloat.Of((long)rank.Lower), BigFloat.Of((long)rank.Upper)));
        }

        return CheckExponent(p)
            .Then(_ => PowerSum(context, SingularValues.Take(rank.Lower), p))
            .Then(low => PowerSum(context, SingularValues.Take(rank.Upper), p).Map(high => low.Hull(high)));
    }
}
