using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Generation;

/// <summary>Numbers of a declared domain, biased to its edges.</summary>
internal static class NumberGenerators
{
    private const int Tries = 6;

    /// <summary>Small integers biased to the lower end of the domain; now and then one of real size.</summary>
    public static Gen<Rational> Count(MemberDomain domain)
    {
        int low = (int)Rational.Of((domain.Lower ?? Rational.Zero).Ceiling()).ToDouble();
        if (domain.IsLowerOpen && domain.Contains(Rational.Of((BigInteger)low + 1)) && !domain.Contains(Rational.Of((BigInteger)low)))
        {
            low++;
        }

        Gen<int> numbers = Gen.Frequency(
            (3, Gen.Constant(low)),
            (6, Gen.Choose(low, low + 3)),
            (6, Gen.Choose(low, low + 12)),
            (1, Gen.Elements(49, 64, 100, 784, 1000, 60000)));
        return Inside(domain, numbers.Select(n => Rational.Of((BigInteger)n)), Rational.Of((BigInteger)low));
    }

    /// <summary>
    /// Reals: common sizes, the ends of the domain and their neighbourhoods, tiny and huge, fractions that are no double.
    /// </summary>
    public static Gen<Rational> Real(MemberDomain domain)
    {
        List<(int Weight, Gen<Rational> Generator)> choices = [];
        if (domain is { Lower: { } low, Upper: { } high })
        {
            Rational width = high - low;
            choices.Add((6, Gen.Choose(0, 16).Select(k => low + (width * new Rational(k, 16)))));
            choices.Add((6, Unit().Select(t => Exact((low + (width * Rational.Of(t))).ToDouble()))));
            choices.Add((1, Gen.Elements(1e-3, 1e-9).Select(t => Exact((low + (width * Rational.Of(t))).ToDouble()))));
            choices.Add((1, Gen.Elements(1e-3, 1e-9).Select(t => Exact((high - (width * Rational.Of(t))).ToDouble()))));
            choices.Add((1, Gen.Elements(low, high)));
        }
        else
        {
            // Without limits about a third of the numbers are negative.
            bool hasEitherSign = domain is { Lower: null, Upper: null };
            Rational start = domain.Lower ?? Rational.Zero, minusTwo = new(-2, 1);
            choices.Add((6, Gen.Choose(hasEitherSign ? -20 : 0, 40).Select(k => start + new Rational(k, 8))));
            choices.Add((6, Gen.Choose(-20, 20).Zip(Unit(), (e, t) =>
                start + Exact((hasEitherSign && 3 * t < 1 ? -1 - t : 1 + t) * Math.Pow(10, e / 10.0)))));
            choices.Add((2, Gen.Elements(Rational.One, hasEitherSign ? minusTwo : new Rational(2, 1), start, start + Rational.One)));
            choices.Add((1, Gen.Elements(1e-300, 1e-100, 1e-16, 1e-8)
                .Select(t => start.Sign == 0 ? Exact(t) : Exact((start + Rational.Of(t)).ToDouble()))));
            choices.Add((1, Gen.Elements(1e8, 1e16, 1e100, 1e150, 1e300).Select(Exact)));
        }

        choices.Add((1, Gen.Elements("1/3", "0.1", "1e-3", "7/5").Select(Rational.Parse)));
        return Inside(domain, Gen.Frequency([.. choices]), Fallback(domain));
    }

    /// <summary>A number of the open unit interval, by 30 bits.</summary>
    private static Gen<double> Unit() => Gen.Choose(1, (1 << 30) - 1).Select(k => k / (double)(1 << 30));

    private static Rational Exact(double value) => Rational.Of(value);

    private static Rational Fallback(MemberDomain domain) => domain switch
    {
        { Lower: { } low, Upper: { } high } => (low + high) / new Rational(2, 1),
        { Lower: { } low } => low + Rational.One,
        { Upper: { } high } => high - Rational.One,
        _ => Rational.One,
    };

    // FsCheck's Where would search without end in an empty domain.
    private static Gen<Rational> Inside(MemberDomain domain, Gen<Rational> numbers, Rational fallback) =>
        from candidates in numbers.ArrayOf(Tries)
        select candidates.Where(domain.Contains).Append(fallback).First();
}
