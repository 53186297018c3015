using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Evaluation;

/// <summary>A real number under evaluation: exactly rational, or known by an enclosure.</summary>
internal sealed class Quantity
{
    private const int SmallIntegers = 256;

    private static readonly Quantity[] Integers = [.. Enumerable.Range(0, SmallIntegers)
        .Select(i => new Quantity(Rational.Of(new BigInteger(i)), null))];

    private readonly Interval? enclosure;
    private Rounded? cache;

    private Quantity(Rational? exact, Interval? enclosure, Series? series = null)
    {
        Exact = exact;
        this.enclosure = enclosure;
        Series = series;
    }

    /// <summary>The value, where it is carried exactly.</summary>
    public Rational? Exact { get; }

    /// <summary>Taylor coefficients, for a function of the variable of an integral.</summary>
    public Series? Series { get; }

    /// <summary>A function of the variable of an integral.</summary>
    public static Quantity Of(Series value) => new(null, null, value);

    /// <summary>An exact number.</summary>
    public static Quantity Of(Rational value) => new(value, null);

    /// <summary>An exact integer.</summary>
    public static Quantity Of(long value) =>
        value is >= 0 and < SmallIntegers ? Integers[value] : new(Rational.Of(new BigInteger(value)), null);

    /// <summary>A number known by an enclosure.</summary>
    public static Quantity Of(Interval value) => new(null, value);

    /// <summary>An enclosure at the context's precision; remembered for the last precision asked for.</summary>
    public Interval Enclosure(IntervalContext context)
    {
        if (Series is not null)
        {
            throw FormulaFailure.Outside("the integrand uses a function that is not evaluated on the variable of an integral");
        }

        if (enclosure is not null)
        {
            return enclosure;
        }

        Rounded? known = cache;
        if (known?.Precision != context.Precision)
        {
            Rational value = Exact!.Value;
            bool isShort = value.IsInteger && value.Numerator.GetBitLength() <= context.Precision;
            cache = known = new Rounded(context.Precision, isShort ? Interval.Of(value.Numerator) : context.Of(value));
        }

        return known.Value;
    }

    /// <summary>The number as an exact integer.</summary>
    /// <exception cref="FormulaFailure">It is not one, or beyond the range of indices.</exception>
    public long ToInteger(string what) => Exact is { IsInteger: true } value && value.Numerator.GetBitLength() < 62
        ? (long)value.Numerator
        : throw FormulaFailure.Outside(Exact is { IsInteger: true } ? $"{what} is beyond the range of integers that count something"
            : $"{what} is not an integer");

    private sealed record Rounded(int Precision, Interval Value);
}
