using System.Text.Json;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Cli.Tests;

/// <summary>An enclosure read back from JSON, as exact rationals.</summary>
internal sealed record Enclosed(Rational Lower, Rational Upper)
{
    public static Enclosed Read(JsonElement element) => new(
        Rational.Parse(element.GetProperty("lower").GetString()!), Rational.Parse(element.GetProperty("upper").GetString()!));

    public bool Contains(Rational value) => Lower <= value && value <= Upper;

    /// <summary>True when both ends round to the printed decimal, i.e. lie within half a unit of its last digit.</summary>
    public bool AgreesWith(string printed)
    {
        int decimals = printed.Length - printed.IndexOf('.', StringComparison.Ordinal) - 1;
        Rational half = new(1, 2 * System.Numerics.BigInteger.Pow(10, decimals)), value = Rational.Parse(printed);
        return value - half <= Lower && Upper <= value + half;
    }

    public Rational Width => Upper - Lower;
}
