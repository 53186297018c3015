using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// The rules of Taylor coefficients, in intervals. With u = Σ u_k t^k and so on: the product by convolution; a = u/v from a·v = u;
/// a = u^q from u·a' = q·u'·a; a = e^u from a' = a·u'; a = ln u from u·a' = u'. A result knows as many coefficients as all its
/// arguments; where a function has no derivatives on the range of its argument, only the values remain.
/// </summary>
/// <param name="context">The interval arithmetic.</param>
internal sealed class SeriesArithmetic(IntervalContext context)
{
    /// <summary>u + v.</summary>
    public Series Add(Series u, Series v) => Of(Math.Min(u.Count, v.Count), (k, _) => context.Add(u[k], v[k]));

    /// <summary>u + c.</summary>
    public Series Add(Series u, Interval c) => Of(u.Count, (k, _) => k == 0 ? context.Add(u[0], c) : u[k]);

    /// <summary>−u.</summary>
    public static Series Negate(Series u) => Of(u.Count, (k, _) => IntervalContext.Negate(u[k]));

    /// <summary>c·u.</summary>
    public Series Multiply(Series u, Interval c) => Of(u.Count, (k, _) => context.Multiply(u[k], c));

    /// <summary>u·v.</summary>
    public Series Multiply(Series u, Series v) =>
        Of(Math.Min(u.Count, v.Count), (k, _) => Sum(0, k, j => context.Multiply(u[j], v[k - j])));

    /// <summary>u/v.</summary>
    public Series Divide(Series u, Series v) => Of(Math.Min(u.Count, v.Count), (k, a) =>
        Need(context.Divide(context.Subtract(u[k], Sum(1, k, j => context.Multiply(v[j], a[k - j]))), v[0])));

    /// <summary>c/v.</summary>
    public Series Divide(Interval c, Series v) => Of(v.Count, (k, a) => k == 0
        ? Need(context.Divide(c, v[0]))
        : Need(context.Divide(IntervalContext.Negate(Sum(1, k, j => context.Multiply(v[j], a[k - j]))), v[0])));

    /// <summary>√u.</summary>
    public Series Sqrt(Series u) => Power(u, context.Parse("1/2"), Need(context.Sqrt(u[0])));

    /// <summary>u^q for a number q.</summary>
    public Series Power(Series u, Interval q) => Power(u, q, Need(context.Pow(u[0], q)));

    /// <summary>u^n; for a base that may vanish by repeated products.</summary>
    public Series Power(Series u, long n)
    {
        const long MostProducts = 64;
        if (u[0].Lower.Sign > 0 || u.Count == 1 || n is <= 0 or > MostProducts)
        {
            return Power(u, Interval.Of(n), Need(context.Pow(u[0], n)));
        }

        Series power = u;
        for (long i = 1; i < n; i++)
        {
            power = Multiply(power, u);
        }

        return power;
    }

    /// <summary>u^v = e^(v ln u).</summary>
    public Series Power(Series u, Series v) => Exp(Multiply(v, Log(u)));

    /// <summary>e^u.</summary>
    public Series Exp(Series u)
    {
        Interval[] weighted = Weighted(u);
        return Of(u.Count, (k, a) => k == 0 ? context.Exp(u[0]) : Over(Sum(1, k, j => context.Multiply(weighted[j], a[k - j])), k));
    }

    /// <summary>ln u.</summary>
    public Series Log(Series u)
    {
        Interval[] weighted = new Interval[u.Count];
        return Of(u.Count, (k, a) =>
        {
            Interval coefficient = k == 0
                ? Need(context.Log(u[0]))
                : Need(context.Divide(context.Subtract(u[k], Over(Sum(1, k - 1, j => context.Multiply(weighted[j], u[k - j])), k)), u[0]));
            weighted[k] = context.Multiply(Interval.Of(k), coefficient);
            return coefficient;
        });
    }

    /// <summary>|u|.</summary>
    public static Series Abs(Series u) => u[0].Lower.Sign >= 0 ? u
        : u[0].Upper.Sign <= 0 ? Negate(u)
        : Series.OfValues(IntervalContext.Abs(u[0]));

    /// <summary>min(u, v): one of them where the ranges tell which, otherwise values alone.</summary>
    public static Series Min(Series u, Series v) => u[0].Upper <= v[0].Lower ? u
        : v[0].Upper <= u[0].Lower ? v
        : Series.OfValues(IntervalContext.Min(u[0], v[0]));

    /// <summary>max(u, v): one of them where the ranges tell which, otherwise values alone.</summary>
    public static Series Max(Series u, Series v) => u[0].Lower >= v[0].Upper ? u
        : v[0].Lower >= u[0].Upper ? v
        : Series.OfValues(IntervalContext.Max(u[0], v[0]));

    // k u₀ a_k = Σ_{j=1..k} (q j − (k − j)) u_j a_{k−j}.
    private Series Power(Series u, Interval q, Interval value)
    {
        int count = u[0].Lower.Sign > 0 ? u.Count : 1;
        Interval[] integers = [.. Enumerable.Range(0, count).Select(j => Interval.Of(j))];
        Interval[] multiples = [.. integers.Select(j => context.Multiply(q, j))];
        return Of(count, (k, a) => k == 0 ? value : Need(context.Divide(
            Sum(1, k, j => context.Multiply(context.Multiply(context.Subtract(multiples[j], integers[k - j]), u[j]), a[k - j])),
            context.Multiply(integers[k], u[0]))));
    }

    // The coefficients of t·u'.
    private Interval[] Weighted(Series u) => [.. Enumerable.Range(0, u.Count).Select(j => context.Multiply(Interval.Of(j), u[j]))];

    private Interval Over(Interval x, int k) => Need(context.Divide(x, Interval.Of(k)));

    private Interval Sum(int from, int to, Func<int, Interval> term)
    {
        Interval sum = Interval.Zero;
        for (int j = from; j <= to; j++)
        {
            Interval next = term(j);
            sum = next.IsPoint && next.Lower.IsZero ? sum : context.Add(sum, next);
        }

        return sum;
    }

    private static Series Of(int count, Func<int, Interval[], Interval> coefficient)
    {
        Interval[] a = new Interval[count];
        for (int k = 0; k < count; k++)
        {
            a[k] = coefficient(k, a);
        }

        return new Series(a);
    }

    private static Interval Need(Outcome<Interval> outcome) =>
        outcome.IsEnclosed ? outcome.Value : throw new FormulaFailure(outcome.Status, outcome.Reason);
}
