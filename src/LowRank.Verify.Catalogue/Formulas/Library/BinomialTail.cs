using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// The inverse of a lower tail of the binomial law: p*(k, n, c) = sup{p in [0, 1] : P(Bin(n, p) ≤ k) ≥ e^(−c)}. For k below n the tail
/// F(p) falls from 1 to 0, so p* is the root of ln F(p) + c; it rises with k and with c. For c below ln 2 the other tail is taken:
/// p*(k, n, c) = 1 − p*(n − k − 1, n, −ln(1 − e^(−c))).
/// </summary>
internal static class BinomialTail
{
    private const long MostTrials = 1_000_000_000;
    private const int GuardBits = 48;
    private const int MostSteps = 200;

    private static readonly BigFloat Sixteen = BigFloat.Of(16L);
    private static readonly BigFloat Half = BigFloat.Of(0.5);

    /// <summary>p*(k, n, c) for integers 0 ≤ k ≤ n, 1 ≤ n ≤ 10^9, and c ≥ 0.</summary>
    public static Quantity Inverse(EvaluationFrame frame, Quantity successes, Quantity trials, Quantity budget)
    {
        long k = successes.ToInteger("the number of successes of binomial_inverse"),
            n = trials.ToInteger("the number of trials of binomial_inverse");
        Interval c = budget.Enclosure(frame.Context);
        if (k < 0 || k > n || n < 1 || n > MostTrials || c.Upper.Sign < 0)
        {
            throw FormulaFailure.Outside(
                "binomial_inverse takes integers 0 <= k <= n with n from 1 to 10^9, and a number that is at least 0");
        }

        if (c.Lower.Sign < 0)
        {
            throw FormulaFailure.Undecided("binomial_inverse of an enclosure that reaches below 0");
        }

        int precision = frame.Context.Precision;
        return k == n ? Quantity.Of(Interval.One) : Quantity.Of(new Interval(
            AtPoint(k, n, c.Lower, precision).Lower, AtPoint(k, n, c.Upper, precision).Upper));
    }

    private static Interval AtPoint(long k, long n, BigFloat c, int precision)
    {
        if (c.IsZero || c.IsInfinite)
        {
            return c.IsZero ? Interval.Zero : Interval.One;
        }

        IntervalContext context = new(precision + GuardBits);
        if (k == 0)
        {
            return OfNone(context, n, new Interval(c, c));
        }

        if (c > Half)
        {
            return Root(new Tail(context, k, n), c);
        }

        Interval chance = AtNegative(BigFloat.Exp, new Interval(c, c), context),
            other = IntervalContext.Negate(AtNegative(BigFloat.Log1p, chance, context));
        Interval missed = k == n - 1 ? OfNone(context, n, other) : new Interval(
            Root(new Tail(context, n - k - 1, n), other.Lower).Lower, Root(new Tail(context, n - k - 1, n), other.Upper).Upper);
        return context.Subtract(Interval.One, missed);
    }

    // k = 0: (1 − p)^n = e^(−c).
    private static Interval OfNone(IntervalContext context, long n, Interval c) =>
        IntervalContext.Negate(AtNegative(BigFloat.Expm1, context.Divide(c, Interval.Of(n)).Value, context));

    // f(−x) of an increasing f.
    private static Interval AtNegative(Func<BigFloat, int, Rounding, BigFloat> f, Interval x, IntervalContext context) => new(
        f(BigFloat.Negate(x.Upper), context.Precision, Rounding.Down), f(BigFloat.Negate(x.Lower), context.Precision, Rounding.Up));

    // ln F is concave and falls, so Newton's iteration descends from any start above the root, such as Chernoff's.
    private static Interval Root(Tail tail, BigFloat c)
    {
        IntervalContext context = tail.Context;
        int bits = context.Precision;
        BigFloat p = tail.Start(c), step = p;
        for (int i = 0; i < MostSteps; i++)
        {
            (Interval value, Interval slope) = tail.At(p);
            BigFloat excess = BigFloat.Add(value.Lower, c, bits, Rounding.Nearest);
            BigFloat next = BigFloat.Subtract(p, BigFloat.Divide(excess, slope.Lower, bits, Rounding.Nearest), bits, Rounding.Nearest);
            if (!(next > BigFloat.Zero && next < p))
            {
                break;
            }

            (step, p) = (BigFloat.Subtract(p, next, bits, Rounding.Up), next);
            if (step <= BigFloat.Scale(BigFloat.Min(p, BigFloat.Subtract(BigFloat.One, p, bits, Rounding.Down)), (GuardBits / 2) - bits))
            {
                break;
            }
        }

        // The last step bounds nothing by itself: the ends are where the inequality is certain.
        step = BigFloat.Scale(BigFloat.Min(p, BigFloat.Subtract(BigFloat.One, p, bits, Rounding.Up)), (GuardBits / 2) - bits);
        return new Interval(End(tail, c, p, step, isUpper: false), End(tail, c, p, step, isUpper: true));
    }

    private static BigFloat End(Tail tail, BigFloat c, BigFloat guess, BigFloat step, bool isUpper)
    {
        int bits = tail.Context.Precision;
        BigFloat goal = BigFloat.Negate(c);
        while (true)
        {
            BigFloat p = isUpper ? BigFloat.Add(guess, step, bits, Rounding.Up) : BigFloat.Subtract(guess, step, bits, Rounding.Down);
            if (p >= BigFloat.One || p.Sign <= 0)
            {
                return isUpper ? BigFloat.One : BigFloat.Zero;
            }

            Interval value = tail.At(p).Value;
            if (isUpper ? value.Upper <= goal : value.Lower >= goal)
            {
                return p;
            }

            step = BigFloat.Multiply(step, Sixteen, bits, Rounding.Up);
        }
    }

    /// <summary>ln F(p) and its derivative for fixed 1 ≤ k &lt; n.</summary>
    private sealed class Tail(IntervalContext context, long k, long n)
    {
        private readonly Interval choose = context.Subtract(Factorial(context, n),
            context.Add(Factorial(context, k), Factorial(context, n - k)));

        public IntervalContext Context => context;

        /// <summary>
        /// A number above the root: e^(−c) ≤ F(p) ≤ e^(−n kl(k/n‖p)) and kl(q‖p) ≥ (p − q)²/(2p), or ≥ −(1 − q) ln(1 − p) − ln 2.
        /// </summary>
        public BigFloat Start(BigFloat c)
        {
            const Rounding Up = Rounding.Up;
            int bits = context.Precision;
            BigFloat trials = BigFloat.Of(n), q = BigFloat.Divide(BigFloat.Of(k), trials, bits, Up),
                b = BigFloat.Divide(c, trials, bits, Up);
            BigFloat root = BigFloat.Sqrt(BigFloat.Multiply(b, BigFloat.Add(b, BigFloat.Scale(q, 1), bits, Up), bits, Up), bits, Up);
            BigFloat near = BigFloat.Add(BigFloat.Add(q, b, bits, Up), root, bits, Up);
            BigFloat size = BigFloat.Divide(BigFloat.Add(BigFloat.Multiply(trials, BigFloat.Of(0.6931471805599454), bits, Up), c, bits, Up),
                BigFloat.Of(n - k), bits, Up);
            BigFloat far = BigFloat.Negate(BigFloat.Expm1(BigFloat.Negate(size), bits + 64, Rounding.Down));
            BigFloat start = BigFloat.Min(near, far);
            return start < BigFloat.One ? start : BigFloat.Subtract(BigFloat.One, BigFloat.Scale(BigFloat.One, -bits), bits, Rounding.Down);
        }

        /// <summary>
        /// F(p) = t_k S with t_j = C(n, j) p^j (1 − p)^(n−j) and S = 1 + r_k + r_k r_(k−1) + …,
        /// r_j = t_(j−1)/t_j = j(1 − p)/((n − j + 1)p).
        /// The ratios fall with j, so after a term t the rest is at most t r/(1 − r). (ln F)′ = −(n − k)/((1 − p) S).
        /// </summary>
        public (Interval Value, Interval Slope) At(BigFloat p)
        {
            Interval at = new(p, p), left = context.Subtract(Interval.One, at), odds = context.Divide(left, at).Value;
            Interval sum = Interval.One, term = Interval.One;
            for (long j = k; j > 0; j--)
            {
                Interval ratio = context.Divide(context.Multiply(odds, Interval.Of(j)), Interval.Of(n - j + 1)).Value;
                if (ratio.Upper < BigFloat.One
                    && context.Divide(context.Multiply(term, ratio), context.Subtract(Interval.One, ratio)).Value is { } rest
                    && (rest.Upper.IsZero || rest.Upper <= BigFloat.Scale(sum.Lower, -context.Precision)))
                {
                    sum = context.Add(sum, new Interval(BigFloat.Zero, rest.Upper));
                    break;
                }

                term = context.Multiply(term, ratio);
                sum = context.Add(sum, term);
            }

            Interval logs = context.Add(
                context.Multiply(Interval.Of(k), context.Log(at).Value),
                context.Multiply(Interval.Of(n - k), new Interval(
                    BigFloat.Log1p(BigFloat.Negate(p), context.Precision, Rounding.Down),
                    BigFloat.Log1p(BigFloat.Negate(p), context.Precision, Rounding.Up))));
            Interval value = context.Add(context.Add(choose, logs), context.Log(sum).Value);
            return (value, IntervalContext.Negate(context.Divide(Interval.Of(n - k), context.Multiply(left, sum)).Value));
        }

        // ln x!
        private static Interval Factorial(IntervalContext context, long x) => new(
            BigFloat.LogGamma(BigFloat.Of(x + 1), context.Precision, Rounding.Down),
            BigFloat.LogGamma(BigFloat.Of(x + 1), context.Precision, Rounding.Up));
    }
}
