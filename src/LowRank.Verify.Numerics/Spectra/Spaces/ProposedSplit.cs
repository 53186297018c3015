using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Spaces;

/// <summary>
/// A vector y (entries of size near 1) against the first r columns of a proposed W whose columns are shorter than 2: b = Wᵀy by compensated
/// sums, ‖diag(s)⁻¹b‖, and w = y − Wb in doubles. Whatever W is, these enclosures are of these very numbers.
/// </summary>
internal sealed class ProposedSplit
{
    private static readonly IntervalContext Context = new(Bits.Certificate);

    private ProposedSplit(Interval whole, Interval captured, Interval? weighted, double[] remainder, BigFloat rounding)
    {
        (Whole, Captured, Weighted, Remainder, Rounding) = (whole, captured, weighted, remainder, rounding);
    }

    /// <summary>‖y‖.</summary>
    public Interval Whole { get; }

    /// <summary>‖b‖.</summary>
    public Interval Captured { get; }

    /// <summary>‖diag(s)⁻¹b‖; null when one of s_1 … s_r is 0.</summary>
    public Interval? Weighted { get; }

    /// <summary>w as computed.</summary>
    public double[] Remainder { get; }

    /// <summary>‖w − (y − Wb)‖ at most.</summary>
    public BigFloat Rounding { get; }

    public static ProposedSplit Of(double[] vectors, int rows, double[] s, int rank, double[] y)
    {
        double[] remainder = [.. y], sizes = Array.ConvertAll(y, Math.Abs);
        Interval squares = Interval.Zero, weighted = Interval.Zero;
        double coefficientErrors = 0;
        bool isRegular = s.AsSpan(0, rank).IndexOfAnyExceptInRange(double.Epsilon, double.MaxValue) < 0;
        for (int i = 0; i < rank; i++)
        {
            ReadOnlySpan<double> vector = vectors.AsSpan(i * rows, rows);
            double coefficient = CompensatedDot.Of(vector, y, out double error);
            Interval enclosed = Interval.Of(Math.BitDecrement(coefficient - error), Math.BitIncrement(coefficient + error));
            squares = Context.Add(squares, Context.Square(enclosed));
            weighted = isRegular ? Context.Add(weighted, Context.Square(Context.Divide(enclosed, Interval.Of(s[i])).Value)) : weighted;
            coefficientErrors += error;
            for (int t = 0; t < rows; t++)
            {
                double part = coefficient * vector[t];
                remainder[t] -= part;
                sizes[t] += Math.Abs(part);
            }
        }

        // rank + 1 operations per entry of the remainder, and ‖W·error‖ ≤ 2Σ|error| since every column is shorter than 2.
        double rounding =
            RoundingBounds.Enlarge((RoundingBounds.Gamma(rank + 2) * RoundingBounds.NormFromSquares(sizes.Sum(x => x * x), sizes.Length))
            + (2 * coefficientErrors));
        return new ProposedSplit(
            Norm(y), Context.Sqrt(squares).Value, isRegular ? Context.Sqrt(weighted).Value : null, remainder, BigFloat.Of(rounding));
    }

    /// <summary>‖y‖, exactly summed.</summary>
    public static Interval Norm(ReadOnlySpan<double> y)
    {
        ExactSumOfSquares sum = new();
        foreach (double x in y)
        {
            sum.Add(x);
        }

        return Context.Sqrt(sum.TakeInterval(Context)).Value;
    }

    /// <summary>√(‖y‖² − b²) for b ∈ other, intersected with what is known.</summary>
    /// <exception cref="EngineRefusedException">Nothing is in both.</exception>
    public static Interval Complement(Interval whole, Interval other, Interval known)
    {
        Interval square = Context.Subtract(Context.Square(whole), Context.Square(other));
        BigFloat lower = BigFloat.Max(BigFloat.Zero, square.Lower), upper = BigFloat.Max(BigFloat.Zero, square.Upper);
        Interval root = Context.Sqrt(new Interval(lower, upper)).Value;
        return known.Intersect(root)
            ?? throw new EngineRefusedException($"Two enclosures of the norm of a projection contradict each other: {known} and {root}.");
    }

    /// <summary>x ± radius, no less than 0.</summary>
    public static Interval Widened(Interval x, BigFloat radius)
    {
        Interval wide = Context.Widen(x, radius);
        return new Interval(BigFloat.Max(BigFloat.Zero, wide.Lower), wide.Upper);
    }
}
