using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// What an engine proposes for the tall orientation of 2^−Exponent·(T₀ + T₁ + …), whose largest entry lies in [1, 2): libraries have
/// absolute thresholds below. Nothing is trusted of it. Where the engine keeps it in place, it is brought here when asked for.
/// </summary>
internal sealed class Proposal : IDisposable
{
    private readonly ResidentBounds? bounds;
    private SingularTriplets? triplets;

    private Proposal(Matrix[] scaled, Matrix leading, int exponent, SingularTriplets? triplets, IResidentDecomposition? resident,
        ResidentBounds? bounds)
    {
        Terms = [.. scaled.Select(term => term.Values)];
        (Leading, Exponent, this.triplets, Resident, this.bounds) = (leading, exponent, triplets, resident, bounds);
    }

    /// <summary>The scaled terms, column-major.</summary>
    public IReadOnlyList<double[]> Terms { get; }

    /// <summary>Their sum, rounded.</summary>
    public Matrix Leading { get; }

    /// <summary>The exponent.</summary>
    public int Exponent { get; }

    /// <summary>The decomposition where the engine keeps it; null where it came here at once.</summary>
    public IResidentDecomposition? Resident { get; }

    /// <summary>The decomposition of the leading matrix, with finite entries of a plausible size.</summary>
    public SingularTriplets Triplets => triplets ??= Resident!.Download();

    /// <summary>True when the least value is within rounding errors of 0.</summary>
    public bool LooksDeficient =>
        Values.Min(Math.Abs) <= 8 * Math.Max(Leading.Rows, Leading.Columns) * RoundingBounds.Unit * Values.Max(Math.Abs);

    private IReadOnlyList<double> Values => Resident?.Values ?? Triplets.Values;

    /// <summary>Lets go of what the engine keeps.</summary>
    public void Dispose() => Resident?.Dispose();

    /// <summary>Asks the engine; null when what it returns cannot be used.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Proposal? Of(IEngine engine, IReadOnlyList<Matrix> terms, IProgress<string>? progress, CancellationToken cancellation)
    {
        EngineProbe.Require(engine);
        int exponent = Math.ILogB(terms.Sum(term => SliceKernels.LargestSize(term.Values)));
        (int rows, int columns) = (terms[0].Rows, terms[0].Columns);
        Matrix[] scaled = [.. terms.Select(term => Scaled(rows >= columns ? term : term.Transpose(), exponent))];
        Matrix leading = scaled.Length == 1 ? scaled[0] : Sum(scaled);
        progress?.Report($"decomposing {rows} x {columns}");
        cancellation.ThrowIfCancellationRequested();
        if (scaled.Length == 1 && engine is IResidentEngine inPlace)
        {
            return InPlace(inPlace, scaled, exponent);
        }

        SingularTriplets? triplets = engine.Decompose(leading);
        cancellation.ThrowIfCancellationRequested();
        progress?.Report($"certifying {rows} x {columns}");
        return triplets is null || !IsPlausible(triplets, leading) ? null : new Proposal(scaled, leading, exponent, triplets, null, null);
    }

    /// <summary>
    /// The certificate of the double level; null for a sum of several terms, and when the vectors are not near orthonormal.
    /// </summary>
    public Interval[]? DoubleLevel(IEngine engine)
    {
        if (Terms.Count > 1)
        {
            return null;
        }

        if (bounds is not null)
        {
            return Enclosures(bounds);
        }

        int m = Leading.Rows, n = Leading.Columns;
        double[] lead = new double[(long)m * n], rest = new double[(long)m * n], product = new double[(long)m * n],
            cross = new double[(long)m * n];
        double leftDefect = OrthogonalityDefect.Bound(engine, m, n, Triplets.Left, lead, rest, product, cross);
        double rightDefect = OrthogonalityDefect.Bound(engine, n, n, Triplets.Right, lead, rest, product, cross);
        double residual = ResidualBound.Bound(engine, m, n, Leading.Values, Triplets.Left, Triplets.Values, Triplets.Right, lead, rest,
            product, cross);
        return Enclosures(new ResidentBounds(leftDefect, rightDefect, residual));
    }

    // The singular values of diag(s) are the sizes of s in descending order, whatever the engine returned.
    private Interval[]? Enclosures(ResidentBounds proved)
    {
        if (!(proved.LeftDefect < 1 && proved.RightDefect < 1 && double.IsFinite(proved.Residual)))
        {
            return null;
        }

        BigFloat alpha = BigFloat.Of(proved.LeftDefect), beta = BigFloat.Of(proved.RightDefect), phi = BigFloat.Of(proved.Residual);
        return [.. Values.Select(Math.Abs).OrderDescending()
            .Select(size => Interval.Scale(OstrowskiWeyl.Enclose(BigFloat.Of(size), alpha, beta, phi, Bits.Certificate), Exponent))];
    }

    private static Proposal? InPlace(IResidentEngine engine, Matrix[] scaled, int exponent)
    {
        IResidentDecomposition? found = engine.DecomposeInPlace(scaled[0]);
        ResidentBounds? bounds = null;
        try
        {
            bounds = found?.Bounds();
        }
        finally
        {
            if (bounds is null)
            {
                found?.Dispose();
            }
        }

        if (bounds is not null && double.IsFinite(bounds.LeftDefect + bounds.RightDefect + bounds.Residual))
        {
            return new Proposal(scaled, scaled[0], exponent, null, found, bounds);
        }

        found?.Dispose();
        return null;
    }

    private static Matrix Sum(Matrix[] terms)
    {
        double[] sum = new double[terms[0].Values.Length];
        for (int t = terms.Length - 1; t >= 0; t--)
        {
            SliceKernels.Combine(sum, 0, 1, terms[t].Values, 0, sum, 0, sum.Length);
        }

        return new Matrix(terms[0].Rows, terms[0].Columns, sum);
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
}
