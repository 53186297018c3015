using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// Certified singular values. At double level an engine proposes A ≈ U diag(s) Vᵀ; with F = AV − U diag(s), α ≥ ‖I − UᵀU‖ and
/// β ≥ ‖I − VᵀV‖ below 1, every singular value satisfies
/// (√(1−α)·s_i − ‖F‖)/√(1+β) ≤ σ_i ≤ (√(1+α)·s_i + ‖F‖)/√(1−β)
/// (Ostrowski for V, Weyl for F). The three norms are bounded by Frobenius norms of products that are exact in their leading part
/// and have an a-priori error bound in the rest. Nothing is trusted of the proposal: a bad one gives wide enclosures, never wrong ones.
/// Where that is not enough, V is refined by exact products until it is (<see cref="SpectrumRefinement"/>); small matrices on which
/// that stalls are certified in MPFR arithmetic. Singular values beyond a proved rank are exactly 0.
/// </summary>
/// <param name="engine">Proposes the decomposition and multiplies.</param>
public sealed class SpectrumCertifier(IEngine engine) : ISpectrumSource, ISumSpectrumSource
{
    private const int Precision = 128;

    /// <summary>Digits that are tried with the double-level certificate first; its radius is near n·2^−52·σ₁.</summary>
    private const int DoubleLevelDigits = 13;

    /// <summary>Multiplications that a proof of the exact rank may take: seconds.</summary>
    private const double RankWork = 1e10;

    /// <summary>A quantity may need more bits than the singular values that it is made of: at most this many times as many.</summary>
    private const int MostBitsFactor = 3;

    /// <summary>The engine in use.</summary>
    public IEngine Engine => engine;

    /// <inheritdoc/>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    public CertifiedSpectrum Certify(Matrix a, int digits = 15) => Certify(a, new SpectrumGoal(digits));

    /// <summary>Enclosures of all singular values of A, sharpened until the goal is met or can be seen not to be.</summary>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public CertifiedSpectrum Certify(Matrix a, SpectrumGoal goal, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(goal);
        FloatingPointMode.Require();
        int digits = goal.Digits;
        double largest = SliceKernels.LargestSize(a.Values);
        Interval? radius = StorageRounding.Radius(a);
        if (largest == 0)
        {
            return new CertifiedSpectrum(a, Zeros(a.MinimumDimension), new IntegerBracket(0, 0), radius, "zero matrix");
        }

        int structuralRank = StructuralRank(a);
        if (structuralRank == 1)
        {
            return Assemble(a, [FrobeniusNorm(a, digits)], "norm of the only non-zero row or column", 1, radius, isExact: true);
        }

        // An engine may fail to decompose; sums of squares then bound the singular values.
        CertifiedSpectrum spectrum = Assemble(a, NormBounds(a), "norm bound only: the engine gave no usable decomposition", structuralRank, radius);
        Proposal? proposal = Propose(a, largest, progress, cancellation);
        if (proposal is null)
        {
            return WithExactRank(spectrum, cancellation);
        }

        if (digits <= DoubleLevelDigits)
        {
            spectrum = Sharpened(spectrum, DoubleLevel(proposal), DoubleLevelName);
        }

        // Values that look like 0 are not worth refining when they are proved to be 0.
        if (!spectrum.Rank.IsDecided && proposal.LooksDeficient)
        {
            spectrum = WithExactRank(spectrum, cancellation);
        }

        if (!goal.IsMet(spectrum))
        {
            spectrum = Refined(spectrum, proposal, goal, progress, cancellation);
        }

        // An open rank may be what keeps a quantity from its digits.
        if (!spectrum.Rank.IsDecided && !proposal.LooksDeficient)
        {
            spectrum = WithExactRank(spectrum, cancellation);
        }

        if (!goal.IsMet(spectrum) && JacobiCertificate.IsAffordable(a))
        {
            int precision = BitsOf(digits) + 64;
            spectrum = Sharpened(spectrum, JacobiCertificate.Enclose(a, precision, proposal.Triplets.Right), $"one-sided Jacobi with {precision} bits");
        }

        return spectrum;
    }

    /// <summary>
    /// Enclosures of all singular values of a matrix given as an unevaluated sum of doubles, to σ₁·10^−digits where that can be reached.
    /// </summary>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public CertifiedSingularValues Certify(MatrixSum a, int digits = 15, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        FloatingPointMode.Require();
        if (a.Rows < a.Columns)
        {
            return Certify(a.Transpose(), digits, cancellation);
        }

        EngineProbe.Require(engine);
        double largest = a.Terms.Sum(term => SliceKernels.LargestSize(term.Values));
        int count = a.MinimumDimension;
        if (largest == 0)
        {
            return new CertifiedSingularValues(Zeros(count), new IntegerBracket(0, 0), "zero matrix");
        }

        int exponent = Math.ILogB(largest);
        List<double[]> terms = [.. a.Terms.Select(term => Scaled(term, exponent).Values)];
        double[] leading = new double[terms[0].Length];
        for (int t = terms.Count - 1; t >= 0; t--)
        {
            SliceKernels.Combine(leading, 0, 1, terms[t], 0, leading, 0, leading.Length);
        }

        Interval[]? values = null;
        string method = "norm bound only: the engine gave no usable decomposition";
        Matrix tall = new(a.Rows, a.Columns, leading);
        if (engine.Decompose(tall) is { } proposal && IsPlausible(proposal, tall))
        {
            SpectrumRefinement refinement = new(engine, terms, a.Rows, a.Columns, proposal.Right, proposal.Values, null, cancellation);
            SpectrumGoal goal = new(digits);
            int wanted = BitsOf(digits);
            values = refinement.Run(wanted, MostBitsFactor * wanted, found => goal.IsMet(new CertifiedSingularValues(found, new IntegerBracket(0, count), method)));
            method = $"refined by exact products of {refinement.Bits} bits, {refinement.Rounds} rounds ({engine.Name})";
        }

        // ‖A‖_F ≤ √(mn)·Σ max|term|.
        values ??= [.. Enumerable.Repeat(new Interval(BigFloat.Zero, BigFloat.Of(RoundingBounds.Enlarge(Math.Sqrt((double)a.Rows * a.Columns) * 2.1))), count)];
        values = Scaled(values, exponent);
        int lower = values.Count(value => value.Lower.Sign > 0);
        if (lower == count)
        {
            return new CertifiedSingularValues(values, new IntegerBracket(count, count), method);
        }

        IntegerBracket exact = ExactRank.Bracket(a, RankWork, cancellation);
        for (int i = exact.Upper; i < count; i++)
        {
            values[i] = Interval.Zero;
        }

        return new CertifiedSingularValues(values, new IntegerBracket(Math.Max(lower, exact.Lower), exact.Upper), method);
    }

    private CertifiedSpectrum Refined(CertifiedSpectrum spectrum, Proposal proposal, SpectrumGoal goal, IProgress<string>? progress, CancellationToken cancellation)
    {
        SpectrumRefinement refinement = new(
            engine, [proposal.Tall.Values], proposal.Tall.Rows, proposal.Tall.Columns, proposal.Triplets.Right, proposal.Triplets.Values, progress, cancellation);
        int wanted = BitsOf(goal.Digits);
        Interval[]? refined = refinement.Run(
            wanted, MostBitsFactor * wanted, values => goal.IsMet(Sharpened(spectrum, Scaled(values, proposal.Exponent), string.Empty)));
        CertifiedSpectrum result = Sharpened(
            spectrum,
            refined is null ? null : Scaled(refined, proposal.Exponent),
            $"refined by exact products of {refinement.Bits} bits, {Rounds(refinement.Rounds)} ({engine.Name})");
        return goal.Digits <= DoubleLevelDigits || goal.IsMet(result)
            ? result
            : Sharpened(result, DoubleLevel(proposal), refined is null ? DoubleLevelName : result.Method);
    }

    private string DoubleLevelName => $"double-level certificate ({engine.Name})";

    private static CertifiedSpectrum WithExactRank(CertifiedSpectrum spectrum, CancellationToken cancellation)
    {
        IntegerBracket exact = ExactRank.Bracket(spectrum.Matrix, RankWork, cancellation);
        int upper = Math.Min(spectrum.Rank.Upper, exact.Upper), lower = Math.Max(spectrum.Rank.Lower, exact.Lower);
        CertifiedSpectrum result = Assemble(spectrum.Matrix, [.. spectrum.SingularValues], spectrum.Method, upper, spectrum.StorageRadius, lower == upper);
        return new CertifiedSpectrum(result.Matrix, result.SingularValues, new IntegerBracket(lower, upper), result.StorageRadius, result.Method);
    }

    private static int BitsOf(int digits) => (int)Math.Ceiling(digits * Math.Log2(10));

    private static Interval[] Scaled(IReadOnlyList<Interval> values, int exponent) =>
        [.. values.Select(value => new Interval(BigFloat.Scale(value.Lower, exponent), BigFloat.Scale(value.Upper, exponent)))];

    private static string Rounds(int count) => count == 1 ? "1 round" : $"{count} rounds";

    // Two certificates of the same numbers must overlap; that they do is a check of both.
    private static CertifiedSpectrum Sharpened(CertifiedSpectrum known, Interval[]? found, string method) => found is null ? known : Assemble(
        known.Matrix,
        [.. found.Select((value, i) => value.Intersect(known.SingularValues[i])
            ?? throw new EngineRefusedException($"Two certificates of singular value {i + 1} contradict each other: {value} and {known.SingularValues[i]}."))],
        method,
        known.Rank.Upper,
        known.StorageRadius,
        known.Rank.IsDecided);

    // Beyond an upper bound of the rank, singular values are exactly 0.
    private static CertifiedSpectrum Assemble(Matrix a, Interval[] proved, string method, int rankUpper, Interval? radius, bool isExact = false)
    {
        Interval[] values = Zeros(a.MinimumDimension);
        for (int i = 0; i < rankUpper; i++)
        {
            values[i] = proved[i];
        }

        int rankLower = isExact ? rankUpper : Math.Max(1, values.Count(v => v.Lower.Sign > 0));
        return new CertifiedSpectrum(a, values, new IntegerBracket(rankLower, rankUpper), radius, method);
    }

    /// <summary>What the engine proposes for the tall orientation of A·2^−Exponent.</summary>
    private sealed record Proposal(Matrix Tall, SingularTriplets Triplets, int Exponent)
    {
        /// <summary>True when the least value is within rounding errors of 0.</summary>
        public bool LooksDeficient => Triplets.Values.Min(Math.Abs) <= 8 * Math.Max(Tall.Rows, Tall.Columns) * RoundingBounds.Unit * Triplets.Values.Max(Math.Abs);
    }

    private Proposal? Propose(Matrix a, double largest, IProgress<string>? progress, CancellationToken cancellation)
    {
        EngineProbe.Require(engine);
        int exponent = Math.ILogB(largest); // the largest entry lies in [1, 2): libraries have absolute thresholds below
        Matrix tall = Scaled(a.Rows >= a.Columns ? a : a.Transpose(), exponent);
        progress?.Report($"decomposing {a.Rows} x {a.Columns}");
        cancellation.ThrowIfCancellationRequested();
        SingularTriplets? triplets = engine.Decompose(tall);
        cancellation.ThrowIfCancellationRequested();
        progress?.Report($"certifying {a.Rows} x {a.Columns}");
        return triplets is null || !IsPlausible(triplets, tall) ? null : new Proposal(tall, triplets, exponent);
    }

    // Null when the vectors are not near orthonormal.
    private Interval[]? DoubleLevel(Proposal proposal)
    {
        Matrix tall = proposal.Tall;
        SingularTriplets triplets = proposal.Triplets;
        int m = tall.Rows, n = tall.Columns;
        double[] lead = new double[(long)m * n], rest = new double[(long)m * n], product = new double[(long)m * n], cross = new double[(long)m * n];
        double leftDefect = OrthogonalityDefect.Bound(engine, m, n, triplets.Left, lead, rest, product, cross);
        double rightDefect = OrthogonalityDefect.Bound(engine, n, n, triplets.Right, lead, rest, product, cross);
        double residual = ResidualBound.Bound(engine, m, n, tall.Values, triplets.Left, triplets.Values, triplets.Right, lead, rest, product, cross);
        return leftDefect < 1 && rightDefect < 1 && double.IsFinite(residual)
            ? Enclosures(triplets.Values, leftDefect, rightDefect, residual, proposal.Exponent)
            : null;
    }

    // The singular values of diag(s) are the sizes of s in descending order, whatever the engine returned.
    private static Interval[] Enclosures(double[] proposed, double leftDefect, double rightDefect, double residual, int exponent)
    {
        BigFloat alpha = BigFloat.Of(leftDefect), beta = BigFloat.Of(rightDefect), phi = BigFloat.Of(residual);
        return [.. proposed.Select(Math.Abs).OrderDescending().Select(size =>
        {
            Interval scaled = OstrowskiWeyl.Enclose(BigFloat.Of(size), alpha, beta, phi, Precision);
            return new Interval(BigFloat.Scale(scaled.Lower, exponent), BigFloat.Scale(scaled.Upper, exponent));
        })];
    }

    // i·σ_i² ≤ ‖A‖_F² needs no decomposition at all.
    private static Interval[] NormBounds(Matrix a)
    {
        BigFloat norm = FrobeniusNorm(a).Upper;
        return [.. Enumerable.Range(1, a.MinimumDimension).Select(i => new Interval(
            BigFloat.Zero,
            BigFloat.Divide(norm, BigFloat.Sqrt(BigFloat.Of((long)i), Precision, Rounding.Down), Precision, Rounding.Up)))];
    }

    private static bool IsPlausible(SingularTriplets proposal, Matrix tall)
    {
        const double LargestEntry = 4; // entries of orthonormal vectors are at most 1
        double largestValue = 4.0 * tall.Rows * tall.Columns; // entries of the scaled matrix are below 2
        return proposal.Left.Length == tall.Values.Length
            && proposal.Right.LongLength == (long)tall.Columns * tall.Columns
            && proposal.Values.Length == tall.Columns
            && Array.TrueForAll(proposal.Left, x => Math.Abs(x) <= LargestEntry)
            && Array.TrueForAll(proposal.Right, x => Math.Abs(x) <= LargestEntry)
            && Array.TrueForAll(proposal.Values, x => Math.Abs(x) <= largestValue);
    }

    // Exact but for entries 2^1000 times smaller than the largest one; those are covered by RoundingBounds.Underflow.
    private static Matrix Scaled(Matrix a, int exponent)
    {
        if (exponent == 0)
        {
            return a;
        }

        // Two factors, since one power of two may lie outside the range of a double.
        double first = Math.ScaleB(1, -exponent / 2), second = Math.ScaleB(1, -exponent - (-exponent / 2));
        return new Matrix(a.Rows, a.Columns, Array.ConvertAll(a.Values, x => x * first * second), a.Storage);
    }

    private static int StructuralRank(Matrix a)
    {
        bool[] rows = new bool[a.Rows];
        int columns = 0;
        for (int j = 0; j < a.Columns; j++)
        {
            bool any = false;
            for (int i = 0; i < a.Rows; i++)
            {
                if (a.Values[i + (j * a.Rows)] != 0)
                {
                    rows[i] = true;
                    any = true;
                }
            }

            columns += any ? 1 : 0;
        }

        return Math.Min(columns, rows.Count(any => any));
    }

    private static Interval FrobeniusNorm(Matrix a, int digits = 15)
    {
        IntervalContext context = new(Math.Max(Precision, (int)Math.Ceiling(digits * Math.Log2(10)) + 32));
        return context.Sqrt(EntryNorms.FrobeniusSquared(context, a)).Value;
    }

    private static Interval[] Zeros(int count)
    {
        Interval[] zeros = new Interval[count];
        Array.Fill(zeros, Interval.Zero);
        return zeros;
    }
}
