using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.Operations;

/// <summary>
/// A closed interval between two doubles. Operations round outward by one unit in the last place, so the result encloses the exact one in
/// any rounding direction.
/// </summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end, at least the lower.</param>
public readonly record struct DoubleRange(double Lower, double Upper)
{
    /// <summary>True where both ends are the same number.</summary>
    public bool IsPoint => Lower == Upper;

    /// <summary>[x, x].</summary>
    public static DoubleRange Point(double value) => new(value, value);

    /// <summary>Everything within a radius of a number.</summary>
    public static DoubleRange Around(double middle, double radius) =>
        radius == 0 ? Point(middle) : new(Math.BitDecrement(middle - radius), Math.BitIncrement(middle + radius));

    /// <summary>The least range of doubles that holds an interval.</summary>
    internal static DoubleRange Of(Interval x) => new(x.LowerDouble, x.UpperDouble);

    /// <summary>The least and the largest of two numbers that were rounded to nearest or otherwise by less than one unit.</summary>
    public static DoubleRange Outward(double lower, double upper) => new(Math.BitDecrement(lower), Math.BitIncrement(upper));

    /// <summary>x + y, outward.</summary>
    public static DoubleRange operator +(DoubleRange x, DoubleRange y) => Outward(x.Lower + y.Lower, x.Upper + y.Upper);

    /// <summary>−x, exactly.</summary>
    public static DoubleRange operator -(DoubleRange x) => new(-x.Upper, -x.Lower);

    /// <summary>x − y, outward.</summary>
    public static DoubleRange operator -(DoubleRange x, DoubleRange y) => x + (-y);

    /// <summary>x·y, outward.</summary>
    public static DoubleRange operator *(DoubleRange x, DoubleRange y)
    {
        double a = x.Lower * y.Lower, b = x.Lower * y.Upper, c = x.Upper * y.Lower, d = x.Upper * y.Upper;
        return Outward(Math.Min(Math.Min(a, b), Math.Min(c, d)), Math.Max(Math.Max(a, b), Math.Max(c, d)));
    }

    /// <summary>x/y for y that keeps away from 0.</summary>
    public static DoubleRange operator /(DoubleRange x, DoubleRange y)
    {
        double a = x.Lower / y.Lower, b = x.Lower / y.Upper, c = x.Upper / y.Lower, d = x.Upper / y.Upper;
        return Outward(Math.Min(Math.Min(a, b), Math.Min(c, d)), Math.Max(Math.Max(a, b), Math.Max(c, d)));
    }

    /// <summary>|x|.</summary>
    public DoubleRange Magnitude => Lower >= 0 ? this : Upper <= 0 ? -this : new(0, Math.Max(-Lower, Upper));

    /// <summary>The least range that holds both.</summary>
    public DoubleRange Hull(DoubleRange other) => new(Math.Min(Lower, other.Lower), Math.Max(Upper, other.Upper));

    /// <summary>min(max(x, low), high), exactly.</summary>
    public DoubleRange Clamp(double low, double high) => new(Math.Clamp(Lower, low, high), Math.Clamp(Upper, low, high));

    /// <summary>A number and a radius around it that hold the range.</summary>
    public (double Middle, double Radius) ToBall()
    {
        if (IsPoint)
        {
            return (Lower, 0);
        }

        double middle = (0.5 * Lower) + (0.5 * Upper);
        return (middle, RoundingBounds.Enlarge(Math.BitIncrement(Math.Max(Upper - middle, middle - Lower))));
    }
}
