using System.Globalization;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Output;

/// <summary>Enclosures as decimal strings, the ends rounded outward.</summary>
internal static class EnclosureFormat
{
    /// <summary>Decimals carried beyond the digits asked for, so that rounding outward costs none of them.</summary>
    private const int Spare = 3;

    public static JsonObject Json(Interval enclosure, int digits) => new()
    {
        ["lower"] = enclosure.LowerDecimal(digits + Spare),
        ["upper"] = enclosure.UpperDecimal(digits + Spare),
    };

    public static JsonObject? JsonOrNull(Interval? enclosure, int digits) => enclosure is null ? null : Json(enclosure, digits);

    public static JsonObject Json(IntegerBracket bracket) => new() { ["lower"] = bracket.Lower, ["upper"] = bracket.Upper };

    /// <summary>For people: no more decimals than the enclosure determines, and <see cref="Spare"/> beyond.</summary>
    public static string Text(Interval enclosure, int digits)
    {
        int shown = enclosure.Digits(digits) + Spare;
        string lower = enclosure.LowerDecimal(shown), upper = enclosure.UpperDecimal(shown);
        return lower == upper ? lower : $"[{lower}, {upper}]";
    }

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Short(double value) => value.ToString("g3", CultureInfo.InvariantCulture);
}
