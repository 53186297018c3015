using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra;

/// <summary>
/// Certified singular values. At double level an engine proposes A ≈ U diag(s) Vᵀ; with F = AV − U diag(s), α ≥ ‖I − UᵀU‖ and
/// β ≥ ‖I − VᵀV‖ below 1, every singular value satisfies
/// (√(1−α)·s_i − ‖F‖)/√(1+β) ≤ σ_i ≤ (√(1+α)·s_i + ‖F‖)/√(1−β)
/// (Ostrowski for V, Weyl for F). The three norms are bounded by Frobenius norms of products that are exact in their leading part
/// and have an a-priori error bound in the rest. Nothing is trusted of the proposal: a bad one gives wide enclosures, never wrong ones.
/// Small matrices whose digits fall short of the wish are certified again in MPFR arithmetic, and their exact rank is computed.
/// </summary>
/// <param name="engine">Proposes the decomposition and multiplies.</param>
public sealed class SpectrumCertifier(IEngine engine) : ISpectrumSource
{
    private const int Precision = 128;

    /// <summary>The engine in use.</summary>
    public IEngine Engine => engine;

    /// <inheritdoc/>
    /// <exception cref="EngineRefusedException">A product of the engine failed its check.</exception>
    public CertifiedSpectrum Certify(Matrix a, int digits = 15)
    {
        ArgumentNullException.ThrowIfNull(a);
        FloatingPointMode.Require();
        double largest = a.Values.Max(Math.Abs);
        Interval radius = StorageRounding.Radius(a);
        if (largest == 0)
        {
            return new CertifiedSpectrum(a, Zeros(a.MinimumDimension), new IntegerBracket(0, 0), radius, "zero matrix");
        }

        int structuralRank = StructuralRank(a);
        Proof proof = structuralRank == 1
            ? new Proof([FrobeniusNorm(a, digits)], "norm of the only non-zero row or column", null)
            : Enclose(a, largest);
        CertifiedSpectrum spectrum = Assemble(a, proof, structuralRank, radius);

        // Small matrices can afford the exact rank and as many digits as asked for.
        if (!spectrum.Rank.IsDecided && ExactRank.TryCompute(a) is { } exactRank)
        {
            spectrum = Assemble(a, proof, exactRank, radius, isExact: true);
        }

        if (structuralRank > 1 && spectrum.Digits(digits) < digits && JacobiCertificate.IsAffordable(a))
        {
            int precision = (int)Math.Ceiling(digits * Math.Log2(10)) + 64;
            if (JacobiCertificate.Enclose(a, precision, proof.Proposal?.Right) is { } refined)
            {
                bool isExact = spectrum.Rank.IsDecided;
                Proof sharper = new(Intersect(refined, spectrum.SingularValues), $"one-sided Jacobi with {precision} bits", null);
                spectrum = Assemble(a, sharper, spectrum.Rank.Upper, radius, isExact);
            }
        }

        return spectrum;
    }

    // Two certificates of the same numbers must overlap; that they do is a check of both.
    private static Interval[] Intersect(Interval[] refined, IReadOnlyList<Interval> known) =>
        [.. refined.Select((value, i) => value.Intersect(known[i])
            ?? throw new EngineRefusedException($"Two certificates of singular value {i + 1} contradict each other: {value} and {known[i]}."))];

    // Beyond an upper bound of the rank, singular values are exactly 0.
    private static CertifiedSpectrum Assemble(Matrix a, Proof proof, int rankUpper, Interval radius, bool isExact = false)
    {
        Interval[] values = Zeros(a.MinimumDimension);
        proof.Values.AsSpan(0, rankUpper).CopyTo(values);
        int rankLower = isExact ? rankUpper : Math.Max(1, values.Count(v => v.Lower.Sign > 0));
        return new CertifiedSpectrum(a, values, new IntegerBracket(rankLower, rankUpper), radius, proof.Method);
    }

    private sealed record Proof(Interval[] Values, string Method, SingularTriplets? Proposal);

    private Proof Enclose(Matrix a, double largest)
    {
        EngineProbe.Require(engine);
        int exponent = Math.ILogB(largest); // the largest entry lies in [1, 2): libraries have absolute thresholds below
        Matrix tall = Scaled(a.Rows >= a.Columns ? a : a.Transpose(), exponent);
        SingularTriplets? proposal = engine.Decompose(tall);
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
            ? new Proof(Enclosures(proposal.Values, leftDefect, rightDefect, residual, exponent), $"double-level certificate ({engine.Name})", proposal)
            : Fallback(a, "norm bound only: the engine's singular vectors are not near orthonormal");
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
