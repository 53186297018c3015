namespace LowRank.Verify.Arithmetic;

/// <content>Trigonometric functions and the normal distribution.</content>
public sealed partial class IntervalContext
{
    // Beyond this size of an argument MPFR would first have to reduce it modulo π with that many bits.
    private const long LargestPeriodicExponent = 4096;

    // Beyond 2^15 the error function is enclosed by its value there and its limit.
    private const int LargestErrorExponent = 15;

    /// <summary>sin x; [−1, 1] where |x| reaches 2^4096.</summary>
    public Interval Sin(Interval x) => Periodic(x, BigFloat.Sin, new Rational(1, 2));

    /// <summary>cos x; [−1, 1] where |x| reaches 2^4096.</summary>
    public Interval Cos(Interval x) => Periodic(x, BigFloat.Cos, Rational.Zero);

    /// <summary>erf x = 2/√π ∫₀ˣ e^(−t²) dt, increasing.</summary>
    public Interval Erf(Interval x) => new(Erf(x.Lower, Rounding.Down), Erf(x.Upper, Rounding.Up));

    /// <summary>Φ(x) = ½ erfc(−x/√2), the distribution function of the standard normal law, increasing.</summary>
    public Interval NormalDistribution(Interval x)
    {
        Interval scaled = Divide(Negate(x), Sqrt(Interval.Of(2L)).Value).Value;

        // A product, since the least positive number cannot be halved by its exponent.
        BigFloat half = BigFloat.Of(0.5);
        return new Interval(
            BigFloat.Multiply(Erfc(scaled.Upper, Rounding.Down), half, Precision, Rounding.Down),
            BigFloat.Multiply(Erfc(scaled.Lower, Rounding.Up), half, Precision, Rounding.Up));
    }

    // 1 is taken where x/π − peak is an even integer, −1 where it is an odd one; between them the function is monotone.
    private Interval Periodic(Interval x, Func<BigFloat, int, Rounding, BigFloat> function, Rational peak)
    {
        BigFloat size = BigFloat.Max(BigFloat.Abs(x.Lower), BigFloat.Abs(x.Upper));
        if (size.IsInfinite || (!size.IsZero && size.BinaryExponent > LargestPeriodicExponent))
        {
            return Interval.Of(-1, 1);
        }

        // Enough bits to place x within its period.
        IntervalContext wide = new(Precision + (size.IsZero ? 0 : (int)Math.Max(0, size.BinaryExponent)) + 8);
        Interval periods = wide.Subtract(wide.Divide(x, wide.Pi()).Value, wide.Of(peak));
        bool hasTop = ContainsInteger(wide, periods, 0), hasBottom = ContainsInteger(wide, periods, 1);
        BigFloat low = BigFloat.Min(function(x.Lower, Precision, Rounding.Down), function(x.Upper, Precision, Rounding.Down));
        BigFloat high = BigFloat.Max(function(x.Lower, Precision, Rounding.Up), function(x.Upper, Precision, Rounding.Up));
        return new Interval(hasBottom ? BigFloat.Of(-1L) : low, hasTop ? BigFloat.One : high);
    }

    // True when an integer of that parity may lie in the interval.
    private static bool ContainsInteger(IntervalContext context, Interval x, long parity)
    {
        Interval half = context.Subtract(x, Interval.Of(parity));
        BigFloat low = BigFloat.Scale(half.Lower, -1), high = BigFloat.Scale(half.Upper, -1);
        return BigFloat.RoundToInteger(high, Rounding.Down) >= BigFloat.RoundToInteger(low, Rounding.Up);
    }

    private BigFloat Erf(BigFloat x, Rounding rounding) => IsFar(x)
        ? x.Sign < 0
            ? rounding == Rounding.Down ? BigFloat.Of(-1L) : BigFloat.Erf(BigFloat.Of(-1L << LargestErrorExponent), Precision, rounding)
            : rounding == Rounding.Up ? BigFloat.One : BigFloat.Erf(BigFloat.Of(1L << LargestErrorExponent), Precision, rounding)
        : BigFloat.Erf(x, Precision, rounding);

    private BigFloat Erfc(BigFloat x, Rounding rounding) => IsFar(x)
        ? x.Sign < 0
            ? rounding == Rounding.Up ? BigFloat.Of(2L) : BigFloat.Erfc(BigFloat.Of(-1L << LargestErrorExponent), Precision, rounding)
            : rounding == Rounding.Down ? BigFloat.Zero : BigFloat.Erfc(BigFloat.Of(1L << LargestErrorExponent), Precision, rounding)
        : BigFloat.Erfc(x, Precision, rounding);

    private static bool IsFar(BigFloat x) => x.IsInfinite || (!x.IsZero && x.BinaryExponent > LargestErrorExponent);
}
