using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Gate.Judging;

/// <summary>Answers as numbers of unbounded exponent, so that values and logarithms are compared alike.</summary>
internal static class AnswerNumber
{
    private const int Precision = 160;

    private static readonly IntervalContext Context = new(Precision);

    /// <summary>The interval that the answer stands for: a point for a value, a hair for a logarithm; null with a reason otherwise.</summary>
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
            case Answer.Bounds { Lower: double lower, Upper: double upper } when !double.IsNaN(lower) && !double.IsNaN(upper) && lower <= upper:
                return Interval.Of(lower, upper);
            case Answer.Decimal { Text: string text } when Read(text) is { } decimals:
                return decimals;
            case Answer.Decimal:
                reason = "the answer is text, but not a decimal number";
                return null;
            case Answer.DecimalBounds { Lower: string lower, Upper: string upper } when Read(lower) is { } low && Read(upper) is { } high && low.Lower <= high.Upper:
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
            return Context.Of(Rational.Parse(text));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
