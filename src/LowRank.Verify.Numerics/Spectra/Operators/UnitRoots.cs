using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra.Operators;

/// <summary>
/// exp(2πi·k/n), k = 0 … n − 1, as doubles, and a proven limit of their error. The angle is brought into the first octant in integers;
/// there cosine and sine are enclosed by their Taylor sums, whose terms alternate and fall, so that the sum lies between consecutive
/// partial sums. Multiples of a quarter turn are exact.
/// </summary>
internal sealed class UnitRoots
{
    private const int Precision = Bits.Square;
    private static readonly IntervalContext Context = new(Precision);

    public UnitRoots(int count)
    {
        Count = count;
        Cosines = new double[count];
        Sines = new double[count];
        for (int k = 0; k < count; k++)
        {
            (Interval cosine, Interval sine) = Enclose(k, count);
            Cosines[k] = Rounded(cosine);
            Sines[k] = Rounded(sine);
        }
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>cos(2πk/n).</summary>
    public double[] Cosines { get; }

    /// <summary>sin(2πk/n).</summary>
    public double[] Sines { get; }

    /// <summary>No entry of the two tables is farther than this from the number that it stands for; 0 if all are exact.</summary>
    public double Error { get; private set; }

    /// <summary>Enclosures of cosine and sine of 2πk/n, 0 ≤ k &lt; n.</summary>
    public static (Interval Cosine, Interval Sine) Enclose(int k, int n)
    {
        // 8k = octant·n + rest; an odd octant is seen from its end.
        long octant = 8L * k / n, rest = (8L * k) - (octant * n);
        long within = octant % 2 == 0 ? rest : n - rest;
        Interval angle = Context.Divide(Context.Multiply(Context.Pi(), Interval.Of(within)), Interval.Of(4L * n)).Value;
        (Interval c, Interval s) = within == 0 ? (Interval.One, Interval.Zero) : (Taylor(angle, first: 0), Taylor(angle, first: 1));
        Interval minusC = IntervalContext.Negate(c), minusS = IntervalContext.Negate(s);
        return octant switch
        {
            0 => (c, s),
            1 => (s, c),
            2 => (minusS, c),
            3 => (minusC, s),
            4 => (minusC, minusS),
            5 => (minusS, minusC),
            6 => (s, minusC),
            _ => (c, minusS),
        };
    }

    // Σ (−1)^i x^(2i + first)/(2i + first)! for 0 < x < 1.
    private static Interval Taylor(Interval x, int first)
    {
        Interval square = Context.Square(x), term = first == 0 ? Interval.One : x, sum = term;
        for (int i = first + 2; ; i += 2)
        {
            term = IntervalContext.Negate(Context.Divide(Context.Multiply(term, square), Interval.Of((long)i * (i - 1))).Value);
            Interval next = Context.Add(sum, term);
            if (IntervalContext.Abs(term).Upper < BigFloat.Scale(BigFloat.One, -Precision))
            {
                return sum.Hull(next);
            }

            sum = next;
        }
    }

    private double Rounded(Interval value)
    {
        double nearest = value.Midpoint;
        BigFloat middle = BigFloat.Of(nearest);
        BigFloat above = BigFloat.Subtract(value.Upper, middle, Precision, Rounding.Up),
            below = BigFloat.Subtract(middle, value.Lower, Precision, Rounding.Up);
        Error = Math.Max(Error, BigFloat.Max(BigFloat.Zero, BigFloat.Max(above, below)).ToDouble(Rounding.Up));
        return nearest;
    }
}
