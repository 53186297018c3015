using System.Globalization;

namespace LowRank.Verify.Cli.Output;

/// <summary>Measured numbers for people: a few significant digits.</summary>
internal static class ShortNumber
{
    public static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Percent with one decimal.</summary>
    public static string Percent(double share) => Hundredths(share) + " %";

    /// <summary>The number of percent with one decimal, for a column whose head says so.</summary>
    public static string Hundredths(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture);
}
