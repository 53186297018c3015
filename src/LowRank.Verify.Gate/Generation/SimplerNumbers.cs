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
            candidates.Add(Rational.Of((value / two).Floor()));
            candidates.Add(value - Rational.One);
        }
        else
        {
            Rational scaled = value * new Rational(8, 1);
            candidates.Add(Rational.Of(scaled.Floor()) / new Rational(8, 1));
            double rough = value.ToDouble();
            if (double.IsFinite(rough) && rough != 0)
            {
                candidates.Add(Rational.Of(Math.Pow(2, Math.Round(Math.Log2(Math.Abs(rough))))));
            }
        }

        return candidates.Distinct().Where(c => Complexity(c).CompareTo(Complexity(value)) < 0);
    }

    private static (long Bits, BigInteger Size) Complexity(Rational x) =>
        x == Rational.One ? (0, BigInteger.Zero)
        : x.Sign == 0 ? (1, BigInteger.Zero)
        : (1 + x.Numerator.GetBitLength() + (2 * x.Denominator.GetBitLength()), BigInteger.Abs(x.Numerator));
}
