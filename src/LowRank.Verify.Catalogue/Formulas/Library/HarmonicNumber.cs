using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// H_n = 1 + 1/2 + … + 1/n, the sum over 1 ≤ m ≤ n. Short sums are exact; longer ones are ψ(n + 1) + γ with the digamma function ψ and
/// Euler's constant γ, both correctly rounded by MPFR, so that n may be as large as can be written down.
/// </summary>
internal static class HarmonicNumber
{
    private const int LongestSum = 64;

    /// <summary>H_n.</summary>
    public static Quantity Of(EvaluationFrame frame, Quantity n)
    {
        IntervalContext context = frame.Context;
        if (n.Exact is { } exact)
        {
            return !exact.IsInteger || exact.Sign < 0 ? throw FormulaFailure.Outside("harmonic takes an integer that is at least 0")
                : exact.Numerator <= LongestSum ? Quantity.Of(Sum((int)exact.Numerator))
                : Quantity.Of(Between(context, n.Enclosure(context)));
        }

        // An integer known by an enclosure: H does not decrease.
        Interval whole = new(
            BigFloat.RoundToInteger(n.Enclosure(context).Lower, Rounding.Down),
            BigFloat.RoundToInteger(n.Enclosure(context).Upper, Rounding.Up));
        return whole.Upper.Sign < 0 ? throw FormulaFailure.Outside("harmonic takes an integer that is at least 0")
            : whole.Lower.Sign < 0 ? throw FormulaFailure.Undecided("harmonic of an enclosure that reaches below 0")
            : Quantity.Of(Between(context, whole));
    }

    private static Interval Between(IntervalContext context, Interval n)
    {
        BigFloat lower = BigFloat.Add(n.Lower, BigFloat.One, n.Lower.Precision + 1, Rounding.Down);
        BigFloat upper = BigFloat.Add(n.Upper, BigFloat.One, n.Upper.Precision + 1, Rounding.Up);
        Interval digamma = new(
            BigFloat.Digamma(lower, context.Precision, Rounding.Down),
            BigFloat.Digamma(upper, context.Precision, Rounding.Up));
        Interval euler = new(BigFloat.Euler(context.Precision, Rounding.Down), BigFloat.Euler(context.Precision, Rounding.Up));
        return IntervalContext.Max(Interval.Zero, context.Add(digamma, euler));
    }

    private static Rational Sum(int n)
    {
        Rational sum = Rational.Zero;
        for (int m = 1; m <= n; m++)
        {
            sum += new Rational(BigInteger.One, m);
        }

        return sum;
    }
}
