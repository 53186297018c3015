using System.Numerics;
using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// ζ(s, a) = Σ_{k≥0} (a + k)^{−s} for s &gt; 1, a &gt; 0, by Euler–Maclaurin: with x = a + N,
/// ζ(s, a) = Σ_{k&lt;N} (a + k)^{−s} + x^{1−s}/(s − 1) + x^{−s}/2 + Σ_{j≤M} B_{2j}/(2j)!·s(s+1)…(s+2j−2)·x^{1−s−2j} + R.
/// The derivatives of t ↦ t^{−s} alternate in sign, so R lies between 0 and the term j = M + 1.
/// </summary>
internal static class HurwitzZeta
{
    private const int MostCorrections = 64;

    // More bits than this are not computed: about a hundred digits, whatever precision other parts of a formula ask for.
    private const int MostBits = 384;

    private static readonly Lazy<Rational[]> Coefficients = new(ComputeCoefficients);

    /// <summary>ζ(s, a).</summary>
    public static Quantity Of(EvaluationFrame frame, Quantity exponent, Quantity shift)
    {
        IntervalContext context = frame.Context.Precision <= MostBits ? frame.Context : new IntervalContext(MostBits);
        Interval s = exponent.Enclosure(context), a = shift.Enclosure(context);
        Demand(s, BigFloat.One, "the first argument of hurwitz_zeta must exceed 1");
        Demand(a, BigFloat.Zero, "the second argument of hurwitz_zeta must be positive");
        int corrections = Math.Min(MostCorrections, 8 + (context.Precision / 6));
        int terms = 8 + (context.Precision / 4);
        Interval negative = IntervalContext.Negate(s), sum = Interval.Zero;
        for (int k = 0; k < terms; k++)
        {
            frame.Step();
            sum = context.Add(sum, Power(context, context.Add(a, Interval.Of((long)k)), negative));
        }

        Interval x = context.Add(a, Interval.Of((long)terms)), power = Power(context, x, negative);
        sum = context.Add(sum, Quotient(context, context.Multiply(power, x), context.Subtract(s, Interval.One)));
        sum = context.Add(sum, context.Multiply(power, Interval.Of(0.5)));
        Interval square = context.Multiply(x, x), factor = Quotient(context, context.Multiply(power, s), x);
        for (int j = 1; j <= corrections; j++)
        {
            sum = context.Add(sum, context.Multiply(context.Of(Coefficients.Value[j - 1]), factor));
            Interval rise = context.Multiply(context.Add(s, Interval.Of((2L * j) - 1)), context.Add(s, Interval.Of(2L * j)));
            factor = Quotient(context, context.Multiply(factor, rise), square);
        }

        Interval omitted = context.Multiply(context.Of(Coefficients.Value[corrections]), factor);
        return Quantity.Of(context.Add(sum, omitted.Hull(Interval.Zero)));
    }

    private static void Demand(Interval x, BigFloat above, string reason)
    {
        if (x.Lower <= above)
        {
            throw x.Upper <= above ? FormulaFailure.Outside(reason)
                : FormulaFailure.Undecided(reason + ", and its enclosure does not tell");
        }
    }

    private static Interval Power(IntervalContext context, Interval x, Interval exponent) =>
        context.Exp(context.Multiply(exponent, context.Log(x).Value));

    private static Interval Quotient(IntervalContext context, Interval x, Interval y) => context.Divide(x, y).Value;

    // B_{2j}/(2j)! for j = 1, 2, …: from t/(e^t − 1) = Σ b_k t^k follows b_0 = 1 and Σ_{k≤n} b_k/(n + 1 − k)! = 0 for n ≥ 1.
    private static Rational[] ComputeCoefficients()
    {
        int last = 2 * (MostCorrections + 1);
        BigInteger[] factorial = new BigInteger[last + 2];
        factorial[0] = BigInteger.One;
        for (int k = 1; k < factorial.Length; k++)
        {
            factorial[k] = factorial[k - 1] * k;
        }

        Rational[] b = new Rational[last + 1];
        b[0] = Rational.One;
        for (int n = 1; n <= last; n++)
        {
            Rational sum = Rational.Zero;
            for (int k = 0; k < n; k += k is 0 ? 1 : k is 1 ? 1 : 2)
            {
                sum += b[k] * new Rational(BigInteger.One, factorial[n + 1 - k]);
            }

            b[n] = n > 1 && n % 2 == 1 ? Rational.Zero : -sum;
        }

        return [.. Enumerable.Range(1, MostCorrections + 1).Select(j => b[2 * j])];
    }
}
