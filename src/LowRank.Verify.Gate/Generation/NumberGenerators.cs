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

    private static readonly int[] UsualCounts = [49, 64, 100, 784, 1000, 60000];
    private static readonly long[] CountsPast31 = [1L << 31, (1L << 31) + 1, 3_000_000_019, 1L << 33];
    private static readonly int[] CountsPast24 = [(1 << 24) + 1, 33_554_435, 123_456_789, 999_999_937];
    private static readonly double[] Slight = [1e-3, 1e-5, 1e-9];
    private static readonly double[] SmallShares = [1e-3, 1e-9, 1e-16, 1e-120, 1e-300];
    private static readonly double[] TinyReals = [1e-300, 1e-100, 1e-16, 1e-8, 1e-5];
    private static readonly double[] HugeReals = [1e8, 1e16, 1e30, 1e100, 1e150, 1e300];
    private static readonly string[] NoDoubles = ["1/3", "0.1", "1e-3", "7/5", "4/3"];

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
            (1, Gen.Elements(UsualCounts)));
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

    /// <summary>
    /// Numbers that a wish of the table of features (<see cref="CaseFeatures"/>) means, in whatever place of the domain; whoever asks drops
    /// those outside.
    /// </summary>
    public static IReadOnlyList<Rational> Wished(MemberType type, MemberDomain domain, string wish)
    {
        Rational low = domain.Lower ?? Rational.Zero;
        double near = low.ToDouble();
        return (type, wish) switch
        {
            (_, CaseFeatures.LowerEnd) => domain is { Lower: { } end, IsLowerOpen: false } ? [end] : [],
            (_, CaseFeatures.UpperEnd) => domain is { Upper: { } end, IsUpperOpen: false } ? [end] : [],
            (MemberType.Count, CaseFeatures.Lowest) => [LowestCount(domain)],
            (MemberType.Count, CaseFeatures.Small) => [.. Enumerable.Range(1, 12).Select(k => LowestCount(domain) + Whole(k))],
            (MemberType.Count, CaseFeatures.Usual) => [.. UsualCounts.Select(Whole)],
            // Where the domain goes on, counts beyond 2^31 show the same slips.
            (MemberType.Count, CaseFeatures.Past24) => domain.Contains(Whole(CountsPast31[0])) ? [] : [.. CountsPast24.Select(Whole)],
            (MemberType.Count, CaseFeatures.Past31) => [.. CountsPast31.Select(Whole)],
            (MemberType.Count, CaseFeatures.Past53) =>
                [.. new[] { (BigInteger.One << 53) + 1, (BigInteger.One << 54) + 3, BigInteger.One << 60 }.Select(Rational.Of)],
            (MemberType.Count, CaseFeatures.Past63) =>
                [.. new[] { (BigInteger.One << 63) + 1, (BigInteger.One << 64) + 1, BigInteger.One << 70 }.Select(Rational.Of)],
            (MemberType.Real, CaseFeatures.Negative) when domain.Lower is null || domain.Lower.Value.Sign < 0 =>
                [.. Enumerable.Range(1, 16).Select(k => domain.Lower is { } end ? end * new Rational(k, 17) : new Rational(-k, 4))],
            (MemberType.Real, CaseFeatures.Nought) when domain.Lower is null || domain.Lower.Value.Sign < 0 => [Rational.Zero],
            (_, CaseFeatures.Negative or CaseFeatures.Nought or CaseFeatures.Past63) => [],
            (_, CaseFeatures.Whole) => [Rational.One, Whole(2)],
            (_, CaseFeatures.Tiny) when domain.Upper is { } high && domain.Lower is { Sign: 0 } =>
                [.. SmallShares.Select(t => high * Exact(t))],
            (_, CaseFeatures.Tiny) when domain.Upper is { } high && domain.Lower is not null =>
                [.. Slight.Select(t => Exact((low + ((high - low) * Exact(t))).ToDouble()))],
            (_, CaseFeatures.Tiny) => [.. TinyReals.Select(t => near == 0 ? Exact(t) : Exact(near + t))],
            (_, CaseFeatures.Huge) when domain.Upper is { } high && domain.Lower is not null =>
                [.. Slight.Select(t => Exact((high - ((high - low) * Exact(t))).ToDouble()))],
            (_, CaseFeatures.Huge) => [.. HugeReals.Select(Exact)],
            (_, CaseFeatures.NoDouble) => [.. NoDoubles.Select(Rational.Parse)],
            _ => Ordinary(domain),
        };
    }

    private static Rational LowestCount(MemberDomain domain)
    {
        Rational low = Rational.Of((domain.Lower ?? Rational.Zero).Ceiling());
        return domain.IsLowerOpen && !domain.Contains(low) ? low + Rational.One : low;
    }

    private static Rational Whole(long value) => Rational.Of((BigInteger)value);

    private static Rational Whole(int value) => Whole((long)value);

    // Neither whole nor an end: k/16 of a bounded domain, up to 5 above the lower end otherwise.
    private static Rational[] Ordinary(MemberDomain domain) => domain is { Lower: { } low, Upper: { } high }
        ? [.. Enumerable.Range(1, 15).Select(k => low + ((high - low) * new Rational(k, 16)))]
        : [.. Enumerable.Range(0, 20).Select(k => (domain.Lower ?? Rational.Zero) + new Rational((2 * k) + 1, 8))];

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
