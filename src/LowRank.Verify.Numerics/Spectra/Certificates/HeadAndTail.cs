using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// Schatten power sums from the leading singular values and the energy of the others: Σ x_i^{p/2} over q numbers x_i ≥ 0 with sum T,
/// at most τ², lies between its values at two extreme configurations. Proof: docs/proofs/head-and-tail.md.
/// </summary>
public static class HeadAndTail
{
    /// <summary>
    /// An enclosure of the tail's Σ σ_i^p. Undecided when p may lie on both sides of 2; outside the domain for p ≤ 0.
    /// </summary>
    /// <param name="context">Precision.</param>
    /// <param name="p">The exponent, p &gt; 0.</param>
    /// <param name="energy">T = Σ σ_i² ∈ energy, lower end ≥ 0.</param>
    /// <param name="largest">τ, an upper end of every σ_i.</param>
    /// <param name="count">q ≥ 0; values that are 0 may be counted.</param>
    public static Outcome<Interval> TailSum(IntervalContext context, Interval p, Interval energy, BigFloat largest, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(energy);
        ArgumentNullException.ThrowIfNull(largest);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        BigFloat two = BigFloat.Of(2L);
        if (p.Lower.Sign <= 0)
        {
            return p.Upper.Sign <= 0 ? Outcome<Interval>.OutsideDomain("the exponent p must be positive")
                : Outcome<Interval>.Undecided("the enclosure of the exponent p reaches down to 0");
        }

        if (p.Upper > two && p.Lower < two)
        {
            return Outcome<Interval>.Undecided("the enclosure of the exponent p has 2 inside");
        }

        if (count == 0 || energy.Upper.Sign <= 0 || largest.Sign <= 0)
        {
            return Outcome<Interval>.Of(Interval.Zero);
        }

        // No value exceeds the root of the whole energy.
        BigFloat top = BigFloat.Min(largest, BigFloat.Sqrt(energy.Upper, context.Precision, Rounding.Up));
        Interval half = context.Multiply(p, Interval.Of(0.5));
        return p.Upper <= two
            ? Equal(energy.Upper)
                .Then(upper => Concentrated(top).Map(lower => new Interval(lower.Lower, BigFloat.Max(lower.Lower, upper.Upper))))
            : Equal(energy.Lower)
                .Then(lower => Ceiling(top).Map(upper => new Interval(lower.Lower, BigFloat.Max(lower.Lower, upper.Upper))));

        Outcome<Interval> Equal(BigFloat sum)
        {
            Interval size = Interval.Of((long)count);
            return sum.Sign <= 0 ? Outcome<Interval>.Of(Interval.Zero)
                : context.Divide(Point(sum), size).Then(each => context.Pow(each, half)).Map(value => context.Multiply(size, value));
        }

        Outcome<Interval> Concentrated(BigFloat each)
        {
            if (energy.Lower.Sign <= 0)
            {
                return Outcome<Interval>.Of(Interval.Zero);
            }

            Interval square = context.Square(Point(each));
            BigFloat quotient = BigFloat.RoundToInteger(BigFloat.Divide(energy.Lower, square.Upper, context.Precision, Rounding.Down),
                Rounding.Down);
            BigInteger whole = BigInteger.Min(quotient.ToRational().Numerator, count);
            BigFloat rest = BigFloat.Max(BigFloat.Zero,
                context.Subtract(Point(energy.Lower), context.Multiply(Interval.Of(whole), square)).Lower);
            Outcome<Interval> last = rest.IsZero ? Outcome<Interval>.Of(Interval.Zero) : context.Pow(Point(rest), half);
            return last.Then(remainder => context.Pow(Point(each), p)
                .Map(value => context.Add(context.Multiply(Interval.Of(whole), value), remainder)));
        }

        Outcome<Interval> Ceiling(BigFloat each) =>
            context.Pow(Point(each), context.Subtract(p, Interval.Of(2L))).Map(value => context.Multiply(Point(energy.Upper), value));

        static Interval Point(BigFloat x) => new(x, x);
    }

    /// <summary>Σ over the head, value by value, plus the tail.</summary>
    public static Outcome<Interval> Sum(IntervalContext context, Interval p, IEnumerable<Interval> head, Interval energy, BigFloat largest,
        int count)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Aggregate(
            TailSum(context, p, energy, largest, count),
            (sum, value) => sum.Then(total => context.Pow(value, p).Map(power => context.Add(total, power))));
    }
}
