using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra;

/// <content>Enclosures of the quantities that depend on the singular values only.</content>
public sealed partial class CertifiedSpectrum
{
    /// <summary>‖A‖ = σ₁.</summary>
    public Interval SpectralNorm => SingularValues[0];

    /// <summary>‖A‖_* = Σ σ_i.</summary>
    public Interval NuclearNorm(IntervalContext context) => context.Sum(SingularValues);

    /// <summary>Ky-Fan norm: the sum of the k largest singular values, k ≥ 0; all of them when k exceeds their number.</summary>
    public Interval KyFanNorm(IntervalContext context, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        return context.Sum(SingularValues.Take(k));
    }

    /// <summary>‖A‖_F = (Σ a_ij²)^½, from the entries, not from the singular values.</summary>
    public Interval FrobeniusNorm(IntervalContext context) => context.Sqrt(EntryNorms.FrobeniusSquared(context, Matrix)).Value;

    /// <summary>Stable rank ‖A‖_F²/σ₁², in [1, rank]; undecided or outside the domain when σ₁ is not bounded away from 0.</summary>
    public Outcome<Interval> StableRank(IntervalContext context) =>
        context.Divide(EntryNorms.FrobeniusSquared(context, Matrix), context.Square(SpectralNorm))
            .Map(ratio => ratio.Intersect(new Interval(BigFloat.One, BigFloat.Of((long)Math.Max(1, Rank.Upper)))) ?? ratio);

    /// <summary>
    /// Schatten power sum S_p = Σ σ_i^p ∈ [Σ l_i^p, Σ u_i^p] for p &gt; 0; the rank bracket for p = 0.
    /// Outside the domain for p &lt; 0; undecided when the enclosure of p reaches 0 and is not 0.
    /// </summary>
    public Outcome<Interval> SchattenSum(IntervalContext context, Interval p) => p.IsPoint && p.Lower.IsZero
        ? Outcome<Interval>.Of(new Interval(BigFloat.Of((long)Rank.Lower), BigFloat.Of((long)Rank.Upper)))
        : CheckExponent(p).Then(_ => PowerSum(context, SingularValues.Take(Rank.Upper), p));

    /// <summary>Schatten-p quasi-norm ‖A‖_{sc,p} = S_p^{1/p}, p &gt; 0.</summary>
    public Outcome<Interval> SchattenNorm(IntervalContext context, Interval p) =>
        CheckExponent(p)
            .Then(_ => SchattenSum(context, p))
            .Then(sum => context.Divide(Interval.One, p).Then(inverse => context.Pow(sum, inverse)));

    /// <summary>
    /// The range of S_p over all matrices that round to the stored one, enclosed by Weyl: [Σ max(0, l_i − δ)^p, Σ (u_i + δ)^p];
    /// for p = 0 the range of ranks, [storage rank, min(m, n)]. Outside the domain without δ.
    /// </summary>
    public Outcome<Interval> StorageSchattenSum(IntervalContext context, Interval p)
    {
        if (StorageRadius is not { } radius || StorageRank is not { } rank)
        {
            return Outcome<Interval>.OutsideDomain("an entry stands for an unbounded set of numbers, so there is no storage range");
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
            return Outcome<Interval>.OutsideDomain("an entry stands for an unbounded set of numbers, so there is no storage rank");
        }

        if (p.IsPoint && p.Lower.IsZero)
        {
            return Outcome<Interval>.Of(new Interval(BigFloat.Of((long)rank.Lower), BigFloat.Of((long)rank.Upper)));
        }

        return CheckExponent(p)
            .Then(_ => PowerSum(context, SingularValues.Take(rank.Lower), p))
            .Then(low => PowerSum(context, SingularValues.Take(rank.Upper), p).Map(high => low.Hull(high)));
    }

    private static Outcome<Interval> CheckExponent(Interval p) =>
        p.Upper.Sign < 0 || (p.IsPoint && p.Lower.IsZero) ? Outcome<Interval>.OutsideDomain("the exponent p must be positive")
        : p.Lower.Sign <= 0 ? Outcome<Interval>.Undecided("the enclosure of the exponent p reaches down to 0")
        : Outcome<Interval>.Of(p);

    private static Outcome<Interval> PowerSum(IntervalContext context, IEnumerable<Interval> values, Interval p)
    {
        Interval sum = Interval.Zero;
        foreach (Interval value in values)
        {
            Outcome<Interval> power = context.Pow(value, p);
            if (!power.IsEnclosed)
            {
                return power;
            }

            sum = context.Add(sum, power.Value);
        }

        return Outcome<Interval>.Of(sum);
    }
}
