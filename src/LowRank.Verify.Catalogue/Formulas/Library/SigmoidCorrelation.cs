using System.Collections.Concurrent;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// E[s(u) s(v)] for the logistic function s(x) = 1/(1 + e^−x) and standard normal u, v with correlation ρ, |ρ| ≤ 1, enclosed: by
/// Mehler's series Σ_j a_j² ρ^j, its coefficients by the trapezoidal rule on a strip. Proof: docs/proofs/sigmoid-correlation.md.
/// </summary>
public sealed class SigmoidCorrelation
{
    /// <summary>Precision in bits beyond which the coefficients are not computed: about 95 digits at ρ = ±1.</summary>
    public const int MaximumPrecision = 384;

    private const int MinimumPrecision = 128;

    // The tail is brought below 2^(64 − precision): the number of coefficients grows with the square of that exponent.
    private const int TailBits = 64;
    private const int GuardBits = 48;

    // Constants of mathematics, computed once for each precision.
    private static readonly ConcurrentDictionary<int, Lazy<SigmoidCorrelation>> Known = new();

    private readonly Interval[] squares;

    private SigmoidCorrelation(int precision)
    {
        IntervalContext context = new(precision + GuardBits);
        double nats = precision * Math.Log(2);
        double root = (((precision - TailBits) * Math.Log(2)) + 8) / (2 * Math.PI);
        int count = Math.Max(8, (int)Math.Ceiling(root * root / 2));
        squares = Squares(context, nats, count);
        Interval all = context.Subtract(context.Of(new Rational(1, 4)), Opposite(context, nats));
        BigFloat left = context.Subtract(all, context.Sum(squares)).Upper;
        Tail = BigFloat.Max(left, BigFloat.Zero);
    }

    /// <summary>Number of odd coefficients computed: a_1, a_3, …, a_{2·Count − 1}.</summary>
    public int Count => squares.Length;

    /// <summary>An upper bound of Σ a_j² over the coefficients that are not computed.</summary>
    public BigFloat Tail { get; }

    /// <summary>The series for a working precision; computed once, at most for <see cref="MaximumPrecision"/>.</summary>
    public static SigmoidCorrelation AtPrecision(int precision)
    {
        int step = Math.Clamp((precision + 63) / 64 * 64, MinimumPrecision, MaximumPrecision);
        return Known.GetOrAdd(step, bits => new Lazy<SigmoidCorrelation>(() => new SigmoidCorrelation(bits))).Value;
    }

    /// <summary>a_j² for an odd j below 2·<see cref="Count"/>.</summary>
    public Interval Square(int j) => j % 2 == 1 && j / 2 < squares.Length
        ? squares[j / 2]
        : throw new ArgumentOutOfRangeException(nameof(j), j, "An odd index of a computed coefficient is needed.");

    /// <summary>The value at ρ. Outside the domain when |ρ| &gt; 1; undecided when ρ reaches beyond [−1, 1].</summary>
    public Outcome<Interval> Evaluate(IntervalContext context, Interval rho)
    {
        Interval size = IntervalContext.Abs(rho);
        if (size.Upper > BigFloat.One)
        {
            return size.Lower > BigFloat.One
                ? Outcome<Interval>.OutsideDomain("a correlation outside [-1, 1]")
                : Outcome<Interval>.Undecided("a correlation whose enclosure reaches beyond [-1, 1]");
        }

        Interval square = context.Square(rho), sum = Interval.Zero;
        for (int i = squares.Length - 1; i >= 0; i--)
        {
            sum = context.Add(context.Multiply(sum, square), squares[i]);
        }

        Interval power = context.Pow(size, (2L * squares.Length) + 1).Value;
        BigFloat rest = context.Multiply(power, new Interval(Tail, Tail)).Upper;
        Interval beyond = new(rho.Lower.Sign < 0 ? BigFloat.Negate(rest) : BigFloat.Zero, rho.Upper.Sign > 0 ? rest : BigFloat.Zero);
        Interval odd = context.Add(context.Multiply(rho, sum), beyond);
        return Outcome<Interval>.Of(context.Add(context.Of(new Rational(1, 4)), odd));
    }

    // a_1², a_3², …: with t = k/q the powers t^j are k^j/q^j, and the division by q^j waits for the end.
    private static Interval[] Squares(IntervalContext context, double nats, int count)
    {
        int last = (2 * count) - 1;
        long q = (long)Math.Ceiling((nats + 12) / Math.PI);
        long end = (long)Math.Ceiling(q * (Math.Sqrt(last) + Math.Sqrt(nats) + 1));
        Interval pi = context.Pi(), step = context.Of(new Rational(1, q));
        Interval[] sums = new Interval[count];
        Array.Fill(sums, Interval.Zero);
        for (long k = 1; k <= end; k++)
        {
            Interval t = context.Of(new Rational(k, q));
            Interval gauss = context.Exp(IntervalContext.Negate(Interval.Scale(context.Square(t), -1)));
            Interval term = context.Divide(context.Multiply(Interval.Of(k), gauss), context.Sinh(context.Multiply(pi, t))).Value;
            Interval square = Interval.Of(k * k);
            for (int i = 0; i < count; i++)
            {
                sums[i] = context.Add(sums[i], term);
                term = context.Multiply(term, square);
            }
        }

        // f_1(0) = 1/π counts half; the other f_j vanish at 0.
        sums[0] = context.Add(sums[0], context.Divide(Interval.Of(q), context.Multiply(Interval.Of(2L), pi)).Value);
        Interval scale = step, squaredStep = context.Square(step), factorial = Interval.One, lastNode = context.Of(new Rational(end, q));
        Interval discretisation = context.Divide(Interval.One,
            context.Subtract(context.Exp(context.Multiply(pi, Interval.Of(q))), Interval.One)).Value;
        Interval[] result = new Interval[count];
        for (int i = 0; i < count; i++)
        {
            int j = (2 * i) + 1;
            scale = i == 0 ? scale : context.Multiply(scale, squaredStep);
            factorial = i == 0 ? factorial : context.Multiply(factorial, Interval.Of((long)j * (j - 1)));
            Interval sum = context.Multiply(context.Multiply(step, scale), sums[i]);
            BigFloat error = context.Multiply(StripIntegral(context, j), discretisation).Upper;
            BigFloat missing = EndOfSum(context, lastNode, j).Upper;
            Interval moment = new(
                BigFloat.Max(BigFloat.Zero, BigFloat.Subtract(sum.Lower, error, context.Precision, Rounding.Down)),
                BigFloat.Add(BigFloat.Add(sum.Upper, error, context.Precision, Rounding.Up), missing, context.Precision, Rounding.Up));
            result[i] = context.Divide(context.Square(moment), factorial).Value;
        }

        return result;
    }

    // 6 e^{1/8 + π − 1/2} √(2π) e^{g(s₀) + g'(s₀)²/2}, s₀ near the maximum of g.
    private static Interval StripIntegral(IntervalContext context, int j)
    {
        const double Slope = Math.PI - 1;
        Interval s = Interval.Of((Math.Sqrt((Slope * Slope) + (4.0 * j)) - Slope) / 2);
        Interval slope = context.Subtract(context.Pi(), Interval.One), index = Interval.Of((long)j);
        Interval g = context.Subtract(
            context.Multiply(index, context.Log(s).Value),
            context.Add(Interval.Scale(context.Square(s), -1), context.Multiply(slope, s)));
        Interval derivative = context.Subtract(context.Divide(index, s).Value, context.Add(s, slope));
        Interval exponent = context.Add(context.Add(g, Interval.Scale(context.Square(derivative), -1)),
            context.Subtract(context.Pi(), Interval.Of(0.375)));
        return context.Multiply(
            context.Multiply(Interval.Of(6L), context.Sqrt(context.Multiply(Interval.Of(2L), context.Pi())).Value),
            context.Exp(exponent));
    }

    // T^j e^{−T²/2 − πT}.
    private static Interval EndOfSum(IntervalContext context, Interval t, int j) => context.Multiply(
        context.Pow(t, j).Value,
        context.Exp(IntervalContext.Negate(context.Add(Interval.Scale(context.Square(t), -1), context.Multiply(context.Pi(), t)))));

    // E[s(g) s(−g)] = E[1/(2(1 + cosh g))].
    private static Interval Opposite(IntervalContext context, double nats)
    {
        long q = (long)Math.Ceiling((nats + 12) / (Math.PI * Math.PI));
        long end = (long)Math.Ceiling(q * (Math.Sqrt(2 * nats) + 2));
        Interval sum = context.Of(new Rational(1, 4));
        for (long k = 1; k <= end; k++)
        {
            Interval x = context.Of(new Rational(k, q));
            Interval gauss = context.Exp(IntervalContext.Negate(Interval.Scale(context.Square(x), -1)));
            sum = context.Add(sum, context.Divide(gauss, context.Add(Interval.One, context.Cosh(x))).Value);
        }

        Interval normal = context.Sqrt(context.Multiply(Interval.Of(2L), context.Pi())).Value;
        Interval value = context.Divide(sum, context.Multiply(normal, Interval.Of(q))).Value;
        Interval squaredPi = context.Square(context.Pi());
        Interval bound = context.Divide(
            context.Multiply(Interval.Of(2L), context.Exp(Interval.Scale(Interval.Scale(Interval.Scale(squaredPi, -1), -1), -1))),
            context.Subtract(context.Exp(context.Multiply(squaredPi, Interval.Of(q))), Interval.One)).Value;
        Interval last = context.Of(new Rational(end, q));
        BigFloat error = bound.Upper, missing = context.Exp(IntervalContext.Negate(Interval.Scale(context.Square(last), -1))).Upper;
        return new Interval(
            BigFloat.Subtract(value.Lower, error, context.Precision, Rounding.Down),
            BigFloat.Add(BigFloat.Add(value.Upper, error, context.Precision, Rounding.Up), missing, context.Precision, Rounding.Up));
    }
}
