using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// Certified singular values. At double level an engine proposes A ≈ U diag(s) Vᵀ; with F = AV − U diag(s), α ≥ ‖I − UᵀU‖ and β ≥ ‖I − VᵀV‖
/// below 1, every singular value satisfies (√(1−α)·s_i − ‖F‖)/√(1+β) ≤ σ_i ≤ (√(1+α)·s_i + ‖F‖)/√(1−β) (Ostrowski for V, Weyl for F). The
/// three norms are bounded by Frobenius norms of products that are exact in their leading part and have an a-priori error bound in the
/// rest. Nothing is trusted of the proposal: a bad one gives wide enclosures, never wrong ones. Where that is not enough, V is refined by
/// exact products until it is (<see cref="SpectrumRefinement"/>); small matrices on which that stalls are certified in MPFR arithmetic.
/// Singular values beyond a proved rank are exactly 0. A matrix that is given as an unevaluated sum climbs the same ladder, without the
/// steps that know single matrices only.
/// </summary>
/// <param name="engine">Proposes the decomposition and multiplies.</param>
public sealed class SpectrumCertifier(IEngine engine) : ISpectrumSource, ISumSpectrumSource
{
    /// <summary>Digits that are tried with the double-level certificate first; its radius is near n·2^−52·σ₁.</summary>
    private const int DoubleLevelDigits = 13;

    /// <summary>Multiplications that a proof of the exact rank may take: seconds.</summary>
    private const double RankWork = 1e10;

    /// <summary>Where only digits relative to σ₁ are wanted, bits beyond this many times as many are not worth their price.</summary>
    private const int MostBitsFactor = 3;

    /// <summary>
    /// Of small matrices the precision rises as long as a quantity needs it, and rows·columns·min(rows, columns)·bits is at most this.
    /// </summary>
    private const double RotationWork = 64.0 * 64 * 64 * 1024;

    /// <summary>Bits beyond which no spectrum of doubles of that size is followed.</summary>
    private const int MostRotationBits = 1 << 14;

    /// <summary>The engine in use.</summary>
    public IEngine Engine => engine;

    /// <inheritdoc/>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    public CertifiedSpectrum Certify(Matrix a, int digits = 15) => Certify(a, new SpectrumGoal(digits));

    /// <summary>Enclosures of all singular values of A, sharpened until the goal is met or can be seen not to be.</summary>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public CertifiedSpectrum Certify(Matrix a, SpectrumGoal goal, IProgress<string>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(goal);
        Interval? radius = StorageRounding.Radius(a);
        CertifiedSpectrum Stated(ProvedSpectrum proved) => new(a, proved.Values, proved.Rank, radius, proved.Method);
        return Stated(Climb([a], goal, proved => goal.IsMet(Stated(proved)), progress, cancellation));
    }

    /// <summary>
    /// Enclosures of all singular values of a matrix given as an unevaluated sum of doubles, to σ₁·10^−digits where that can be reached.
    /// </summary>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public CertifiedSingularValues Certify(MatrixSum a, int digits = 15, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        static CertifiedSingularValues Stated(ProvedSpectrum proved) => new(proved.Values, proved.Rank, proved.Method);
        SpectrumGoal goal = new(digits);
        return Stated(Climb(a.Terms, goal, proved => goal.IsMet(Stated(proved)), null, cancellation));
    }

    // The ladder: each step is taken only where those before it fell short, and narrows what they proved.
    private ProvedSpectrum Climb(IReadOnlyList<Matrix> terms, SpectrumGoal goal, Func<ProvedSpectrum, bool> suffices,
        IProgress<string>? progress, CancellationToken cancellation)
    {
        int digits = goal.Digits;
        FloatingPointMode.Require();
        int count = terms[0].MinimumDimension, structuralRank = StructuralRank(terms);
        if (structuralRank == 0)
        {
            return new ProvedSpectrum([.. Enumerable.Repeat(Interval.Zero, count)], new IntegerBracket(0, 0), "zero matrix");
        }

        bool isSum = terms.Count > 1;
        ProvedSpectrum proved = ProvedSpectrum.Of(
            NormBounds(terms, digits), new IntegerBracket(isSum ? 0 : 1, structuralRank),
                "norm bound only: the engine gave no usable decomposition");
        if (structuralRank == 1 && !isSum)
        {
            return proved.Narrowed([FrobeniusNorm(terms[0], digits), .. Enumerable.Repeat(Interval.Zero, count - 1)],
                "norm of the only non-zero row or column");
        }

        // An engine may fail to decompose; the norm bounds the singular values then.
        using Proposal? proposal = Proposal.Of(engine, terms, progress, cancellation);
        if (proposal is null)
        {
            return WithExactRank(proved, terms, cancellation);
        }

        if (digits <= DoubleLevelDigits)
        {
            proved = proved.Narrowed(proposal.DoubleLevel(engine), DoubleLevelName);
        }

        // Values that look like 0 are not worth refining when they are proved to be 0.
        if (proposal.LooksDeficient)
        {
            proved = WithExactRank(proved, terms, cancellation);
        }

        if (proposal.Resident is { } resident && !suffices(proved))
        {
            proved = RefinedInPlace(proved, proposal, resident, digits, suffices, cancellation);
        }

        if (!suffices(proved))
        {
            proved = Refined(proved, proposal, goal, suffices, progress, cancellation);
        }

        // An open rank may be what keeps a quantity from its digits.
        if (!proposal.LooksDeficient)
        {
            proved = WithExactRank(proved, terms, cancellation);
        }

        if (!isSum && JacobiCertificate.IsAffordable(terms[0]) && !suffices(proved))
        {
            Matrix a = terms[0];
            double most = Math.Min(MostRotationBits, RotationWork / ((double)a.Rows * a.Columns * a.MinimumDimension));
            for (int precision = BitsOf(digits) + Bits.Guard; ; precision *= 2)
            {
                proved = proved.Narrowed(JacobiCertificate.Enclose(a, precision, proposal.Triplets.Right),
                    $"one-sided Jacobi with {precision} bits");
                if (goal.Suffices is null || 2 * precision > most || suffices(proved))
                {
                    break;
                }
            }
        }

        return proved;
    }

    private ProvedSpectrum RefinedInPlace(
        ProvedSpectrum proved, Proposal proposal, IResidentDecomposition resident, int digits, Func<ProvedSpectrum, bool> suffices,
            CancellationToken cancellation)
    {
        ProvedSpectrum known = proved.Narrowed(proposal.DoubleLevel(engine), DoubleLevelName);
        ProvedSpectrum Narrowed(IReadOnlyList<Interval> values, string method) =>
            known.Narrowed([.. values.Select(value => Interval.Scale(value, proposal.Exponent))], method);
        Interval[] found = ResidentRefinement.Run(
            resident,
            [.. known.Values.Select(value => Interval.Scale(value, -proposal.Exponent))],
            BitsOf(digits),
            values => suffices(Narrowed(values, string.Empty)),
            cancellation);
        return Narrowed(found, $"second order by exact products in place ({engine.Name})");
    }

    private ProvedSpectrum Refined(
        ProvedSpectrum proved, Proposal proposal, SpectrumGoal goal, Func<ProvedSpectrum, bool> suffices, IProgress<string>? progress,
            CancellationToken cancellation)
    {
        int digits = goal.Digits;
        SpectrumRefinement refinement = new(
            engine, proposal.Terms, proposal.Leading.Rows, proposal.Leading.Columns, proposal.Triplets.Right, proposal.Triplets.Values,
                progress, cancellation);
        ProvedSpectrum Narrowed(IReadOnlyList<Interval>? values, string method) =>
            proved.Narrowed(values is null ? null : [.. values.Select(value => Interval.Scale(value, proposal.Exponent))], method);
        int wanted = BitsOf(digits);
        int most = goal.Suffices is null ? MostBitsFactor * wanted : Math.Max(SpectrumRefinement.MostBits, MostBitsFactor * wanted);
        Interval[]? refined = refinement.Run(wanted, most, values => suffices(Narrowed(values, string.Empty)));
        ProvedSpectrum result = Narrowed(
            refined, $"refined by exact products of {refinement.Bits} bits, {refinement.Rounds} "
                + $"round{(refinement.Rounds == 1 ? string.Empty : "s")} ({engine.Name})");
        return digits <= DoubleLevelDigits || suffices(result)
            ? result
            : result.Narrowed(proposal.DoubleLevel(engine), refined is null ? DoubleLevelName : result.Method);
    }

    private string DoubleLevelName => $"double-level certificate ({engine.Name})";

    private static ProvedSpectrum WithExactRank(ProvedSpectrum proved, IReadOnlyList<Matrix> terms, CancellationToken cancellation) =>
        proved.Rank.IsDecided ? proved : proved.Within(ExactRank.Bracket(new MatrixSum(terms), RankWork, cancellation));

    private static int BitsOf(int digits) => (int)Math.Ceiling(digits * Math.Log2(10));

    // i·σ_i² ≤ ‖A‖_F² needs no decomposition at all; the norm of a sum is at most the sum of the norms.
    private static Interval[] NormBounds(IReadOnlyList<Matrix> terms, int digits)
    {
        BigFloat norm = terms.Select(term => FrobeniusNorm(term, digits).Upper)
            .Aggregate((x, y) => BigFloat.Add(x, y, Bits.Certificate, Rounding.Up));
        return [.. Enumerable.Range(1, terms[0].MinimumDimension).Select(i => new Interval(
            BigFloat.Zero,
            BigFloat.Divide(norm, BigFloat.Sqrt(BigFloat.Of((long)i), Bits.Certificate, Rounding.Down), Bits.Certificate, Rounding.Up)))];
    }

    // Rows and columns that are not 0 in all terms.
    private static int StructuralRank(IReadOnlyList<Matrix> terms)
    {
        bool[] rows = new bool[terms[0].Rows], columns = new bool[terms[0].Columns];
        foreach (Matrix term in terms)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    if (term.Values[i + (j * rows.Length)] != 0)
                    {
                        rows[i] = columns[j] = true;
                    }
                }
            }
        }

        return Math.Min(columns.Count(any => any), rows.Count(any => any));
    }

    private static Interval FrobeniusNorm(Matrix a, int digits)
    {
        IntervalContext context = new(Math.Max(Bits.Certificate, BitsOf(digits) + 32));
        return context.Sqrt(EntryNorms.FrobeniusSquared(context, a)).Value;
    }
}
