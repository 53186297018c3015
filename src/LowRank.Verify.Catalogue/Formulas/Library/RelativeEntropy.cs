using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// The relative entropy of two coins, kl(q‖p) = q ln(q/p) + (1 − q) ln((1 − q)/(1 − p)), and its inverse
/// p*(q, c) = sup{p in [q, 1] : kl(q‖p) ≤ c}. kl rises with p on [q, 1] and falls with q on [0, p], so p* rises with q and with c.
/// </summary>
internal static class RelativeEntropy
{
    private const int GuardBits = 32;
    private const int MostSteps = 400;

    private static readonly BigFloat Sixteen = BigFloat.Of(16L);

    /// <summary>p*(q, c) for 0 ≤ q ≤ 1, c ≥ 0.</summary>
    public static Quantity Inverse(EvaluationFrame frame, Quantity mean, Quantity budget)
    {
        IntervalContext context = frame.Context;
        Interval q = mean.Enclosure(context), c = budget.Enclosure(context);
        if (q.Upper.Sign < 0 || q.Lower > BigFloat.One || c.Upper.Sign < 0)
        {
            throw FormulaFailure.Outside("kl_inverse takes a mean in [0, 1] and a number that is at least 0");
        }

        if (q.Lower.Sign < 0 || c.Lower.Sign < 0)
        {
            throw FormulaFailure.Undecided("kl_inverse of an enclosure that reaches below 0");
        }

        // A mean in [0, 1] whose enclosure crosses 1 lies in the part below.
        BigFloat highest = BigFloat.Min(q.Upper, BigFloat.One);
        return c.Upper.IsZero && mean.Exact is not null ? mean : Quantity.Of(new Interval(
            AtPoint(q.Lower, c.Lower, context.Precision).Lower,
            AtPoint(highest, c.Upper, context.Precision).Upper));
    }

    // An enclosure of p*(q, c) for two numbers: Newton's iteration, and then ends at which the inequality is certain.
    private static Interval AtPoint(BigFloat q, BigFloat c, int precision)
    {
        IntervalContext context = new(precision + GuardBits);
        if (q >= BigFloat.One || c.IsInfinite)
        {
            return Interval.One;
        }

        if (c.IsZero)
        {
            return new Interval(q, q);
        }

        (BigFloat guess, BigFloat step) = Newton(q, c, context.Precision);
        BigFloat unit = BigFloat.Scale(guess, GuardBits / 2 - context.Precision);
        step = BigFloat.Max(step, unit);
        return new Interval(Below(context, q, c, guess, step), Above(context, q, c, guess, step));
    }

    private static BigFloat Below(IntervalContext context, BigFloat q, BigFloat c, BigFloat guess, BigFloat step)
    {
        while (true)
        {
            BigFloat p = BigFloat.Subtract(guess, step, context.Precision, Rounding.Down);
            if (p <= q)
            {
                return q;
            }

            if (p < BigFloat.One && Of(context, q, p).Upper <= c)
            {
                return p;
            }

            step = BigFloat.Multiply(step, Sixteen, context.Precision, Rounding.Up);
        }
    }

    private static BigFloat Above(IntervalContext context, BigFloat q, BigFloat c, BigFloat guess, BigFloat step)
    {
        while (true)
        {
            BigFloat p = BigFloat.Add(guess, step, context.Precision, Rounding.Up);
            if (p >= BigFloat.One)
            {
                return BigFloat.One;
            }

            if (p > q && Of(context, q, p).Lower >= c)
            {
                return p;
            }

            step = BigFloat.Multiply(step, Sixteen, context.Precision, Rounding.Up);
        }
    }

    // kl(q‖p) for numbers 0 ≤ q < p < 1.
    private static Interval Of(IntervalContext context, BigFloat q, BigFloat p)
    {
        Interval sure = context.Subtract(Logarithm(context, q), Logarithm(context, p));
        Interval tail = context.Multiply(context.Subtract(Interval.One, new Interval(q, q)), sure);
        return q.IsZero ? tail : context.Add(tail, context.Multiply(
            new Interval(q, q), context.Log(context.Divide(new Interval(q, q), new Interval(p, p)).Value).Value));
    }

    // ln(1 − x).
    private static Interval Logarithm(IntervalContext context, BigFloat x) => new(
        BigFloat.Log1p(BigFloat.Negate(x), context.Precision, Rounding.Down),
        BigFloat.Log1p(BigFloat.Negate(x), context.Precision, Rounding.Up));

    // An uncertified root and the length of the last step. In t = −ln(1 − p) the left side is convex with the slope (p − q)/p, so
    // the iteration descends from any start above the root. Two such starts: 1 − p ≥ exp(−(c + h(q))/(1 − q)) with h the entropy
    // of q, and p ≤ q + c + √(c² + 2qc), which follows from kl(q‖p) ≥ (p − q)²/(2p).
    private static (BigFloat Root, BigFloat Step) Newton(BigFloat q, BigFloat c, int bits)
    {
        const Rounding N = Rounding.Nearest;
        BigFloat one = BigFloat.One, rest = BigFloat.Subtract(one, q, bits, N);
        BigFloat lead = q.IsZero ? BigFloat.Zero : BigFloat.Multiply(q, BigFloat.Log(q, bits, N), bits, N);
        BigFloat minusEntropy = BigFloat.Add(lead, BigFloat.Multiply(rest, BigFloat.Log1p(BigFloat.Negate(q), bits, N), bits, N), bits, N);
        BigFloat t = BigFloat.Divide(BigFloat.Subtract(c, minusEntropy, bits, N), rest, bits, N);
        BigFloat root = BigFloat.Sqrt(BigFloat.Multiply(c, BigFloat.Add(c, BigFloat.Scale(q, 1), bits, N), bits, N), bits, N);
        BigFloat near = BigFloat.Add(BigFloat.Add(q, c, bits, N), root, bits, N);
        if (near < one)
        {
            t = BigFloat.Min(t, BigFloat.Negate(BigFloat.Log1p(BigFloat.Negate(near), bits, N)));
        }

        // Next to 1 the first start is as good as any.
        BigFloat p = Mean(t), step = p >= one ? BigFloat.Zero : p;
        for (int i = 0; i < MostSteps; i++)
        {
            BigFloat gap = BigFloat.Subtract(p, q, bits, N);
            if (gap.Sign <= 0 || p >= one)
            {
                break;
            }

            BigFloat value = BigFloat.Add(minusEntropy, BigFloat.Multiply(rest, t, bits, N), bits, N);
            value = q.IsZero ? value : BigFloat.Subtract(value, BigFloat.Multiply(q, BigFloat.Log(p, bits, N), bits, N), bits, N);
            BigFloat move = BigFloat.Divide(BigFloat.Multiply(BigFloat.Subtract(value, c, bits, N), p, bits, N), gap, bits, N);
            BigFloat next = BigFloat.Subtract(t, move, bits, N);
            BigFloat changed = next.Sign <= 0 ? p : Mean(next);
            step = BigFloat.Abs(BigFloat.Subtract(p, changed, bits, N));
            if (next.Sign <= 0 || move.Sign <= 0 || step.IsZero)
            {
                break;
            }

            (t, p) = (next, changed);
        }

        return (p, step);

        BigFloat Mean(BigFloat at) => BigFloat.Negate(BigFloat.Expm1(BigFloat.Negate(at), bits, N));
    }
}
