using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Spaces;

/// <summary>
/// The left singular spaces of a matrix J (m×n) with proof: projections of vectors on them, and the truncated pseudo-inverse. A
/// computed decomposition U diag(s) Vᵀ is compared with J, or with Jᵀ when m &lt; n, and Wedin's theorem bounds the angles between
/// its spaces and the exact ones; a matrix known within a distance, and vectors known within an uncertainty, are allowed for.
/// <para>Proof: docs/proofs/singular-spaces.md, whose symbols the code uses. Not for use from several threads at once.</para>
/// </summary>
public sealed class SpectralSpaces : ISingularSpaces
{
    private const int Precision = Bits.Certificate;
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

    /// <inheritdoc/>
    public IReadOnlyList<Interval> SingularValues => values;

    /// <inheritdoc/>
    public BigFloat Beyond => BigFloat.Zero;

    /// <summary>
    /// Certifies the singular spaces of J once, for any number of cutoffs and vectors. Where a singular value cannot be told from a cutoff
    /// at double level, <paramref name="sharper"/>, if given, is asked for more digits.
    /// </summary>
    /// <param name="j">The matrix as stored.</param>
    /// <param name="engine">Proposes and multiplies.</param>
    /// <param name="sharper">Asked for more digits; not with a distance.</param>
    /// <param name="distance">Everything that is said holds for every J within this spectral norm of the stored matrix.</param>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    public static SpectralSpaces Of(Matrix j, IEngine engine, ISpectrumSource? sharper = null, double distance = 0)
    {
        ArgumentNullException.ThrowIfNull(j);
        ArgumentNullException.ThrowIfNull(engine);
        if (!(distance >= 0 && double.IsFinite(distance)) || (distance > 0 && sharper is not null))
        {
            throw new ArgumentOutOfRangeException(nameof(distance),
                "A distance is finite, not negative, and not sharpened by more digits of the stored matrix.");
        }

        FloatingPointMode.Require();
        EngineProbe.Require(engine);
        double largest = SliceKernels.LargestSize(j.Values);
        int exponent = largest == 0 ? 0 : Math.ILogB(largest);
        bool isTall = j.Rows >= j.Columns;
        Matrix a = isTall ? j : j.Transpose();
        a = exponent == 0 ? a : new Matrix(a.Rows, a.Columns, Array.ConvertAll(a.Values, x => Math.ScaleB(x, -exponent)), a.Storage);
        if (largest == 0)
        {
            Interval[] small = new Interval[j.MinimumDimension];
            Array.Fill(small, Interval.Of(0, distance));
            return new SpectralSpaces(j, sharper, 0, null, small);
        }

        BigFloat scaledDistance = BigFloat.Scale(BigFloat.Of(distance), -exponent);
        Basis? basis = Basis.Propose(a, engine, isTall, scaledDistance);
        return new SpectralSpaces(j, sharper, exponent, basis, basis?.SingularValues(exponent)
            ?? FrobeniusBounds(a, exponent, scaledDistance));
    }

    /// <inheritdoc/>
    public Outcome<SpaceSplit<Interval>> Project(ReadOnlySpan<double> y, Interval alpha, double uncertainty = 0)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        Cutoff.Check(y, matrix.Rows, uncertainty);
        return alpha.Lower.Sign <= 0
            ? Outcome<SpaceSplit<Interval>>.OutsideDomain("the cutoff must be positive")
            : CountFrom(alpha) is not { } rank
            ? Outcome<SpaceSplit<Interval>>.Undecided(Cutoff.Reason(alpha, Cutoff.Straddling(alpha, values), values))
            : Project([.. y], rank, BigFloat.Of(uncertainty));
    }

    /// <summary>
    /// The singular values, counted from 1, that cannot be told from the cutoff; none when the number of values ≥ α is known.
    /// </summary>
    public IReadOnlyList<int> Undecided(Interval alpha)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        _ = CountFrom(alpha);
        return Cutoff.Straddling(alpha, values);
    }

    private Outcome<SpaceSplit<Interval>> Project(double[] y, int rank, BigFloat uncertainty)
    {
        Interval whole = ProposedSplit.Widened(ProposedSplit.Norm(y), uncertainty);
        if (whole.Upper.IsZero)
        {
            return Outcome<SpaceSplit<Interval>>.Of(EnclosedSplit.OfZero(rank));
        }

        if (basis is null)
        {
            // Nothing but norms: the whole vector is nuisance, or nobody knows.
            return rank > 0
                ? Outcome<SpaceSplit<Interval>>.Undecided("the engine gave no usable singular vectors")
                : Outcome<SpaceSplit<Interval>>.Of(new SpaceSplit<Interval>(0, whole, Interval.Zero, whole, Interval.Zero,
                    new Interval(BigFloat.Zero, Context.Multiply(Upper(values[0]), whole).Upper)));
        }

        double largest = SliceKernels.LargestSize(y);
        int scale = largest == 0 ? 0 : Math.ILogB(largest);
        double[] scaled = Array.ConvertAll(y, x => Math.ScaleB(x, -scale));
        BigFloat after = rank < values.Count ? BigFloat.Scale(values[rank].Upper, -exponent) : BigFloat.Zero;
        SpaceSplit<Interval> parts = basis.Enclose(scaled, rank,
            rank == 0 ? BigFloat.Zero : BigFloat.Scale(values[rank - 1].Lower, -exponent), after, BigFloat.Scale(uncertainty, -scale));
        Interval first = Interval.Scale(parts.Information, scale), second = Interval.Scale(parts.Nuisance, scale);
        if (rank == matrix.Rows)
        {
            (first, second) = (whole, Interval.Zero); // I is the whole space
        }

        if (rank == 0)
        {
            (first, second) = (Interval.Zero, whole);
        }

        (first, second) = (ProposedSplit.Complement(whole, second, first), ProposedSplit.Complement(whole, first, second));
        return Outcome<SpaceSplit<Interval>>.Of(new SpaceSplit<Interval>(
            rank, whole, first, second, Interval.Scale(parts.PseudoInverse, scale - exponent),
                rank == matrix.Rows ? Interval.Zero : Interval.Scale(parts.NuisanceImage, scale + exponent)));
    }

    private static Interval Upper(Interval x) => new(x.Upper, x.Upper);

    // r when l_r ≥ α and u_{r+1} < α.
    private int? CountFrom(Interval alpha)
    {
        if (Cutoff.Straddling(alpha, values).Length > 0 && sharper is not null && !isSharp)
        {
            CertifiedSpectrum sharp = sharper.Certify(matrix, SharperDigits);
            values = [.. values.Select((value, i) => value.Intersect(sharp.SingularValues[i])
                ?? throw new EngineRefusedException(
                    $"Two certificates of singular value {i + 1} contradict each other: {value} and {sharp.SingularValues[i]}."))];
            isSharp = true;
        }

        return Cutoff.Straddling(alpha, values).Length == 0 ? values.Count(value => value.Lower >= alpha.Upper) : null;
    }

    // i·σ_i² ≤ ‖A‖_F² needs no decomposition.
    private static Interval[] FrobeniusBounds(Matrix a, int exponent, BigFloat distance)
    {
        BigFloat norm = BigFloat.Scale(BigFloat.Add(ProposedSplit.Norm(a.Values).Upper,
            BigFloat.Multiply(distance, BigFloat.Sqrt(BigFloat.Of((long)a.MinimumDimension), Precision, Rounding.Up), Precision,
            Rounding.Up), Precision, Rounding.Up), exponent);
        return [.. Enumerable.Range(1, a.MinimumDimension).Select(i => new Interval(
            BigFloat.Zero, BigFloat.Divide(norm, BigFloat.Sqrt(BigFloat.Of((long)i), Precision, Rounding.Down), Precision, Rounding.Up)))];
    }

    // The proposal of an engine for the tall orientation with its three bounds; largest entry of A near 1.
    private sealed class Basis
    {
        private readonly Matrix a;
        private readonly bool isTall;
        private readonly double[] vectors;
        private readonly double[] s;
        private readonly int rows;
        private readonly Interval defect;
        private readonly BigFloat eta;
        private readonly BigFloat alpha;
        private readonly BigFloat beta;
        private readonly BigFloat phi;
        private readonly BigFloat distance;
        private readonly BigFloat size;

        private Basis(Matrix a, bool isTall, SingularTriplets proposal, double leftDefect, double rightDefect, double residual,
            BigFloat distance)
        {
            this.a = a;
            this.isTall = isTall;
            this.distance = distance;
            vectors = isTall ? proposal.Left : proposal.Right;
            rows = isTall ? a.Rows : a.Columns;
            s = proposal.Values;
            alpha = BigFloat.Of(leftDefect);
            beta = BigFloat.Of(rightDefect);
            phi = BigFloat.Of(residual);
            defect = Deviation(isTall ? leftDefect : rightDefect);
            Interval top = Interval.Of(s[0]), root = Root(rightDefect);
            Interval first = Quotient(Context.Add(Interval.Of(residual), Context.Multiply(top, Deviation(leftDefect))), root);
            Interval second = Context.Multiply(top, Context.Subtract(Quotient(Interval.One, root), Interval.One));
            eta = Sum(Context.Add(first, second).Upper, distance);
            size = ProposedSplit.Norm(a.Values).Upper;
        }

        public static Basis? Propose(Matrix a, IEngine engine, bool isTall, BigFloat distance)
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

            double[] lead = new double[(long)m * n], rest = new double[(long)m * n], product = new double[(long)m * n],
                cross = new double[(long)m * n];
            double left = OrthogonalityDefect.Bound(engine, m, n, proposal.Left, lead, rest, product, cross);
            double right = OrthogonalityDefect.Bound(engine, n, n, proposal.Right, lead, rest, product, cross);
            double residual = ResidualBound.Bound(engine, m, n, a.Values, proposal.Left, proposal.Values, proposal.Right, lead, rest,
                product, cross);
            return left < 1 && right < 1
                && double.IsFinite(residual) ? new Basis(a, isTall, proposal, left, right, residual, distance) : null;
        }

        public Interval[] SingularValues(int exponent) =>
            [.. s.Select(value =>
                Interval.Scale(ProposedSplit.Widened(OstrowskiWeyl.Enclose(BigFloat.Of(value), alpha, beta, phi, Precision), distance),
                exponent))];

        /// <summary>
        /// The parts of y at the first <paramref name="rank"/>, σ_r ≥ lower, σ_{r+1} ≤ after, y known within the uncertainty.
        /// </summary>
        public SpaceSplit<Interval> Enclose(double[] y, int rank, BigFloat lower, BigFloat after, BigFloat uncertainty)
        {
            // Entries that underflowed when y was scaled are below 2^−1000 in all; RoundingBounds.Underflow covers them.
            BigFloat tiny = Sum(BigFloat.Of(RoundingBounds.Underflow), uncertainty), c = defect.Upper;
            if (rank == 0)
            {
                Interval all = ProposedSplit.Widened(ProposedSplit.Norm(y), tiny);
                return new SpaceSplit<Interval>(0, all, Interval.Zero, all, Interval.Zero,
                    Image(y, Sum(tiny, BigFloat.Zero), all.Upper, after));
            }

            ProposedSplit measure = ProposedSplit.Of(vectors, rows, s, rank, y);
            BigFloat y0 = measure.Whole.Upper;
            BigFloat gap = BigFloat.Subtract(lower, rank < s.Length ? BigFloat.Of(s[rank]) : BigFloat.Zero, Precision, Rounding.Down);
            BigFloat theta = gap.Sign <= 0 ? BigFloat.One : BigFloat.Min(BigFloat.One, BigFloat.Divide(eta, gap, Precision, Rounding.Up));
            BigFloat informationError = Up(Sum(theta, c), y0),
                nuisanceError = Sum(Up(Sum(theta, Up(c, Sum(BigFloat.Of(2L), c))), y0), measure.Rounding);
            Interval information = ProposedSplit.Widened(measure.Captured, Sum(informationError, tiny));
            Interval nuisance = ProposedSplit.Widened(ProposedSplit.Norm(measure.Remainder), Sum(nuisanceError, tiny));
            Interval image = Image(measure.Remainder, Sum(nuisanceError, tiny), nuisance.Upper, after);
            BigFloat most = BigFloat.Divide(information.Upper, lower, Precision, Rounding.Up); // ‖J_I⁺y‖ ≤ ‖Π_I y‖/σ_r
            if (measure.Weighted is not { } z)
            {
                // a value that the engine took for 0 and others did not
                return new SpaceSplit<Interval>(rank, measure.Whole, information, nuisance, new Interval(BigFloat.Zero, most), image);
            }

            BigFloat shift = BigFloat.Divide(Up(c, y0), BigFloat.Of(s[rank - 1]), Precision, Rounding.Up);
            BigFloat change = Sum(
                BigFloat.Divide(Up(theta, y0), lower, Precision, Rounding.Up),
                Sum(Up(Sum(BigFloat.Divide(eta, lower, Precision, Rounding.Up), theta), Sum(z.Upper, shift)), shift));
            Interval inverse = ProposedSplit.Widened(z, Sum(change, BigFloat.Divide(tiny, lower, Precision, Rounding.Up)));
            inverse = new Interval(inverse.Lower, BigFloat.Max(inverse.Lower, BigFloat.Min(inverse.Upper, most)));
            return new SpaceSplit<Interval>(rank, measure.Whole, information, nuisance, inverse, image);
        }

        // ‖JᵀΠ_N y‖ where ‖Π_N y − w‖ ≤ error, ‖Π_N y‖ ≤ nuisance. The products Aᵀw are sums of one column each.
        private Interval Image(double[] w, BigFloat error, BigFloat nuisance, BigFloat after)
        {
            double[] z = new double[isTall ? a.Columns : a.Rows];
            for (int j = 0; j < a.Columns; j++)
            {
                ReadOnlySpan<double> column = a.Values.AsSpan(j * a.Rows, a.Rows);
                if (isTall)
                {
                    z[j] = DenseLoops.Dot(column, w);
                }
                else
                {
                    DenseLoops.AddMultiple(column, w[j], z);
                }
            }

            BigFloat length = ProposedSplit.Norm(w).Upper;
            BigFloat rounding = Sum(Up(BigFloat.Of(RoundingBounds.Gamma(w.Length)), Up(size, length)),
                BigFloat.Of(RoundingBounds.Underflow));
            BigFloat norm = BigFloat.Min(Sum(size, distance), Sum(BigFloat.Of(s[0]), eta));
            Interval image = ProposedSplit.Widened(ProposedSplit.Norm(z), Sum(rounding, Sum(Up(distance, length), Up(norm, error))));
            BigFloat most = Up(after, nuisance);
            return image.Lower <= most ? new Interval(image.Lower, BigFloat.Min(image.Upper, most))
                : throw new EngineRefusedException(
                    $"Two enclosures of the image of a projection contradict each other: {image} and at most {most}.");
        }

        private static Interval Root(double x) => Context.Sqrt(Context.Subtract(Interval.One, Interval.Of(x))).Value;

        private static Interval Deviation(double x) => Context.Subtract(Interval.One, Root(x));

        private static Interval Quotient(Interval x, Interval y) => Context.Divide(x, y).Value;

        private static BigFloat Sum(BigFloat x, BigFloat y) => BigFloat.Add(x, y, Precision, Rounding.Up);

        private static BigFloat Up(BigFloat x, BigFloat y) => BigFloat.Multiply(x, y, Precision, Rounding.Up);
    }
}
