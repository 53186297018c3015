using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Output;

/// <summary>Enclosures as decimal strings, the ends rounded outward.</summary>
internal static class EnclosureFormat
{
    /// <summary>Decimals carried beyond the digits asked for, so that rounding outward costs none of them.</summary>
    public const int Spare = 3;

    /// <summary>Decimals after the point that a double holds of a number from 1 to 10.</summary>
    private const int MostDecimals = 15;

    /// <summary>2^52: doubles from here on are integers.</summary>
    private const double NoFraction = 4503599627370496;

    /// <summary>For people: no more decimals than the enclosure determines, and <see cref="Spare"/> beyond.</summary>
    public static string Text(Interval enclosure, int digits)
    {
        int shown = enclosure.Digits(digits) + Spare;
        string lower = enclosure.LowerDecimal(shown), upper = enclosure.UpperDecimal(shown);
        return lower == upper ? lower : $"[{lower}, {upper}]";
    }

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>10^x as a decimal such as 1.2e-400, with the digits that the double x determines.</summary>
    public static string PowerOfTen(double x)
    {
        if (Math.Abs(x) >= NoFraction)
        {
            return $"10^{Number(x)}"; // the exponent itself is rounded
        }

        // x is known to half an ulp at best, so 10^x to ln 10 times that, relatively.
        int decimals = Math.Clamp((int)Math.Floor(-Math.Log10(Math.BitIncrement(Math.Abs(x)) - Math.Abs(x))), 0, MostDecimals);
        double exponent = Math.Floor(x);
        string mantissa = Math.Pow(10, x - exponent)
            .ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (mantissa.StartsWith("10", StringComparison.Ordinal))
        {
            (mantissa, exponent) = ("1", exponent + 1);
        }

        string shown = mantissa.Contains('.', StringComparison.Ordinal) ? mantissa.TrimEnd('0').TrimEnd('.') : mantissa;
        return $"{shown}e{exponent.ToString("F0", CultureInfo.InvariantCulture)}";
    }

    public static string Short(double value) => value.ToString("g3", CultureInfo.InvariantCulture);
}
