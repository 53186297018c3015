using System.Globalization;
using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Judging;

/// <summary>Answers as numbers of unbounded exponent, so that values and logarithms are compared alike.</summary>
internal static class AnswerNumber
{
    private const int Precision = 160;

    // Longer text is read by its leading digits, far more than the precision holds.
    private const int LongText = 1000;
    private const int LeadingDigits = 100;

    private static readonly IntervalContext Context = new(Precision);

    /// <summary>
    /// The interval that the answer stands for: a point for a value, a hair for a logarithm; null with a reason otherwise.
    /// </summary>
    public static Interval? Of(Answer answer, out string? reason)
    {
        reason = null;
        switch (answer)
        {
            case Answer.Value { Number: double number } when double.IsFinite(number):
                return Interval.Of(number);
            case Answer.Value { Number: double number }:
                reason = $"the answer is {(double.IsNaN(number) ? "NaN" : "infinite")}; beyond the range of doubles answer with log10";
                return null;
            case Answer.Log10 { Exponent: double exponent } when double.IsFinite(exponent):
                BigFloat ten = BigFloat.Of(10L), power = BigFloat.Of(exponent);
                return new Interval(
                    BigFloat.Pow(ten, power, Precision, Rounding.Down),
                    BigFloat.Pow(ten, power, Precision, Rounding.Up));
            case Answer.Log10 { Exponent: double exponent } when double.IsNegativeInfinity(exponent):
                return Interval.Zero;
            case Answer.Log10:
                reason = "the logarithm is NaN or +infinity";
                return null;
            case Answer.Bounds { Lower: double lower, Upper: double upper } when !double.IsNaN(lower) && !double.IsNaN(upper)
                && lower <= upper:
                return Interval.Of(lower, upper);
            case Answer.Decimal { Text: string text } when Read(text) is { } decimals:
                return decimals;
            case Answer.Decimal:
                reason = $"the answer is text, but not a decimal number with an exponent within ±{Rational.MaximumDecimalExponent}";
                return null;
            case Answer.DecimalBounds { Lower: string lower, Upper: string upper } when Read(lower) is { } low && Read(upper) is { } high
                && low.Lower <= high.Upper:
                return new Interval(low.Lower, high.Upper);
            case Answer.Bounds or Answer.DecimalBounds:
                reason = "the lower end of the answer exceeds its upper end, or one is no number";
                return null;
            default:
                reason = "a number was expected here";
                return null;
        }
    }

    // The exact value, or a hair around it.
    private static Interval? Read(string text)
    {
        try
        {
            return text.Length > LongText ? Shortened(text.AsSpan().Trim()) : Context.Of(Rational.Parse(text));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // Between its leading digits and one more in the last of them: a million digits must not cost a fraction of that size.
    private static Interval? Shortened(ReadOnlySpan<char> text)
    {
        int mark = text.IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = mark < 0 ? text : text[..mark];
        bool isNegative = mantissa.StartsWith("-", StringComparison.Ordinal);
        mantissa = mantissa[(isNegative || mantissa.StartsWith("+", StringComparison.Ordinal) ? 1 : 0)..];
        int point = mantissa.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? mantissa : mantissa[..point], decimals = point < 0 ? [] : mantissa[(point + 1)..];
        long exponent = 0;
        if (whole.Length + decimals.Length == 0
            || whole.ContainsAnyExceptInRange('0', '9')
            || decimals.ContainsAnyExceptInRange('0', '9')
            || (mark >= 0 && !long.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            || Math.Abs(exponent) > Rational.MaximumDecimalExponent)
        {
            return null;
        }

        string digits = string.Concat(whole, decimals).TrimStart('0');
        if (digits.Length <= LeadingDigits)
        {
            return digits.Length == 0 ? Interval.Zero
                : Context.Of(Rational.Parse($"{(isNegative ? "-" : string.Empty)}{digits}{Power(exponent - decimals.Length)}"));
        }

        BigInteger leading = BigInteger.Parse(digits.AsSpan(0, LeadingDigits), CultureInfo.InvariantCulture);
        string power = Power(exponent - decimals.Length + digits.Length - LeadingDigits);
        Interval low = Context.Of(Rational.Parse($"{leading}{power}")), high = Context.Of(Rational.Parse($"{leading + 1}{power}"));
        return isNegative ? new Interval(BigFloat.Negate(high.Upper), BigFloat.Negate(low.Lower)) : new Interval(low.Lower, high.Upper);
    }

    private static string Power(long exponent) => string.Create(CultureInfo.InvariantCulture, $"e{exponent}");
}
