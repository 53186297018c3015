using System.Globalization;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// A number known to within a radius of the sum of two doubles: about 100 bits where nothing widens it, so that what deep networks lose to
/// the balls' forgotten correlations leaves radii that say something. With u = 2^−52 every operation adds what its roundings may cost,
/// whatever the processor's rounding direction is (sums and products by error-free transformations: Ogita, Rump and Oishi 2005).
/// </summary>
/// <param name="High">The larger part; infinite only where the rest is 0.</param>
/// <param name="Low">The smaller part.</param>
/// <param name="Radius">The most that the number is away from High + Low.</param>
internal readonly record struct Ball(double High, double Low, double Radius)
{
    private const double Unit = RoundingBounds.Unit;

    // Above this the error of a product is no subnormal number.
    private const double LeastExact = 1e-280;

    private static readonly IntervalContext Context = new(160);

    /// <summary>True where the number is exactly <see cref="High"/>.</summary>
    public bool IsPoint => Low == 0 && Radius == 0;

    /// <summary>At most the number.</summary>
    public double Lower => IsPoint ? High
        : Math.BitDecrement(Math.BitDecrement((High + (Low - Radius)) - (2 * Unit * (Math.Abs(Low) + Radius))));

    /// <summary>At least the number.</summary>
    public double Upper => IsPoint ? High
        : Math.BitIncrement(Math.BitIncrement((High + (Low + Radius)) + (2 * Unit * (Math.Abs(Low) + Radius))));

    /// <summary>Doubles that enclose the number.</summary>
    public DoubleRange Range => new(Lower, Upper);

    /// <summary>|x|.</summary>
    public Ball Magnitude => Lower >= 0 ? this : Upper <= 0 ? -this : Of(Range.Magnitude);

    public static Ball Point(double value) => new(value, 0, 0);

    public static Ball Of(DoubleRange range)
    {
        (double middle, double radius) = range.ToBall();
        return new(middle, 0, radius);
    }

    public static Ball operator -(Ball x) => new(-x.High, -x.Low, x.Radius);

    public static Ball operator -(Ball x, Ball y) => x + (-y);

    public static Ball operator +(Ball x, Ball y)
    {
        if (x is { High: 0, IsPoint: true })
        {
            return y;
        }

        if (y is { High: 0, IsPoint: true })
        {
            return x;
        }

        double high = x.High + y.High;
        if (double.IsInfinity(high))
        {
            return new(high, 0, 0);
        }

        double part = high - x.High, error = (x.High - (high - part)) + (y.High - part);
        if (error == 0 && x.IsPoint && y.IsPoint)
        {
            return Point(high);
        }

        return Sum(high, x.Low + y.Low + error, x.Radius + y.Radius
            + (4 * Unit * (Math.Abs(x.Low) + Math.Abs(y.Low) + Math.Abs(error))));
    }

    public static Ball operator *(Ball x, Ball y)
    {
        if (x is { High: 0, IsPoint: true } || y is { High: 0, IsPoint: true })
        {
            return default;
        }

        double high = x.High * y.High;
        if (double.IsInfinity(high))
        {
            return new(high, 0, x.Radius + y.Radius); // refused later unless both are points
        }

        double error = Math.FusedMultiplyAdd(x.High, y.High, -high), first = x.High * y.Low, second = x.Low * y.High;
        if (error == 0 && x.IsPoint && y.IsPoint && Math.Abs(high) > LeastExact)
        {
            return Point(high);
        }

        double radius = (Size(x) * y.Radius) + (Size(y) * x.Radius) + (x.Radius * y.Radius) + Math.Abs(x.Low * y.Low)
            + (4 * Unit * (Math.Abs(error) + Math.Abs(first) + Math.Abs(second))) + BallTensor.Subnormal;
        return Sum(high, error + first + second, radius);
    }

    /// <summary>x/y; y keeps away from 0.</summary>
    /// <exception cref="GraphDomainException">It may be 0.</exception>
    public static Ball operator /(Ball x, Ball y)
    {
        double least = (Math.Abs(y.High) - Math.Abs(y.Low) - y.Radius) * (1 - (8 * Unit));
        if (least <= 0)
        {
            throw new GraphDomainException("a division by a number that is not known to differ from 0");
        }

        if (x is { High: 0, IsPoint: true } || double.IsInfinity(x.High))
        {
            return double.IsInfinity(x.High) ? new(x.High / y.High, 0, 0) : x;
        }

        // x − q·y to first order, divided again; what remains of it is bounded and not lost.
        double q = x.High / y.High, rest = Math.FusedMultiplyAdd(-q, y.High, x.High), low = q * y.Low;
        if (rest == 0 && x.IsPoint && y.IsPoint && Math.Abs(x.High) > LeastExact)
        {
            return Point(q);
        }

        double residual = rest + x.Low - low, further = residual / y.High;
        double missed = (4 * Unit * (Math.Abs(rest) + Math.Abs(x.Low) + Math.Abs(low) + Math.Abs(residual))) + Math.Abs(further * y.Low)
            + BallTensor.Subnormal;
        return Sum(q, further, (x.Radius + ((Math.Abs(q) + Math.Abs(further)) * y.Radius) + missed) / least);
    }

    /// <summary>The three numbers, for messages.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:R} + {Low:R} ± {Radius:R}");

    /// <summary>x², never negative.</summary>
    public Ball Squared() => NotNegative(this * this);

    /// <summary>The number where it is known not to be negative.</summary>
    public static Ball NotNegative(Ball x) => x.Lower >= 0 ? x : Of(new DoubleRange(0, Math.Max(0, x.Upper)));

    /// <summary>A function given by interval arithmetic at 160 bits.</summary>
    public Ball By(Func<IntervalContext, Interval, Interval> function)
    {
        Interval x = Context.Add(Interval.Of(High), Interval.Of(Low));
        return From(function(Context, Radius == 0 ? x : Context.Add(x, Interval.Of(-Radius, Radius))));
    }

    /// <summary>The ball around an interval.</summary>
    public static Ball From(Interval value)
    {
        double high = (0.5 * value.LowerDouble) + (0.5 * value.UpperDouble);
        if (!double.IsFinite(high))
        {
            return new(high, 0, double.PositiveInfinity);
        }

        Interval rest = Context.Subtract(value, Interval.Of(high));
        DoubleRange part = new(rest.LowerDouble, rest.UpperDouble);
        (double low, double radius) = part.ToBall();
        return low == 0 && radius == 0 ? Point(high) : Sum(high, low, radius);
    }

    private static double Size(Ball x) => Math.Abs(x.High) + Math.Abs(x.Low);

    private static Ball Sum(double high, double low, double radius)
    {
        double sum = high + low, part = sum - high, rest = (high - (sum - part)) + (low - part);
        return new(sum, rest, RoundingBounds.Enlarge(radius + (8 * Unit * Unit * Math.Abs(sum))) + double.Epsilon);
    }
}
