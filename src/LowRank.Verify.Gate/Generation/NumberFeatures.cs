using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Generation;

/// <summary>Which values of the axis of a member a number is: an end of the domain, of usual size, beyond 2^53, tiny, ….</summary>
internal static class NumberFeatures
{
    private static readonly Rational Past24 = Rational.Of(BigInteger.One << 24), Past31 = Rational.Of(BigInteger.One << 31),
        Past53 = Rational.Of(BigInteger.One << 53), Past63 = Rational.Of(BigInteger.One << 63),
        Near = new(1, 1000), Large = new(100_000_000, 1), Usual = new(49, 1);

    /// <summary>The values, at least one.</summary>
    public static IEnumerable<string> Of(MemberType type, MemberDomain domain, Rational number)
    {
        bool isLowest = domain.Lower is { } low && (number == low || (type == MemberType.Count && number <= low + Rational.One
            && (domain.IsLowerOpen || number == low)));
        if (isLowest)
        {
            yield return type == MemberType.Count ? CaseFeatures.Lowest : CaseFeatures.LowerEnd;
        }

        if (domain.Upper == number)
        {
            yield return CaseFeatures.UpperEnd;
        }

        if (type == MemberType.Count)
        {
            if (!isLowest)
            {
                yield return number > Past63 ? CaseFeatures.Past63 : number > Past53 ? CaseFeatures.Past53
                    : number >= Past31 ? CaseFeatures.Past31
                    : number > Past24 && domain.Upper is { } top && top < Past31 ? CaseFeatures.Past24
                    : number >= Usual ? CaseFeatures.Usual : CaseFeatures.Small;
            }

            yield break;
        }

        if (domain.Lower is not { Sign: >= 0 } && number.Sign <= 0)
        {
            yield return number.Sign < 0 ? CaseFeatures.Negative : CaseFeatures.Nought;
        }

        if (Rational.Of(Finite(number.ToDouble())) != number)
        {
            yield return CaseFeatures.NoDouble;
        }

        bool isWhole = number == Rational.One || number == new Rational(2, 1), isEnd = domain.Lower == number || domain.Upper == number;
        if (isWhole)
        {
            yield return CaseFeatures.Whole;
        }

        bool isTiny = !isEnd && IsTiny(domain, number), isHuge = !isEnd && IsHuge(domain, number);
        if (isTiny)
        {
            yield return CaseFeatures.Tiny;
        }

        if (isHuge)
        {
            yield return CaseFeatures.Huge;
        }

        if (!isWhole && !isEnd && !isTiny && !isHuge)
        {
            yield return CaseFeatures.Ordinary;
        }
    }

    private static bool IsTiny(MemberDomain domain, Rational number) => domain is { Lower: { } low, Upper: { } high }
        ? number - low <= (high - low) * Near : Rational.Abs(number - (domain.Lower ?? Rational.Zero)) <= Near;

    private static bool IsHuge(MemberDomain domain, Rational number) => domain is { Lower: { } low, Upper: { } high }
        ? high - number <= (high - low) * Near : Rational.Abs(number) >= Large;

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
