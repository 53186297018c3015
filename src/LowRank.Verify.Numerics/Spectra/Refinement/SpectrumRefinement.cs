using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Refinement;

/// <summary>
/// Singular values of a tall m×n matrix A (an unevaluated sum of doubles) to any precision, by products only. V, n×n, starts as an
/// engine's right singular vectors and is kept as an unevaluated sum. One round computes W = AV, H = WᵀW and M = VᵀV with exact
/// slices, encloses the squares of the singular values as eigenvalues of H − μM (<see cref="PencilCertificate"/>), and, if that is not
/// enough, corrects V (<see cref="VectorCorrection"/>): the error of V is squared up to what one double can add, about 45 bits a round.
/// A round that is to be followed by another multiplies only as many slices as the correction can use.
/// </summary>
internal sealed class SpectrumRefinement
{
    /// <summary>Columns that are multiplied and summed at a time: temporaries stay small, products stay large.</summary>
    private const int BlockWidth = 192;

    /// <summary>What a correction in double adds to the bits of V, with room for growth by n.</summary>
    private const int BitsPerRound = 42;

    /// <summary>Bits of singular vectors as libraries compute them, at a usual size.</summary>
    private const int BitsOfProposal = 44;

    private const int GuardBits = 6;

    /// <summary>
    /// The most bits of a product: the grids of its deepest parts, at most 2^−400 from a small row and another 2^−512 below, and the
    /// factors that turn them into integers stay within the exponents of a double.
    /// </summary>
    public const int MostBits = 512;

    private readonly IEngine engine;
    private readonly IReadOnlyList<double[]> a;
    private readonly int m;
    private readonly int n;
    private readonly List<double[]> v;
    private readonly double[] proposed;
    private readonly IProgress<string>? progress;
    private readonly CancellationToken cancellation;
    private int vectorBits = BitsOfProposal;

    /// <summary>Takes over v, the proposed right singular vectors (n×n), and the proposed singular values.</summary>
    public SpectrumRefinement(IEngine engine, IReadOnlyList<double[]> a, int m, int n, double[] v, double[] proposed,
        IProgress<string>? progress, CancellationToken cancellation)
    {
        this.engine = engine;
        this.a = a;
        this.m = m;
        this.n = n;
        this.v = [v];
        this.proposed = [.. proposed.Select(Math.Abs).OrderDescending()];
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /// <summary>Rounds made so far.</summary>
    public int Rounds { get; private set; }

    /// <summary>Bits of the last W, relative to ‖A‖_F.</summary>
    public int Bits { get; private set; }

    /// <summary>
    /// Enclosures of the singular values in descending order, sharpened round by round until <paramref name="suffices"/> is true, the
    /// precision has reached <paramref name="mostBits"/>, or nothing is gained any more; null when no round gave any. Wanted is the
    /// precision, relative to σ₁, that is aimed at first.
    /// </summary>
    public Interval[]? Run(int wanted, int mostBits, Func<IReadOnlyList<Interval>, bool> suffices)
    {
        Interval[]? best = null;
        int room = GuardBits + (int)Math.Ceiling(0.5 * Math.Log2(n)), target = Math.Min(MostBits, wanted + room);
        int limit = Math.Min(MostBits, mostBits + room);
        int idle = 0;
        bool hasClusters = false;
        double gap = GapBits();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            double enough = (target + gap) / 2;
            bool isFinal = vectorBits >= enough;
            int bits = isFinal ? target : (int)Math.Min(vectorBits + BitsPerRound, enough) + GuardBits;
            progress?.Report($"refining {m} x {n}, round {Rounds + 1}, {bits} bits");
            Round round = Measure(bits, isFinal && !hasClusters ? (int)enough + GuardBits : bits, isFinal);
            hasClusters = round.HasGroups;
            Rounds++;
            Bits = round.Bits;
            Interval[]? found = round.Enclosures;
            Interval[]? before = best;
            best = found is null ? best : best is null ? found : Intersect(best, found);
            if (best is not null && suffices(best))
            {
                return best;
            }

            // A final round that falls short calls for better vectors; where the vectors were good, for more bits.
            if (isFinal)
            {
                bool gained = before is null ? best is not null : best is not null && Narrower(best, before);
                idle = gained ? 0 : idle + 1;
                if (idle >= 2 || (target >= limit && vectorBits >= target))
                {
                    return best;
                }

                target = Math.Min(limit, target + Math.Max(BitsPerRound, target / 3));
            }

            int next = Math.Min(vectorBits + BitsPerRound, round.Bits);
            if (!VectorCorrection.Apply(engine, round.H, round.M, round.Ratios, round.Image, v, next, target))
            {
                return best;
            }

            vectorBits = next;
        }
    }

    private sealed record Round(int Bits, GramBound H, GramBound M, Interval[] Ratios, Interval[]? Enclosures, bool HasGroups,
        double[] Image);

    // log₂ of the factor by which the squared error of V grows in σ_i: max_i σ_i Σ_j σ_j²/|σ_i² − σ_j²| / (2σ₁), neighbours in clusters
    // left out.
    private double GapBits()
    {
        double top = proposed[0], worst = 1;
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
            {
                double gap = Math.Abs((proposed[i] - proposed[j]) * (proposed[i] + proposed[j]));
                sum += gap > 1e-9 * Math.Max(proposed[i], proposed[j]) * top ? proposed[j] * proposed[j] / gap : 0;
            }

            worst = Math.Max(worst, proposed[i] / top * sum);
        }

        return Math.Log2(worst);
    }

    /// <summary>One round: W, H, M, the ratios h_jj/m_jj, and enclosures of the singular values if any can be given.</summary>
    private Round Measure(int bits, int gramBits, bool isFinal)
    {
        int shared = Math.Min(SliceSet.SharedBits(n), SliceSet.SharedBits(m)), width = shared / 2;

        // A proof pays for the worst case of the deepest products, 1.5·log₂ n bits; a correction meets the usual case.
        double lost = isFinal ? (1.5 * Math.Log2(n + 1)) + 2 : 4, gramLost = isFinal ? Math.Log2(m + 1) + 2 : 4;
        int depth = Math.Max(0, (int)Math.Ceiling((bits - 52 + lost) / width) - 1);
        int gramDepth = Math.Max(1, (int)Math.Ceiling((gramBits - 52 + gramLost) / width) - 1);
        int reached = (int)((width * (depth + 1)) + 52 - lost);
        int precision = reached + Arithmetic.Bits.Guard;
        IntervalContext context = new(precision);
        SliceSet left = SliceSet.ByRows(a, m, n, width, depth + 1);
        SliceProduct product = new(engine, left, depth);
        int terms = Math.Clamp(((reached + 40) / 48) + 1, 2, SliceKernels.MostTerms);
        int block = Math.Min(BlockWidth, n), parts = Math.Max(depth + 1, gramDepth + 1);
        double[][] w = [.. Enumerable.Range(0, terms).Select(_ => new double[(long)m * n])];
        double[] buffer = new double[m * block], operand = new double[n * block];
        double[] errors = new double[n], normsW = new double[n], normsV = new double[n];
        Interval[] diagonalW = new Interval[n], diagonalV = new Interval[n];
        SliceSet.Buffers vBuffers = new(), wBuffers = new();
        for (int first = 0; first < n; first += block)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(block, n - first);
            SliceSet right = SliceSet.ByColumns(v, n, first, count, width, parts, vBuffers);
            product.Multiply(right, w, first * m, errors.AsSpan(first, count), buffer, operand);
            SliceSet image = SliceSet.ByColumns(w, m, first, count, width, parts, wBuffers);
            SquaredNorms.Enclose(right, null, context, diagonalV, normsV, first);
            SquaredNorms.Enclose(image, errors, context, diagonalW, normsW, first);
        }

        Interval[] ratios =
            [.. diagonalW.Select((square, j) => diagonalV[j].Lower.Sign > 0 ? context.Divide(square, diagonalV[j]).Value : Interval.Zero)];
        GramBound gramV = GramBound.Of(engine, v, n, n, width, gramDepth, normsV, null);
        GramBound gramW = GramBound.Of(engine, w, m, n, width, gramDepth, normsW, errors);
        PencilCertificate pencil = new(gramW, gramV, ratios, diagonalV);
        Interval[]? squares = pencil.Enclose(context);
        Interval[]? values = squares is null ? null : [.. squares.Select(square => context.Sqrt(square).Value)];
        return new Round(reached, gramW, gramV, ratios, values, pencil.LargestGroup > 1, w[0]);
    }

    // Two certificates of the same numbers must overlap; that they do is a check of both.
    private static Interval[] Intersect(Interval[] known, Interval[] found) =>
        [.. found.Select((value, i) => value.Intersect(known[i])
            ?? throw new EngineRefusedException(
                $"Two certificates of singular value {i + 1} contradict each other: {value} and {known[i]}."))];

    private static bool Narrower(Interval[] now, Interval[] before)
    {
        for (int i = 0; i < now.Length; i++)
        {
            BigFloat old = BigFloat.Subtract(before[i].Upper, before[i].Lower, Arithmetic.Bits.Size, Rounding.Up);
            BigFloat fresh = BigFloat.Subtract(now[i].Upper, now[i].Lower, Arithmetic.Bits.Size, Rounding.Up);
            if (BigFloat.Scale(fresh, 1) < old)
            {
                return true;
            }
        }

        return false;
    }
}
