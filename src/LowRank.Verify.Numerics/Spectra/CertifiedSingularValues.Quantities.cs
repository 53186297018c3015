using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra;

/// <content>Enclosures of the quantities that depend on the singular values only.</content>
public partial class CertifiedSingularValues
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

    private protected static Outcome<Interval> CheckExponent(Interval p) =>
        p.Upper.Sign < 0 || (p.IsPoint && p.Lower.IsZero) ? Outcome<Interval>.OutsideDomain("the exponent p must be positive")
        : p.Lower.Sign <= 0 ? Outcome<Interval>.Undecided("the enclosure of the exponent p reaches down to 0")
        : Outcome<Interval>.Of(p);

    private protected static Outcome<Interval> PowerSum(IntervalContext context, IEnumerable<Interval> values, Interval p)
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
