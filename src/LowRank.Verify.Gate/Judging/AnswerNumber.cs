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

    // Exponents that are computed as fractions, and the characters of one; larger ones are powers of ten in floating point.
    private const int SmallExponent = 2000;
    private const int ShortExponent = 4;

    // Far beyond what MPFR can represent, and small enough to add to.
    private const long LargestExponent = 1_000_000_000_000_000_000;

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
                reason = $"the answer is {(double.IsNaN(number) ? "NaN" : "infinite")}";
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
                reason = "the answer is text, but not a decimal number";
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
            ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
            int mark = trimmed.IndexOfAny('e', 'E');
            return trimmed.Length > LongText || (mark >= 0 && trimmed.Length - mark - 1 > ShortExponent)
                ? Shortened(trimmed) : Context.Of(Rational.Parse(text));
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
            || (mark >= 0 && !TryExponent(text[(mark + 1)..], out exponent)))
        {
            return null;
        }

        string digits = string.Concat(whole, decimals).TrimStart('0');
        if (digits.Length <= LeadingDigits)
        {
            return digits.Length == 0 ? Interval.Zero
                : Signed(Scaled(BigInteger.Parse(digits, CultureInfo.InvariantCulture), exponent - decimals.Length), isNegative);
        }

        BigInteger leading = BigInteger.Parse(digits.AsSpan(0, LeadingDigits), CultureInfo.InvariantCulture);
        long power = exponent - decimals.Length + digits.Length - LeadingDigits;
        return Signed(new Interval(Scaled(leading, power).Lower, Scaled(leading + 1, power).Upper), isNegative);
    }

    // digits·10^power; beyond the exponents of MPFR between its largest number and infinity, or between 0 and its smallest.
    private static Interval Scaled(BigInteger digits, long power)
    {
        if (Math.Abs(power) <= SmallExponent)
        {
            return Context.Of(Rational.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}e{power}")));
        }

        BigFloat ten = BigFloat.Of(10L), factor = BigFloat.Of(digits);
        return new Interval(
            BigFloat.Multiply(factor, BigFloat.Pow(ten, power, Precision, Rounding.Down), Precision, Rounding.Down),
            BigFloat.Multiply(factor, BigFloat.Pow(ten, power, Precision, Rounding.Up), Precision, Rounding.Up));
    }

    private static Interval Signed(Interval size, bool isNegative) =>
        isNegative ? new Interval(BigFloat.Negate(size.Upper), BigFloat.Negate(size.Lower)) : size;

    private static bool TryExponent(ReadOnlySpan<char> text, out long exponent)
    {
        bool isNegative = text.StartsWith("-", StringComparison.Ordinal);
        ReadOnlySpan<char> digits = text[(isNegative || text.StartsWith("+", StringComparison.Ordinal) ? 1 : 0)..];
        exponent = 0;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        digits = digits.TrimStart('0');
        exponent = digits.IsEmpty ? 0
            : digits.Length > 18 ? LargestExponent
            : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        exponent = isNegative ? -exponent : exponent;
        return true;
    }
}
