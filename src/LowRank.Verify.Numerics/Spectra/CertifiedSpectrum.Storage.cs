using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra;

/// <content>
/// Quantities of all matrices that round to the stored one. By Weyl each of their singular values lies in [max(0, σ_i − δ), σ_i + δ], δ the
/// storage radius; what rises with the singular values has its least and largest value at those ends, and both are enclosed here. Outside
/// the domain without δ.
/// </content>
public sealed partial class CertifiedSpectrum
{
    /// <summary>The range of S_p: [Σ max(0, l_i − δ)^p, Σ (u_i + δ)^p]; for p = 0 the range of ranks, [storage rank, min(m, n)].</summary>
    public Outcome<Interval> StorageSchattenSum(IntervalContext context, Interval p) =>
        StorageSchattenEnd(context, p, isUpper: false)
            .Then(low => StorageSchattenEnd(context, p, isUpper: true).Map(high => new Interval(low.Lower, high.Upper)));

    /// <summary>
    /// S_p of the best approximation at the storage rank r, Σ_{i ≤ r} σ_i^p; where r is a bracket, the hull over it; for p = 0, r itself.
    /// </summary>
    public Outcome<Interval> SchattenSumAtStorageRank(IntervalContext context, Interval p) => StorageRank is not { } rank
        ? Outcome<Interval>.OutsideDomain($"the matrix has no storage rank: {ReasonAgainstStorageRange}")
        : p.IsPoint && p.Lower.IsZero
        ? Outcome<Interval>.Of(new Interval(BigFloat.Of((long)rank.Lower), BigFloat.Of((long)rank.Upper)))
        : CheckExponent(p)
            .Then(_ => PowerSum(context, SingularValues.Take(rank.Lower), p))
            .Then(low => PowerSum(context, SingularValues.Take(rank.Upper), p).Map(high => low.Hull(high)));

    /// <summary>Σ max(0, σ_i − δ)^p or Σ (σ_i + δ)^p; for p = 0 the storage rank or min(m, n).</summary>
    public Outcome<Interval> StorageSchattenEnd(IntervalContext context, Interval p, bool isUpper) =>
        AtEnd(context, isUpper).Then(moved => p.IsPoint && p.Lower.IsZero
        ? Outcome<Interval>.Of(isUpper ? Interval.Of((long)Matrix.MinimumDimension)
            : new Interval(BigFloat.Of((long)StorageRank!.Value.Lower), BigFloat.Of((long)StorageRank.Value.Upper)))
        : CheckExponent(p).Then(_ => PowerSum(context, moved, p)));

    /// <summary>Σ_{i ≤ k} max(0, σ_i − δ) or Σ_{i ≤ k} (σ_i + δ).</summary>
    public Outcome<Interval> StorageKyFanEnd(IntervalContext context, int k, bool isUpper) =>
        AtEnd(context, isUpper).Map(moved => context.Sum(moved.Take(k)));

    /// <summary>
    /// 1 + Σ_{i ≥ 2} (max(0, σ_i − δ)/(σ₁ + δ))² or 1 + Σ_{i ≥ 2} min(1, (σ_i + δ)/(σ₁ − δ))². Outside the domain when σ₁ ≤ δ, where
    /// the zero matrix may be meant.
    /// </summary>
    public Outcome<Interval> StorageStableRankEnd(IntervalContext context, bool isUpper) => AtEnd(context, isUpper).Then(moved =>
        SpectralNorm.Upper <= StorageRadius!.Lower
            ? Outcome<Interval>.OutsideDomain("the matrix may stand for the zero matrix, which has no stable rank")
        : SpectralNorm.Lower <= StorageRadius.Upper
            ? Outcome<Interval>.Undecided("the enclosures do not decide whether the matrix may stand for the zero matrix")
        : AtEnd(context, !isUpper)
            .Then(others => moved.Skip(1).Aggregate(Outcome<Interval>.Of(Interval.One), (sum, value) => sum.Then(known =>
            context.Divide(value, others[0]).Map(ratio => context.Add(known, context.Square(IntervalContext.Min(Interval.One, ratio))))))));

    // Every singular value at its end of the range.
    private Outcome<Interval[]> AtEnd(IntervalContext context, bool isUpper) => StorageRadius is not { } radius
        ? Outcome<Interval[]>.OutsideDomain($"the matrix has no storage range: {ReasonAgainstStorageRange}")
        : Outcome<Interval[]>.Of([.. SingularValues.Select(value => isUpper
            ? context.Add(value, radius)
            : IntervalContext.Max(Interval.Zero, context.Subtract(value, radius)))]);
}
