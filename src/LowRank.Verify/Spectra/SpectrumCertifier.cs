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
/// that stalls are certified in MPFR arithmetic, and their exact rank is computed.
/// </summary>
/// <param name="engine">Proposes the decomposition and multiplies.</param>
public sealed class SpectrumCertifier(IEngine engine) : ISpectrumSource
{
    private const int Precision = 128;

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
        Proof proof = structuralRank == 1
            ? new Proof([FrobeniusNorm(a, digits)], "norm of the only non-zero row or column", null, null)
            : Enclose(a, largest, progress, cancellation);
        CertifiedSpectrum spectrum = Assemble(a, proof, structuralRank, radius);

        // Small matrices can afford the exact rank and as many digits as asked for.
        if (!spectrum.Rank.IsDecided && ExactRank.TryCompute(a) is { } exactRank)
        {
            spectrum = Assemble(a, proof, exactRank, radius, isExact: true);
        }

        if (structuralRank == 1 || goal.IsMet(spectrum))
        {
            return spectrum;
        }

        CertifiedSpectrum Sharpened(IReadOnlyList<Interval> values, string method) =>
            Assemble(a, new Proof(Intersect(values, spectrum.SingularValues), method, null, null), spectrum.Rank.Upper, radius, spectrum.Rank.IsDecided);

        if (proof.Tall is { } tall && proof.Proposal is { } proposal)
        {
            SpectrumRefinement refinement = new(engine, [tall.Values], tall.Rows, tall.Columns, proposal.Right, proposal.Values, progress, cancellation);
            int wanted = BitsOf(digits), exponent = Math.ILogB(largest);
            Interval[]? refined = refinement.Run(wanted, MostBitsFactor * wanted, values => goal.IsMet(Sharpened(Scaled(values, exponent), string.Empty)));
            if (refined is not null)
            {
                spectrum = Sharpened(Scaled(refined, exponent), $"refined by exact products of {refinement.Bits} bits, {refinement.Rounds} rounds ({engine.Name})");
            }
        }

        if (!goal.IsMet(spectrum) && JacobiCertificate.IsAffordable(a))
        {
            int precision = BitsOf(digits) + 64;
            if (JacobiCertificate.Enclose(a, precision, proof.Proposal?.Right) is { } rotated)
            {
                spectrum = Sharpened(rotated, $"one-sided Jacobi with {precision} bits");
            }
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
        return new CertifiedSingularValues(values, new IntegerBracket(values.Count(value => value.Lower.Sign > 0), count), method);
    }

    private static int BitsOf(int digits) => (int)Math.Ceiling(digits * Math.Log2(10));

    private static Interval[] Scaled(IReadOnlyList<Interval> values, int exponent) =>
        [.. values.Select(value => new Interval(BigFloat.Scale(value.Lower, exponent), BigFloat.Scale(value.Upper, exponent)))];

    // Two certificates of the same numbers must overlap; that they do is a check of both.
    private static Interval[] Intersect(IReadOnlyList<Interval> refined, IReadOnlyList<Interval> known) =>
        [.. refined.Select((value, i) => value.Intersect(known[i])
            ?? throw new EngineRefusedException($"Two certificates of singular value {i + 1} contradict each other: {value} and {known[i]}."))];

    // Beyond an upper bound of the rank, singular values are exactly 0.
    private static CertifiedSpectrum Assemble(Matrix a, Proof proof, int rankUpper, Interval? radius, bool isExact = false)
    {
        Interval[] values = Zeros(a.MinimumDimension);
        proof.Values.AsSpan(0, rankUpper).CopyTo(values);
        int rankLower = isExact ? rankUpper : Math.Max(1, values.Count(v => v.Lower.Sign > 0));
        return new CertifiedSpectrum(a, values, new IntegerBracket(rankLower, rankUpper), radius, proof.Method);
    }

    private sealed record Proof(Interval[] Values, string Method, SingularTriplets? Proposal, Matrix? Tall);

    private Proof Enclose(Matrix a, double largest, IProgress<string>? progress, CancellationToken cancellation)
    {
        EngineProbe.Require(engine);
        int exponent = Math.ILogB(largest); // the largest entry lies in [1, 2): libraries have absolute thresholds below
        Matrix tall = Scaled(a.Rows >= a.Columns ? a : a.Transpose(), exponent);
        progress?.Report($"decomposing {a.Rows} x {a.Columns}");
        cancellation.ThrowIfCancellationRequested();
        SingularTriplets? proposal = engine.Decompose(tall);
        cancellation.ThrowIfCancellationRequested();
        progress?.Report($"certifying {a.Rows} x {a.Columns}");
        if (proposal is null || !IsPlausible(proposal, tall))
        {
            return Fallback(a, "norm bound only: the engine gave no usable decomposition");
        }

        int m = tall.Rows, n = tall.Columns;
        double[] lead = new double[(long)m * n], rest = new double[(long)m * n], product = new double[(long)m * n], cross = new double[(long)m * n];
        double leftDefect = OrthogonalityDefect.Bound(engine, m, n, proposal.Left, lead, rest, product, cross);
        double rightDefect = OrthogonalityDefect.Bound(engine, n, n, proposal.Right, lead, rest, product, cross);
        double residual = ResidualBound.Bound(engine, m, n, tall.Values, proposal.Left, proposal.Values, proposal.Right, lead, rest, product, cross);
        return leftDefect < 1 && rightDefect < 1 && double.IsFinite(residual)
            ? new Proof(Enclosures(proposal.Values, leftDefect, rightDefect, residual, exponent), $"double-level certificate ({engine.Name})", proposal, tall)
            : Fallback(a, "norm bound only: the engine's singular vectors are not near orthonormal") with { Proposal = proposal, Tall = tall };
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
    private static Proof Fallback(Matrix a, string method)
    {
        BigFloat norm = FrobeniusNorm(a).Upper;
        return new Proof(
            [.. Enumerable.Range(1, a.MinimumDimension).Select(i => new Interval(
                BigFloat.Zero,
                BigFloat.Divide(norm, BigFloat.Sqrt(BigFloat.Of((long)i), Precision, Rounding.Down), Precision, Rounding.Up)))],
            method,
            null,
            null);
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
