using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Gate.Generation;

/// <summary>Numbers that are easier to read than a given one: 1, 0, small integers, halves, fewer digits.</summary>
internal static class SimplerNumbers
{
    /// <summary>Candidates, the boldest first, each simpler than <paramref name="value"/>, so that shrinking ends.</summary>
    public static IEnumerable<Rational> Of(Rational value)
    {
        Rational two = new Rational(2, 1);
        List<Rational> candidates = [Rational.One, Rational.Zero, two, new Rational(3, 1), Rational.One / two, Rational.Of(value.Floor()),
            Rational.Of(value.Ceiling())];
        if (value.IsInteger)
        {
            candidates.AddRange(Powers(value).Where(power => power.IsInteger));
            candidates.Add(Rational.Of((value / two).Floor()));
            candidates.Add(value - Rational.One);
        }
        else
        {
            Rational scaled = value * new Rational(8, 1);
            candidates.Add(Rational.Of(scaled.Floor()) / new Rational(8, 1));
            candidates.AddRange(Powers(value));
        }

        return candidates.Distinct().Where(c => Complexity(c).CompareTo(Complexity(value)) < 0);
    }

    // The nearest power of two, and on from it towards 1 by halves, quarters and single steps, so that a threshold shows.
    private static IEnumerable<Rational> Powers(Rational value)
    {
        double rough = Math.Abs(value.ToDouble());
        if (!double.IsFinite(rough) || rough == 0)
        {
            return [];
        }

        int exponent = (int)Math.Round(Math.Log2(rough));
        return new[] { exponent / 2, exponent - (exponent / 4), exponent - Math.Sign(exponent), exponent }
            .Select(e => Rational.Of(double.ScaleB(1, e)));
    }

    private static (long Bits, BigInteger Size) Complexity(Rational x) =>
        x == Rational.One ? (0, BigInteger.Zero)
        : x.Sign == 0 ? (1, BigInteger.Zero)
        : (1 + x.Numerator.GetBitLength() + (2 * x.Denominator.GetBitLength()), BigInteger.Abs(x.Numerator));
}
