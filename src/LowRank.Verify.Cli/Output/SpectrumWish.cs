using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Output;

/// <summary>What <c>spectrum</c> was asked for: digits of everything, or a width of every norm and sum.</summary>
/// <param name="Digits">Significant digits; with a width, the digits that are printed at least.</param>
/// <param name="Width">The largest width that an enclosure of a norm or sum may have; null when digits are asked for.</param>
internal sealed record SpectrumWish(int Digits, Rational? Width)
{
    private const double BitsPerDigit = 3.33;
    private const int GuardBits = 64;

    /// <summary>Digits of the working precision: those of the width, for quantities of moderate size, where one was given.</summary>
    public int WorkingDigits => Width is { } width ? Math.Max(Digits, (int)Math.Ceiling(-Math.Log10(width.ToDouble())) + 4) : Digits;

    /// <summary>The arithmetic in which quantities are evaluated.</summary>
    public IntervalContext Context => new((int)(WorkingDigits * BitsPerDigit) + GuardBits);

    /// <summary>The goal of the certificate: the singular values, and every sum that will be printed.</summary>
    public SpectrumGoal Goal(IReadOnlyList<(string Text, Rational Value)> exponents)
    {
        IntervalContext context = Context;
        Interval[] powers = [.. exponents.Where(p => p.Value.Sign > 0).Select(p => context.Of(p.Value))];
        return new SpectrumGoal(
            WorkingDigits,
            found => IsReached(found.SpectralNorm) && powers.All(p => IsReached(found.SchattenSum(context, p).Value)),
            SufficesAlone: Width is not null);
    }

    /// <summary>True when an enclosure is as narrow as was asked for.</summary>
    public bool IsReached(Interval enclosure) => Width is { } width
        ? BigFloat.Subtract(enclosure.Upper, enclosure.Lower, 64, Rounding.Up).ToRational() <= width
        : enclosure.Digits(Digits) >= Digits;
}
