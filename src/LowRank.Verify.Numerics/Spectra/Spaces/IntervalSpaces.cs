using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Spaces;

/// <summary>
/// What a small matrix J (m×p, entries known by enclosures) does to vectors r of length m through its left singular vectors:
/// projections at a cutoff and gradient descent on ½‖J θ + r‖², enclosed. Proof: docs/proofs/spaces-in-intervals.md, whose symbols
/// the code uses.
/// </summary>
public sealed class IntervalSpaces
{
    /// <summary>Most rows that are decomposed.</summary>
    public const int MaximumRows = 128;

    // Rows up to which a singular value that may equal the cutoff is settled in rational arithmetic.
    private const int MaximumExactRows = 12;

    private readonly IntervalContext context;
    private readonly IntervalMatrix j;
    private readonly IntervalMatrix q;
    private readonly IntervalMatrix image;
    private readonly BigFloat[] d;
    private readonly Interval size;
    private readonly BigFloat slack;
    private readonly BigFloat delta;
    private readonly BigFloat epsilon;

    private IntervalSpaces(IntervalContext context, IntervalMatrix j, IntervalMatrix q, IntervalMatrix image, BigFloat[] d, Interval size,
        BigFloat slack, BigFloat delta, BigFloat epsilon)
    {
        this.slack = slack;
        this.image = image;
        this.size = size;
        this.context = context;
        this.j = j;
        this.q = q;
        this.d = d;
        this.delta = delta;
        this.epsilon = epsilon;
    }

    /// <summary>Decomposes J. Undecided when the rotations leave vectors that are not nearly orthogonal.</summary>
    /// <param name="context">The arithmetic.</param>
    /// <param name="j">The matrix.</param>
    /// <param name="backward">Everything that is said holds for all matrices within this multiple of ‖J‖_F of J, as well as for singular
    /// vectors orthogonal up to it; 0 for J itself.</param>
    /// <exception cref="InputException">J has more than <see cref="MaximumRows"/> rows.</exception>
    public static Outcome<IntervalSpaces> Of(IntervalContext context, IntervalMatrix j, BigFloat? backward = null)
    {
        if (j.Rows > MaximumRows)
        {
            throw new InputException($"a matrix of {j.Rows} rows is not split by this route; it takes at most {MaximumRows}");
        }

        IntervalMatrix transposed = j.Transpose();
        BigFloat[][] vectors = SymmetricJacobi.Vectors(transposed.Gram(context), context.Precision);
        IntervalMatrix q = IntervalMatrix.From(j.Rows, j.Rows, (i, s) => new Interval(vectors[s][i], vectors[s][i]));
        BigFloat slack = backward ?? BigFloat.Zero;
        Interval defect = context.Add(Point(Norm(context, q.Gram(context), s => Interval.One)), Point(slack));
        if (defect.Upper > BigFloat.Of(0.25))
        {
            return Outcome<IntervalSpaces>.Undecided("the proposed singular vectors are not nearly orthogonal");
        }

        IntervalMatrix image = transposed.Times(context, q), h = image.Gram(context);
        BigFloat[] d = [.. Enumerable.Range(0, j.Rows)
            .Select(s => BigFloat.Max(BigFloat.Zero, SymmetricJacobi.Middle(h[s, s], context.Precision)))];
        Interval squared = j.SquaredFrobenius(context), moved = Point(slack);
        Interval twist = context.Multiply(context.Add(context.Add(defect, defect), context.Square(defect)),
            context.Sqrt(h.SquaredFrobenius(context)).Value);
        Interval perturbed = context.Multiply(context.Add(Interval.Scale(moved, 1), context.Square(moved)), squared);
        BigFloat epsilon = context.Add(context.Add(Point(Norm(context, h, s => Point(d[s]))), twist), perturbed).Upper;
        Interval size = context.Multiply(context.Sqrt(squared).Value, context.Add(Interval.One, moved));
        return Outcome<IntervalSpaces>.Of(new IntervalSpaces(context, j, q, image, d, size, slack, defect.Upper, epsilon));
    }

    /// <summary>Enclosures of λ_s², in no order.</summary>
    public IReadOnlyList<Interval> SquaredSingularValues => [.. d.Select(x => new Interval(BigFloat.Max(BigFloat.Zero, Down(x)), Up(x)))];

    /// <summary>
    /// The parts of r at the cutoff α &gt; 0. Undecided where a singular value cannot be told from α. One that equals α is settled, as
    /// information, when J and α are exact and J has few rows.
    /// </summary>
    /// <param name="r">The vector.</param>
    /// <param name="alpha">The cutoff.</param>
    /// <param name="exactAlpha">Its exact value, if known.</param>
    public Outcome<SpaceSplit<Interval>> At(IReadOnlyList<Interval> r, Interval alpha, Rational? exactAlpha)
    {
        Interval cut = context.Square(alpha);
        bool[] isInformation = [.. d.Select(x => Down(x) >= cut.Upper)];
        int[] open = [.. Enumerable.Range(0, d.Length).Where(s => !isInformation[s] && Up(d[s]) >= cut.Lower)];
        if (open.Length > 0)
        {
            if (exactAlpha is not { } exact || CountEqualTo(exact) != open.Length)
            {
                return Outcome<SpaceSplit<Interval>>.Undecided(
                    $"{open.Length} of {d.Length} singular values cannot be told from the cutoff; the nearest squared one lies in "
                    + $"{SquaredSingularValues[open[0]]}");
            }

            foreach (int s in open)
            {
                isInformation[s] = true;
            }
        }

        int[] information = [.. Enumerable.Range(0, d.Length).Where(s => isInformation[s])],
            nuisance = [.. Enumerable.Range(0, d.Length).Where(s => !isInformation[s])];
        BigFloat a = information.Select(s => Down(d[s])).Aggregate(BigFloat.PositiveInfinity, BigFloat.Min);
        BigFloat b = nuisance.Select(s => Up(d[s])).Aggregate(BigFloat.Zero, BigFloat.Max);
        if (information.Length > 0 && (a.Sign <= 0 || (nuisance.Length > 0 && b >= a)))
        {
            return Outcome<SpaceSplit<Interval>>.Undecided("the enclosures of the singular values on both sides of the cutoff overlap");
        }

        bool isSplit = information.Length > 0 && nuisance.Length > 0;
        Interval error = Magnitude(epsilon), theta = isSplit
            ? context.Divide(error, context.Subtract(Point(a), Point(b))).Value
            : Interval.Zero;
        Interval[] c = Coefficients(r);
        Interval norm = Norm(r), twist = Interval.Scale(Magnitude(delta), 1), turned = context.Add(theta, twist);
        Interval inverse = context.Sqrt(context.Divide(Interval.One, information.Length == 0 ? Interval.One : Point(a)).Value).Value;
        Interval cubed = context.Multiply(context.Square(inverse), inverse);
        Interval inverseError = context.Add(Interval.Scale(context.Multiply(error, cubed), -1),
            context.Multiply(Interval.Scale(turned, 1), inverse));
        Interval PartOf(int[] places, Func<int, Interval> weight, Interval deviation) => places.Length == 0
            ? context.Multiply(Magnitude(slack), norm)
            : NonNegative(Widen(Norm([.. places.Select(s => context.Multiply(weight(s), c[s]))]), context.Multiply(deviation, norm)));

        Interval[] kept = [.. c.Select((x, s) => isInformation[s] ? Interval.Zero : x)];
        Interval imageNorm = nuisance.Length == 0
            ? context.Multiply(Magnitude(slack), context.Multiply(size, norm))
            : NonNegative(Widen(Norm(image.Times(context, kept)),
                context.Multiply(context.Multiply(size, context.Add(turned, twist)), norm)));
        return Outcome<SpaceSplit<Interval>>.Of(new SpaceSplit<Interval>(
            information.Length,
            norm,
            nuisance.Length == 0 ? norm : PartOf(information, _ => Interval.One, turned),
            information.Length == 0 ? norm : PartOf(nuisance, _ => Interval.One, turned),
            PartOf(information, s => context.Sqrt(context.Divide(Interval.One, Point(d[s])).Value).Value, inverseError),
            imageNorm));
    }

    /// <summary>r_τ = (I − η J Jᵀ)^τ r.</summary>
    public Interval[] Decayed(IReadOnlyList<Interval> r, Interval eta, long steps)
    {
        Interval[] c = Coefficients(r), decay = [.. d.Select(x => Power(Remaining(x, eta), steps))];
        (Interval largest, Interval deviation) = PowerBounds(eta, steps);
        Interval norm = Norm(r);

        // ‖Q̂ f(Ĝ) ĉ − Q f(D) c‖ ≤ ‖r‖ (‖Q̂ − Q‖ ‖f‖ + ‖Q‖ ‖f(Ĝ) − f(D)‖ + ‖Q‖ ‖f‖ δ‖Q‖), ‖Q‖ ≤ 1 + δ ≤ 5/4.
        Interval defect = Magnitude(delta);
        Interval error = context.Multiply(norm, context.Add(
            context.Multiply(Interval.Of(4L), context.Multiply(defect, largest)),
            Interval.Scale(deviation, 1)));
        Interval[] image = q.Times(context, [.. c.Select((x, s) => context.Multiply(x, decay[s]))]);
        return [.. image.Select(x => Widen(x, error))];
    }

    /// <summary>
    /// ‖θ_τ − θ_0‖ = ‖η Jᵀ Σ_{t&lt;τ} (I − ηJJᵀ)^t r‖, whose square is Σ_{λ_s&gt;0} ⟨u_s, r⟩² ((1 − (1 − ηλ_s²)^τ)/λ_s)².
    /// </summary>
    public Interval Displacement(IReadOnlyList<Interval> r, Interval eta, long steps)
    {
        Interval[] c = Coefficients(r), moved = [.. c.Select((x, s) => context.Multiply(x, PowerSum(Remaining(d[s], eta), steps)))];
        Interval value = context.Multiply(eta, Norm(image.Times(context, moved)));

        // With S = Σ_{t<τ} y^t: ‖S‖ ≤ τρ^(τ−1), ‖S − S'‖ ≤ ½τ²ρ^(τ−1) ηε, where ρ ≥ 1.
        (Interval largest, _) = PowerBounds(eta, steps);
        Interval count = Interval.Of(steps),
            grown = context.Multiply(count, new Interval(BigFloat.One, BigFloat.Max(BigFloat.One, largest.Upper)));
        Interval apart = Interval.Scale(context.Multiply(context.Multiply(count, grown), context.Multiply(eta, Magnitude(epsilon))), -1);
        Interval turned = context.Multiply(context.Multiply(Interval.Of(4L), Magnitude(delta)), grown);
        Interval error = context.Multiply(context.Multiply(eta, size), context.Multiply(context.Add(apart, turned), Norm(r)));
        return NonNegative(Widen(value, error));
    }

    // Σ_{t<τ} y^t by doubling: (1 − y^τ)/(1 − y) would cancel near y = 1.
    private Interval PowerSum(Interval y, long steps)
    {
        Interval sum = Interval.Zero, power = Interval.One;
        for (int bit = 62; bit >= 0; bit--)
        {
            (sum, power) = (context.Add(sum, context.Multiply(power, sum)), context.Square(power));
            if (((steps >> bit) & 1) != 0)
            {
                (sum, power) = (context.Add(context.Multiply(sum, y), Interval.One), context.Multiply(power, y));
            }
        }

        return sum;
    }

    private Interval Remaining(BigFloat x, Interval eta) => context.Subtract(Interval.One, context.Multiply(eta, Point(x)));

    private Interval Power(Interval x, long n) => context.Pow(x, n).Value;

    // Upper bounds of ‖y^τ‖ and of ‖y(Ĝ)^τ − y(D)^τ‖; the first is at least that of every lower power where ρ ≥ 1.
    private (Interval Largest, Interval Deviation) PowerBounds(Interval eta, long steps)
    {
        BigFloat rho = BigFloat.Zero;
        foreach (BigFloat x in d)
        {
            foreach (BigFloat end in new[] { Down(x), x, Up(x) })
            {
                rho = BigFloat.Max(rho, IntervalContext.Abs(Remaining(BigFloat.Max(BigFloat.Zero, end), eta)).Upper);
            }
        }

        Interval size = Magnitude(rho);
        Interval deviation = steps == 0 ? Interval.Zero
            : context.Multiply(context.Multiply(Interval.Of(steps), Power(size, steps - 1)), context.Multiply(eta, Magnitude(epsilon)));
        return (Power(size, steps), deviation);
    }

    private Interval[] Coefficients(IReadOnlyList<Interval> r) => q.TransposeTimes(context, r);

    private Interval Norm(IReadOnlyList<Interval> x) => context.Sqrt(context.Sum(x.Select(context.Square))).Value;

    // How many singular values equal α: the nullity of JJᵀ − α²I over the rationals, or −1 where that is not decided.
    private int CountEqualTo(Rational alpha)
    {
        if (!j.IsExact || j.Rows > MaximumExactRows)
        {
            return -1;
        }

        Rational[,] entries = new Rational[j.Rows, j.Rows];
        for (int i = 0; i < j.Rows; i++)
        {
            for (int k = 0; k < j.Rows; k++)
            {
                Rational sum = i == k ? -(alpha * alpha) : Rational.Zero;
                for (int l = 0; l < j.Columns; l++)
                {
                    sum += j[i, l].Lower.ToRational() * j[k, l].Lower.ToRational();
                }

                entries[i, k] = sum;
            }
        }

        return j.Rows - RationalRank.Of(entries);
    }

    private BigFloat Down(BigFloat x) => BigFloat.Subtract(x, epsilon, context.Precision, Rounding.Down);

    private BigFloat Up(BigFloat x) => BigFloat.Add(x, epsilon, context.Precision, Rounding.Up);

    private Interval Widen(Interval x, Interval by) => new(
        BigFloat.Subtract(x.Lower, by.Upper, context.Precision, Rounding.Down),
            BigFloat.Add(x.Upper, by.Upper, context.Precision, Rounding.Up));

    private static Interval NonNegative(Interval x) => IntervalContext.Max(x, Interval.Zero);

    private static Interval Point(BigFloat x) => new(x, x);

    private static Interval Magnitude(BigFloat bound) => new(BigFloat.Zero, bound);

    // Upper bound of ‖A − diag‖_F.
    private static BigFloat Norm(IntervalContext context, IntervalMatrix a, Func<int, Interval> diagonal)
    {
        Interval sum = Interval.Zero;
        for (int i = 0; i < a.Rows; i++)
        {
            for (int k = 0; k < a.Columns; k++)
            {
                sum = context.Add(sum, context.Square(i == k ? context.Subtract(a[i, k], diagonal(i)) : a[i, k]));
            }
        }

        return BigFloat.Sqrt(sum.Upper, context.Precision, Rounding.Up);
    }
}
