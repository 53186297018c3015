using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment;

/// <summary>
/// A decomposition of a computed Jacobian with what separates it from one of the exact Jacobian. The engine's U, s, V are replaced in thought by their orthonormal polar factors U′, V′, at distance
/// a = 1 − √(1−α) and b = 1 − √(1−β) for α ≥ ‖I − UᵀU‖, β ≥ ‖I − VᵀV‖; then the exact Jacobian is J = U′ diag(s) V′ᵀ + Δ with ‖Δ‖ ≤ η = ‖AV − U diag(s)‖ + ‖A‖b + s₁a + E, where E bounds the distance
/// of J from the computed A. So |σ_i(J) − s_i| ≤ η (Weyl), and the spaces of the leading r differ by θ = η/(s_r − η − s_{r+1}) at most (Wedin).
/// </summary>
internal sealed class JacobianDecomposition
{
    private const int Precision = 128;

    private readonly double[] left;
    private readonly double leftDefect;

    private JacobianDecomposition(int rows, double[] values, double[] left, double leftDefect, double distance, double error)
    {
        (Rows, Values, this.left, this.leftDefect, Distance, Error) = (rows, values, left, leftDefect, distance, error);
        SingularValues = [.. values.Select(s => Around(s, distance))];
    }

    /// <summary>nK.</summary>
    public int Rows { get; }

    /// <summary>s, descending: min(nK, weights) numbers.</summary>
    public double[] Values { get; }

    /// <summary>η.</summary>
    public double Distance { get; }

    /// <summary>E.</summary>
    public double Error { get; }

    /// <summary>Enclosures of the singular values of the exact Jacobian.</summary>
    public IReadOnlyList<Interval> SingularValues { get; }

    private static IntervalContext Context { get; } = new(Precision);

    /// <summary>Decomposes a matrix that is within <paramref name="error"/> (spectral norm) of the one in question.</summary>
    /// <exception cref="EngineRefusedException">The engine gave nothing that a certificate can rest on.</exception>
    public static JacobianDecomposition Of(Matrix computed, double error, IEngine engine)
    {
        EngineProbe.Require(engine);
        double largest = computed.Values.Max(Math.Abs);
        int exponent = largest == 0 ? 0 : Math.ILogB(largest); // entries are scaled to below 2, exactly but for what underflows
        Matrix scaled = new(computed.Rows, computed.Columns, Array.ConvertAll(computed.Values, x => Math.ScaleB(x, -exponent)));
        bool isWide = computed.Rows < computed.Columns;
        Matrix tall = isWide ? scaled.Transpose() : scaled;
        SingularTriplets found = Sorted(engine.Decompose(tall)) ?? throw new EngineRefusedException($"The engine '{engine.Name}' gave no usable decomposition of a {tall.Rows}×{tall.Columns} matrix.");
        int m = tall.Rows, n = tall.Columns;
        double[] lead = new double[(long)m * n], rest = new double[(long)m * n], product = new double[(long)m * n], cross = new double[(long)m * n];
        double alpha = OrthogonalityDefect.Bound(engine, m, n, found.Left, lead, rest, product, cross);
        double beta = OrthogonalityDefect.Bound(engine, n, n, found.Right, lead, rest, product, cross);
        double residual = ResidualBound.Bound(engine, m, n, tall.Values, found.Left, found.Values, found.Right, lead, rest, product, cross);
        if (!(alpha < 1 && beta < 1 && double.IsFinite(residual)))
        {
            throw new EngineRefusedException($"The engine '{engine.Name}' gave singular vectors that are not near orthonormal; no certificate rests on them.");
        }

        // ‖A‖ ≤ s₁ + η, so η ≤ (φ + s₁(a + b))/(1 − b).
        Interval a = Defect(alpha), b = Defect(beta), top = Interval.Of(found.Values[0]);
        Interval own = Ratio(Context.Add(Interval.Of(residual), Context.Multiply(top, Context.Add(a, b))), Context.Subtract(Interval.One, b));
        BigFloat distance = BigFloat.Add(BigFloat.Scale(own.Upper, exponent), BigFloat.Of(error), Precision, Rounding.Up);
        return new JacobianDecomposition(
            computed.Rows,
            [.. found.Values.Select(s => Math.ScaleB(s, exponent))],
            isWide ? found.Right : found.Left,
            (isWide ? b : a).UpperDouble,
            Math.BitIncrement(distance.ToDouble(Rounding.Up)),
            error);
    }

    /// <summary>The cutoff between the information and the nuisance space of the leading r, or why there is none that is proved.</summary>
    public Outcome<IReadOnlyList<Interval>> Split(Rational cutoff, out int rank)
    {
        rank = 0;
        for (int i = 0; i < SingularValues.Count; i++)
        {
            Interval value = SingularValues[i];
            if (value.Lower.ToRational() >= cutoff)
            {
                rank = i + 1;
            }
            else if (value.Upper.ToRational() >= cutoff)
            {
                return Outcome<IReadOnlyList<Interval>>.Undecided($"undecided at {cutoff.ToDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture)}: singular value {i + 1} lies in {value}, which holds the cutoff");
            }
        }

        return Outcome<IReadOnlyList<Interval>>.Of(SingularValues);
    }

    /// <summary>What the spaces of the leading r make of a vector, known up to <paramref name="uncertainty"/> in norm; null where the gap after r is not proved.</summary>
    public SpaceAlignment? Align(double[] vector, double uncertainty, int rank)
    {
        int count = Values.Length;
        double next = rank < count ? Values[rank] : 0;
        Interval eta = Interval.Of(Distance), least = Context.Subtract(Interval.Of(Values[rank - 1]), eta);
        Interval gap = Context.Subtract(least, Interval.Of(next));
        if (gap.Lower.Sign <= 0)
        {
            return null;
        }

        (double[] inner, double rounding) = Inner(vector);
        Interval norm = Norm(vector), inexact = Interval.Of(uncertainty), about = Interval.Of(rounding);
        Interval theta = IntervalContext.Min(Interval.One, Ratio(eta, gap)), a = Interval.Of(leftDefect);
        Interval captured = Norm(inner.AsSpan(0, rank));
        Interval information = Within(captured, Sum(Context.Multiply(Context.Add(theta, a), norm), about, inexact));

        // ‖Π_N y‖² = ‖y‖² − ‖Π_I y‖², and also within (θ + 2a + a²)‖y‖ of the norm of what is left.
        (double[] remainder, double remainderRounding) = Remainder(vector, inner, rank);
        Interval twice = Context.Add(theta, Context.Add(Context.Multiply(Interval.Of(2), a), Context.Square(a)));
        Interval nuisance = Within(Norm(remainder), Sum(Context.Multiply(twice, norm), Interval.Of(remainderRounding), inexact));

        Interval z = Norm([.. inner.Take(rank).Select((x, i) => x / Values[i])]);
        Interval perLeast = Ratio(Interval.One, least);
        Interval polar = Ratio(Sum(Context.Multiply(a, norm), Context.Multiply(Interval.Of(2), about)), Interval.Of(Values[rank - 1]));
        Interval off = Sum(
            Context.Multiply(Context.Multiply(theta, norm), perLeast),
            Context.Multiply(Context.Add(Context.Multiply(eta, perLeast), theta), Context.Add(z, polar)),
            polar,
            Context.Multiply(inexact, perLeast));
        Interval inverse = Within(z, off);

        Interval tail = Norm([.. inner.Skip(rank).Select((x, i) => x * Values[rank + i])]);
        Interval largest = Interval.Of(Values[0]);
        Interval tailOff = Sum(
            Context.Multiply(Context.Add(eta, Context.Multiply(largest, theta)), norm),
            Context.Multiply(Interval.Of(next), Sum(Context.Multiply(a, norm), Context.Multiply(Interval.Of(2), about))),
            Context.Multiply(Context.Add(Interval.Of(next), eta), inexact));
        return new SpaceAlignment(rank, Within(norm, inexact), information, nuisance, inverse, Within(tail, tailOff));
    }

    /// <summary>⟨u_i, y⟩ for every i, and a bound of the error of the whole vector by rounding.</summary>
    private (double[] Inner, double Rounding) Inner(double[] vector)
    {
        int count = Values.Length;
        double[] inner = new double[count];
        for (int i = 0; i < count; i++)
        {
            double sum = 0;
            for (int j = 0; j < Rows; j++)
            {
                sum += left[j + (i * Rows)] * vector[j];
            }

            inner[i] = sum;
        }

        // Each is off by γ‖u_i‖‖y‖, and norms of columns are at most 1 + a ≤ 2.
        return (inner, RoundingBounds.Enlarge(2 * RoundingBounds.Gamma(Rows) * Math.Sqrt(count) * Norm(vector).UpperDouble) + double.Epsilon);
    }

    private (double[] Remainder, double Rounding) Remainder(double[] vector, double[] inner, int rank)
    {
        double[] remainder = [.. vector];
        for (int i = 0; i < rank; i++)
        {
            for (int j = 0; j < Rows; j++)
            {
                remainder[j] -= left[j + (i * Rows)] * inner[i];
            }
        }

        // The inner products' rounding once more through U, and sums of rank + 1 terms whose magnitudes are at most |y| + |U||inner|.
        double size = Norm(vector).UpperDouble * (1 + (4.0 * rank));
        return (remainder, RoundingBounds.Enlarge((2 * Inner(vector).Rounding) + (RoundingBounds.Gamma(rank + 2) * size)) + double.Epsilon);
    }

    private static Interval Norm(ReadOnlySpan<double> vector)
    {
        double sum = 0;
        foreach (double x in vector)
        {
            sum += x * x;
        }

        double root = Math.Sqrt(sum), slack = (vector.Length + 64) * RoundingBounds.Unit;
        return sum == 0 && !vector.ContainsAnyExcept(0.0)
            ? Interval.Zero
            : Interval.Of(Math.Max(0, (root * (1 - slack)) - RoundingBounds.Underflow), (root * (1 + slack)) + RoundingBounds.Underflow);
    }

    private static Interval Within(Interval value, Interval radius)
    {
        Interval lower = Context.Subtract(value, new Interval(BigFloat.Zero, radius.Upper)), upper = Context.Add(value, new Interval(BigFloat.Zero, radius.Upper));
        return new Interval(BigFloat.Max(BigFloat.Zero, lower.Lower), upper.Upper);
    }

    private static Interval Around(double value, double radius) => Within(Interval.Of(value), Interval.Of(radius));

    private static Interval Defect(double gram) => Context.Subtract(Interval.One, Context.Sqrt(Context.Subtract(Interval.One, Interval.Of(gram))).Value);

    private static Interval Sum(params Interval[] terms) => Context.Sum(terms);

    private static Interval Ratio(Interval x, Interval y) => Context.Divide(x, y).Value;

    /// <summary>The triplets with non-negative values in descending order, whatever the engine's order was; null where a value is no number.</summary>
    private static SingularTriplets? Sorted(SingularTriplets? found)
    {
        if (found is null || !Array.TrueForAll(found.Values, double.IsFinite) || !Array.TrueForAll(found.Left, double.IsFinite) || !Array.TrueForAll(found.Right, double.IsFinite))
        {
            return null;
        }

        if (found.Values.All(s => s >= 0) && found.Values.Zip(found.Values.Skip(1)).All(pair => pair.First >= pair.Second))
        {
            return found;
        }

        int[] order = [.. Enumerable.Range(0, found.Values.Length).OrderByDescending(i => Math.Abs(found.Values[i]))];
        return new SingularTriplets(
            found.Rows,
            found.Columns,
            [.. order.SelectMany(i => found.Left.Skip(i * found.Rows).Take(found.Rows).Select(x => found.Values[i] < 0 ? -x : x))],
            [.. order.Select(i => Math.Abs(found.Values[i]))],
            [.. order.SelectMany(i => found.Right.Skip(i * found.Columns).Take(found.Columns))]);
    }
}
