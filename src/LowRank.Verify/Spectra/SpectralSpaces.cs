using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// The left singular spaces of a matrix J (m×n) with proof: projections of vectors on them, and the truncated pseudo-inverse.
/// <para>
/// Let A be J, or Jᵀ when m &lt; n, so that A is tall. An engine proposes A ≈ U diag(s) Vᵀ, V square; F = AV − U diag(s), α ≥ ‖I − UᵀU‖,
/// β ≥ ‖I − VᵀV‖, both below 1, s ≥ 0 descending. With Û = U(UᵀU)^−½, V̂ = V(VᵀV)^−½, exactly orthonormal, ‖U − Û‖ ≤ 1 − √(1−α) and
/// ‖V − V̂‖ ≤ 1 − √(1−β). The matrix B = Û diag(s) V̂ᵀ has that singular value decomposition exactly, and ‖A − B‖ = ‖A V̂ − Û diag(s)‖ ≤ η,
/// η = (‖F‖ + s₁(1−√(1−α)))/√(1−β) + s₁(1/√(1−β) − 1),
/// since A V̂ = (Û diag(s) + F + (U−Û)diag(s))(VᵀV)^−½.
/// </para>
/// <para>
/// Let r singular values of A be ≥ α_cut with σ_r ≥ l_r &gt; s_{r+1} (s_{k+1} = 0 for k = min(m, n)), P and P̂ the projectors on the leading left spaces of A and B,
/// Q and Q̂ on the right ones. With x = ‖(I−P̂)P‖, y = ‖(I−Q̂)Q‖ the equations A V₁ = U₁Σ₁, AᵀU₁ = V₁Σ₁ give xσ_r ≤ s_{r+1}y + η
/// and yσ_r ≤ s_{r+1}x + η, so that max(x, y) ≤ θ = min(1, η/(l_r − s_{r+1})): both left and right (Wedin 1972). Equal dimensions give ‖P − P̂‖ = x.
/// Let W be the r proposed left singular vectors of J (columns of U, or of V when m &lt; n), c = 1 − √(1−ω) with ω their orthogonality defect
/// α or β, and b = Wᵀy. Then
/// |‖Π_I y‖ − ‖b‖| ≤ (θ + c)‖y‖,  |‖Π_N y‖ − ‖y − Wb‖| ≤ (θ + c(2+c))‖y‖,
/// the second since ‖ŴŴᵀ − WWᵀ‖ ≤ ‖Ŵ − W‖(‖Ŵ‖ + ‖W‖); and ‖Π_I y‖² + ‖Π_N y‖² = ‖y‖² sharpens both.
/// </para>
/// <para>
/// Pseudo-inverse: for A₁ = PA, B₁ = P̂B of rank r, A₁⁺ − B₁⁺ = −A₁⁺(A−B)B₁⁺ + A₁⁺(I−P̂) − (I−Q)B₁⁺ (multiply out, with A₁⁺A₁ = A₁⁺A and
/// B₁B₁⁺ = P̂), ‖P(I−P̂)‖ = ‖P − P̂‖, so |‖A₁⁺y‖ − ‖B₁⁺y‖| ≤ θ‖y‖/l_r + (η/l_r + θ)‖B₁⁺y‖; and with z = ‖diag(s₁…s_r)⁻¹b‖,
/// |‖B₁⁺y‖ − z| ≤ c‖y‖/s_r. Together
/// |‖J_I⁺y‖ − z| ≤ θ‖y‖/l_r + (η/l_r + θ)(z + c‖y‖/s_r) + c‖y‖/s_r.
/// The same with rows and columns exchanged holds for the right spaces of A, which are the left ones of J when m &lt; n.
/// </para>
/// <para>Not for use from several threads at once.</para>
/// </summary>
public sealed class SpectralSpaces
{
    private const int Precision = 128;
    private const int SharperDigits = 40;

    private static readonly IntervalContext Context = new(Precision);

    private readonly Matrix matrix;
    private readonly ISpectrumSource? sharper;
    private readonly int exponent;
    private readonly Basis? basis;
    private IReadOnlyList<Interval> values;
    private bool isSharp;

    private SpectralSpaces(Matrix matrix, ISpectrumSource? sharper, int exponent, Basis? basis, IReadOnlyList<Interval> values)
    {
        this.matrix = matrix;
        this.sharper = sharper;
        this.exponent = exponent;
        this.basis = basis;
        this.values = values;
    }

    /// <summary>Enclosures of the singular values of J in descending order, as far as they were needed.</summary>
    public IReadOnlyList<Interval> SingularValues => values;

    /// <summary>
    /// Certifies the singular spaces of J once, for any number of cutoffs and vectors. Where a singular value cannot be told from a cutoff at
    /// double level, <paramref name="sharper"/>, if given, is asked for more digits.
    /// </summary>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    public static SpectralSpaces Of(Matrix j, IEngine engine, ISpectrumSource? sharper = null)
    {
        ArgumentNullException.ThrowIfNull(j);
        ArgumentNullException.ThrowIfNull(engine);
        FloatingPointMode.Require();
        EngineProbe.Require(engine);
        double largest = SliceKernels.LargestSize(j.Values);
        int exponent = largest == 0 ? 0 : Math.ILogB(largest);
        bool isTall = j.Rows >= j.Columns;
        Matrix a = isTall ? j : j.Transpose();
        a = exponent == 0 ? a : new Matrix(a.Rows, a.Columns, Array.ConvertAll(a.Values, x => Math.ScaleB(x, -exponent)), a.Storage);
        if (largest == 0)
        {
            Interval[] zeros = new Interval[j.MinimumDimension];
            Array.Fill(zeros, Interval.Zero);
            return new SpectralSpaces(j, sharper, 0, null, zeros);
        }

        Basis? basis = Basis.Propose(a, engine, isTall);
        return new SpectralSpaces(j, sharper, exponent, basis, basis?.SingularValues(exponent) ?? FrobeniusBounds(a, exponent));
    }

    /// <summary>
    /// Encloses the parts of y (m numbers) at the cutoff α &gt; 0. Undecided, naming the singular values (counted from 1), when some cannot be told
    /// from α; outside the domain for α ≤ 0. The enclosures are wide when the gap at α is small beside the error of the proposal.
    /// </summary>
    /// <exception cref="ArgumentException">y has not m finite entries.</exception>
    public Outcome<SpectralProjection> Project(ReadOnlySpan<double> y, Interval alpha)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        if (y.Length != matrix.Rows)
        {
            throw new ArgumentException($"y needs one entry per row of the matrix: {matrix.Rows}, not {y.Length}.", nameof(y));
        }

        foreach (double entry in y)
        {
            if (!double.IsFinite(entry))
            {
                throw new ArgumentException("An entry of y is NaN or infinite.", nameof(y));
            }
        }

        return alpha.Lower.Sign <= 0
            ? Outcome<SpectralProjection>.OutsideDomain("the cutoff must be positive")
            : CountFrom(alpha) is not { } rank
            ? Outcome<SpectralProjection>.Undecided(Reason(alpha))
            : Project([.. y], rank);
    }

    /// <summary>The singular values, counted from 1, that cannot be told from the cutoff; none when the number of values ≥ α is known.</summary>
    public IReadOnlyList<int> Undecided(Interval alpha)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        _ = CountFrom(alpha);
        return Straddling(alpha);
    }

    private Outcome<SpectralProjection> Project(double[] y, int rank)
    {
        Interval whole = Norm(y);
        if (rank == 0 || whole.Upper.IsZero)
        {
            return Outcome<SpectralProjection>.Of(new SpectralProjection(rank, Interval.Zero, whole, Interval.Zero));
        }

        if (basis is null)
        {
            return Outcome<SpectralProjection>.Undecided("the engine gave no usable singular vectors");
        }

        double largest = SliceKernels.LargestSize(y);
        int scale = Math.ILogB(largest);
        double[] scaled = Array.ConvertAll(y, x => Math.ScaleB(x, -scale));
        Interval scaledLower = Scaled(values[rank - 1], -exponent);
        (Interval information, Interval nuisance, Interval inverse) = basis.Enclose(scaled, rank, scaledLower.Lower);
        Interval first = Scaled(information, scale), second = Scaled(nuisance, scale);
        if (rank == matrix.Rows)
        {
            (first, second) = (whole, Interval.Zero); // I is the whole space
        }

        (first, second) = (Complement(whole, second, first), Complement(whole, first, second));
        return Outcome<SpectralProjection>.Of(new SpectralProjection(rank, first, second, Scaled(inverse, scale - exponent)));
    }

    // r when l_r ≥ α and u_{r+1} < α.
    private int? CountFrom(Interval alpha)
    {
        if (Straddling(alpha).Count > 0 && sharper is not null && !isSharp)
        {
            CertifiedSpectrum sharp = sharper.Certify(matrix, SharperDigits);
            values = [.. values.Select((value, i) => value.Intersect(sharp.SingularValues[i])
                ?? throw new EngineRefusedException($"Two certificates of singular value {i + 1} contradict each other: {value} and {sharp.SingularValues[i]}."))];
            isSharp = true;
        }

        return Straddling(alpha).Count == 0 ? values.Count(value => value.Lower >= alpha.Upper) : null;
    }

    private List<int> Straddling(Interval alpha) =>
        [.. Enumerable.Range(0, values.Count).Where(i => values[i].Lower < alpha.Upper && values[i].Upper >= alpha.Lower).Select(i => i + 1)];

    private string Reason(Interval alpha)
    {
        List<int> offending = Straddling(alpha);
        string which = offending.Count == 1 ? $"singular value {offending[0]} lies in {values[offending[0] - 1]}"
            : $"singular values {string.Join(", ", offending.Take(10))}{(offending.Count > 10 ? $" and {offending.Count - 10} more" : string.Empty)} lie in {values[offending[0] - 1].Hull(values[offending[^1] - 1])}";
        return $"undecided at alpha = {(alpha.IsPoint ? alpha.LowerDecimal(17) : alpha.ToString())}: {which}";
    }

    // √(‖y‖² − b²) for b ∈ other, intersected with what is known.
    private static Interval Complement(Interval whole, Interval other, Interval known)
    {
        Interval square = Context.Subtract(Context.Square(whole), Context.Square(other));
        BigFloat lower = BigFloat.Max(BigFloat.Zero, square.Lower), upper = BigFloat.Max(BigFloat.Zero, square.Upper);
        Interval root = Context.Sqrt(new Interval(lower, upper)).Value;
        return known.Intersect(root) ?? throw new EngineRefusedException($"Two enclosures of the norm of a projection contradict each other: {known} and {root}.");
    }

    private static Interval Norm(double[] y)
    {
        ExactSumOfSquares sum = new();
        foreach (double x in y)
        {
            sum.Add(x);
        }

        return Context.Sqrt(sum.TakeInterval(Context)).Value;
    }

    private static Interval Scaled(Interval x, int exponent) => new(BigFloat.Scale(x.Lower, exponent), BigFloat.Scale(x.Upper, exponent));

    // i·σ_i² ≤ ‖A‖_F² needs no decomposition.
    private static Interval[] FrobeniusBounds(Matrix a, int exponent)
    {
        BigFloat norm = BigFloat.Scale(Norm(a.Values).Upper, exponent);
        return [.. Enumerable.Range(1, a.MinimumDimension).Select(i => new Interval(
            BigFloat.Zero, BigFloat.Divide(norm, BigFloat.Sqrt(BigFloat.Of((long)i), Precision, Rounding.Down), Precision, Rounding.Up)))];
    }

    // The proposal of an engine for the tall orientation with its three bounds; largest entry of A near 1.
    private sealed class Basis
    {
        private readonly double[] vectors;
        private readonly double[] s;
        private readonly int rows;
        private readonly Interval defect;
        private readonly BigFloat eta;
        private readonly BigFloat alpha;
        private readonly BigFloat beta;
        private readonly BigFloat phi;

        private Basis(double[] vectors, double[] s, int rows, double ownDefect, double leftDefect, double rightDefect, double residual)
        {
            this.vectors = vectors;
            this.s = s;
            this.rows = rows;
            alpha = BigFloat.Of(leftDefect);
            beta = BigFloat.Of(rightDefect);
            phi = BigFloat.Of(residual);
            defect = Deviation(ownDefect);
            Interval top = Interval.Of(s[0]), root = Root(rightDefect);
            Interval first = Quotient(Context.Add(Interval.Of(residual), Context.Multiply(top, Deviation(leftDefect))), root);
            Interval second = Context.Multiply(top, Context.Subtract(Quotient(Interval.One, root), Interval.One));
            eta = Context.Add(first, second).Upper;
        }

        public static Basis? Propose(Matrix a, IEngine engine, bool isTall)
        {
            int m = a.Rows, n = a.Columns;
            const double LargestEntry = 4;
            if (engine.Decompose(a) is not { } proposal
                || proposal.Left.LongLength != (long)m * n
                || proposal.Right.LongLength != (long)n * n
                || proposal.Values.Length != n
                || !Array.TrueForAll(proposal.Left, x => Math.Abs(x) <= LargestEntry)
                || !Array.TrueForAll(proposal.Right, x => Math.Abs(x) <= LargestEntry)
                || !Array.TrueForAll(proposal.Values, x => x >= 0 && x <= 4.0 * m * n)
                || Enumerable.Range(1, n - 1).Any(i => proposal.Values[i] > proposal.Values[i - 1]))
            {
                return null;
            }

            double[] lead = new double[(long)m * n], rest = new double[(long)m * n], product = new double[(long)m * n], cross = new double[(long)m * n];
            double left = OrthogonalityDefect.Bound(engine, m, n, proposal.Left, lead, rest, product, cross);
            double right = OrthogonalityDefect.Bound(engine, n, n, proposal.Right, lead, rest, product, cross);
            double residual = ResidualBound.Bound(engine, m, n, a.Values, proposal.Left, proposal.Values, proposal.Right, lead, rest, product, cross);
            return left < 1 && right < 1 && double.IsFinite(residual)
                ? new Basis(isTall ? proposal.Left : proposal.Right, proposal.Values, isTall ? m : n, isTall ? left : right, left, right, residual)
                : null;
        }

        public Interval[] SingularValues(int exponent) =>
            [.. s.Select(value => Scaled(OstrowskiWeyl.Enclose(BigFloat.Of(value), alpha, beta, phi, Precision), exponent))];

        public (Interval Information, Interval Nuisance, Interval Inverse) Enclose(double[] y, int rank, BigFloat lower)
        {
            Interval whole = Norm(y);
            double[] remainder = [.. y], sizes = Array.ConvertAll(y, Math.Abs);
            Interval squares = Interval.Zero, scaledSquares = Interval.Zero;
            double coefficientErrors = 0;
            for (int i = 0; i < rank; i++)
            {
                ReadOnlySpan<double> vector = vectors.AsSpan(i * rows, rows);
                double coefficient = CompensatedDot.Of(vector, y, out double error);
                Interval enclosed = Interval.Of(Math.BitDecrement(coefficient - error), Math.BitIncrement(coefficient + error));
                squares = Context.Add(squares, Context.Square(enclosed));
                scaledSquares = s[rank - 1] == 0 ? scaledSquares
                    : Context.Add(scaledSquares, Context.Square(Context.Divide(enclosed, Interval.Of(s[i])).Value));
                coefficientErrors += error;
                for (int t = 0; t < rows; t++)
                {
                    double part = coefficient * vector[t];
                    remainder[t] -= part;
                    sizes[t] += Math.Abs(part);
                }
            }

            // Entries that underflowed when y was scaled are below 2^−1000 in all; RoundingBounds.Underflow covers them.
            BigFloat tiny = BigFloat.Of(RoundingBounds.Underflow), y0 = whole.Upper, c = defect.Upper;
            BigFloat gap = BigFloat.Subtract(lower, rank < s.Length ? BigFloat.Of(s[rank]) : BigFloat.Zero, Precision, Rounding.Down);
            BigFloat theta = gap.Sign <= 0 ? BigFloat.One : BigFloat.Min(BigFloat.One, BigFloat.Divide(eta, gap, Precision, Rounding.Up));

            // rank + 1 operations per entry of the remainder, and ‖W·error‖ ≤ 2Σ|error| since every column is shorter than 2.
            double rounding = RoundingBounds.Enlarge((RoundingBounds.Gamma(rank + 2) * Length(sizes)) + (2 * coefficientErrors));
            BigFloat informationError = Up(Sum(theta, c), y0), nuisanceError = Sum(Up(Sum(theta, Up(c, Sum(BigFloat.Of(2L), c))), y0), BigFloat.Of(rounding));
            Interval information = Widened(Context.Sqrt(squares).Value, Sum(informationError, tiny));
            Interval nuisance = Widened(Norm(remainder), Sum(nuisanceError, tiny));
            BigFloat most = BigFloat.Divide(information.Upper, lower, Precision, Rounding.Up); // ‖J_I⁺y‖ ≤ ‖Π_I y‖/σ_r
            if (s[rank - 1] == 0)
            {
                return (information, nuisance, new Interval(BigFloat.Zero, most)); // a value that the engine took for 0 and others did not
            }

            Interval z = Context.Sqrt(scaledSquares).Value;
            BigFloat shift = BigFloat.Divide(Up(c, y0), BigFloat.Of(s[rank - 1]), Precision, Rounding.Up);
            BigFloat change = Sum(
                BigFloat.Divide(Up(theta, y0), lower, Precision, Rounding.Up),
                Sum(Up(Sum(BigFloat.Divide(eta, lower, Precision, Rounding.Up), theta), Sum(z.Upper, shift)), shift));
            Interval inverse = Widened(z, Sum(change, BigFloat.Divide(tiny, lower, Precision, Rounding.Up)));
            return (information, nuisance, new Interval(inverse.Lower, BigFloat.Max(inverse.Lower, BigFloat.Min(inverse.Upper, most))));
        }

        private static Interval Root(double x) => Context.Sqrt(Context.Subtract(Interval.One, Interval.Of(x))).Value;

        private static Interval Deviation(double x) => Context.Subtract(Interval.One, Root(x));

        private static Interval Quotient(Interval x, Interval y) => Context.Divide(x, y).Value;

        private static BigFloat Sum(BigFloat x, BigFloat y) => BigFloat.Add(x, y, Precision, Rounding.Up);

        private static BigFloat Up(BigFloat x, BigFloat y) => BigFloat.Multiply(x, y, Precision, Rounding.Up);

        private static Interval Widened(Interval x, BigFloat radius)
        {
            Interval wide = Context.Widen(x, radius);
            return new Interval(BigFloat.Max(BigFloat.Zero, wide.Lower), wide.Upper);
        }

        private static double Length(double[] sizes) => RoundingBounds.NormFromSquares(sizes.Sum(x => x * x), sizes.Length);
    }
}
