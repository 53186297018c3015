using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Documents;

/// <summary>An interval that contains the exact value.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end.</param>
[Description("An interval that contains the exact value.")]
internal sealed record Enclosure(
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string Lower,
    [property: Description(Enclosure.DecimalMeaning), RegularExpression(Enclosure.DecimalPattern)] string Upper) : ResultPart
{
    public const string DecimalMeaning = "A decimal number; ends of enclosures are rounded outward.";

    public const string DecimalPattern = @"^-?(\d+(\.\d+)?(e-?\d+)?|inf)$";

    /// <summary>An enclosure to so many digits and a few more, so that rounding outward costs none of them.</summary>
    public static Enclosure Of(Interval interval, int digits) =>
        new(interval.LowerDecimal(digits + EnclosureFormat.Spare), interval.UpperDecimal(digits + EnclosureFormat.Spare));

    public static Enclosure? OrNull(Interval? interval, int digits) => interval is null ? null : Of(interval, digits);
}

/// <summary>An integer known to lie in a range.</summary>
/// <param name="Lower">The least that it may be.</param>
/// <param name="Upper">The most.</param>
[Description("An integer known to lie in a range.")]
internal sealed record Bracket(int Lower, int Upper)
{
    public static Bracket? Of(IntegerBracket? bracket) => bracket is { } known ? new(known.Lower, known.Upper) : null;
}
