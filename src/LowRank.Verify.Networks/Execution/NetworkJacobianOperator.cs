using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using static LowRank.Verify.LinearAlgebra.Products.DenseLoops;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// The exact Jacobian J of a network as a linear operator by its structure (<see cref="JacobianPart"/>):
/// ‖fl(J̃X) − JX‖_F ≤ (E + γS)‖X‖_F (docs/proofs/jacobian-products.md). Each product is compared with one that loops of our own
/// compute for a random combination of its columns.
/// </summary>
public sealed class NetworkJacobianOperator : IDeflatedOperator
{
    /// <summary>Most rows for which J Jᵀ is formed to bound what the leading directions leave.</summary>
    public const int MostGramRows = 4096;

    // Squares of entries of J must be doubles far from the ends of the range.
    private const double LeastNorm = 1e-100, MostNorm = 1e100;

    private readonly NetworkJacobian jacobian;
    private readonly IEngine engine;
    private readonly IReadOnlyList<JacobianPart> parts;
    private readonly JacobianMeasure measure;
    private readonly double size;

    /// <exception cref="InputException">An operator of the network has no enclosure, so that nothing is known of J.</exception>
    public NetworkJacobianOperator(NetworkJacobian jacobian, IEngine engine, string path)
    {
        if (!jacobian.IsCertified)
        {
            throw new InputException(
                $"{path}: an operator of the network has no enclosure, and a Jacobian of {jacobian.Rows} x {jacobian.Columns} that is "
                + $"not held cannot be certified without: take fewer samples or weights.");
        }

        (this.jacobian, this.engine) = (jacobian, engine);
        (parts, measure) = jacobian.Parts();
        size = RoundingBounds.NormFromSquares(parts.Sum(part => part.Size * part.Size), parts.Count);
    }

    /// <inheritdoc/>
    public int Rows => jacobian.Rows;

    /// <inheritdoc/>
    public int Columns => jacobian.Columns;

    /// <inheritdoc/>
    public double Multiply(int count, ReadOnlySpan<double> block, Span<double> result)
    {
        double[] weights = Weights(count), image = new double[Columns], found = new double[Rows], expected = new double[Rows];
        result.Clear();
        for (int c = 0; c < count; c++)
        {
            Forward(block.Slice(c * Columns, Columns), result.Slice(c * Rows, Rows), engine);
        }

        Combine(block, Columns, count, weights, image);
        Forward(image, expected, null);
        Combine(result, Rows, count, weights, found);
        return Checked(expected, found, Norm(block), Norm(weights), count, parts.Max(part => part.Terms));
    }

    /// <inheritdoc/>
    public double MultiplyTransposed(int count, ReadOnlySpan<double> block, Span<double> result)
    {
        double[] weights = Weights(count), image = new double[Rows], found = new double[Columns], expected = new double[Columns];
        for (int c = 0; c < count; c++)
        {
            Backward(block.Slice(c * Rows, Rows), result.Slice(c * Columns, Columns), engine);
        }

        Combine(block, Rows, count, weights, image);
        Backward(image, expected, null);
        Combine(result, Columns, count, weights, found);
        return Checked(expected, found, Norm(block), Norm(weights), count, parts.Max(part => part.TransposedTerms));
    }

    /// <inheritdoc/>
    public Interval FrobeniusSquared(IntervalContext context)
    {
        return context.Square(FrobeniusNorm(measure));
    }

    /// <summary>‖J‖_F from that of Ĵ, whose computed square is a little off as well.</summary>
    public static Interval FrobeniusNorm(JacobianMeasure measure)
    {
        IntervalContext context = new(Bits.Certificate);
        double error = measure.Error ?? 0, slack = 2 * (Math.Sqrt(measure.FrobeniusSquared) - measure.FrobeniusLimit);
        Interval norm = context.Add(Interval.Of(measure.FrobeniusLimit + Math.Min(slack, 0), measure.FrobeniusLimit),
            Interval.Of(-error, error));
        return new Interval(BigFloat.Max(BigFloat.Zero, norm.Lower), norm.Upper);
    }

    /// <remarks>Ĝ is within rounding and 2‖Ĵ‖E + E² of JJᵀ; see <see cref="DeflatedGram"/>.</remarks>
    public double? ComplementNorm(int count, ReadOnlySpan<double> q)
    {
        if (Rows > MostGramRows || !(measure.FrobeniusLimit is > LeastNorm and < MostNorm) || jacobian.Gram() is not var (gram, rounding))
        {
            return null;
        }

        // Of 2^−exponent·J, so that the squares of its squares are doubles as well.
        int exponent = Math.ILogB(measure.FrobeniusLimit);
        double error = measure.Error!.Value,
            distance = RoundingBounds.Enlarge(rounding + (2 * measure.FrobeniusLimit * error) + (error * error));
        double[] scaled = Array.ConvertAll(gram, x => Math.ScaleB(x, -2 * exponent));
        return DeflatedGram.Norm(engine, Rows, scaled, Math.ScaleB(distance, -2 * exponent) + RoundingBounds.Underflow, count,
            q) is { } left ? Math.BitIncrement(Math.ScaleB(left, exponent)) : null;
    }

    private void Forward(ReadOnlySpan<double> x, Span<double> result, IEngine? by)
    {
        foreach (JacobianPart part in parts)
        {
            part.Forward(x.Slice(part.Block.Offset, part.Block.Count), result, by);
        }
    }

    private void Backward(ReadOnlySpan<double> y, Span<double> result, IEngine? by)
    {
        foreach (JacobianPart part in parts)
        {
            part.Backward(y, result.Slice(part.Block.Offset, part.Block.Count), by);
        }
    }

    private double Checked(double[] expected, double[] found, double length, double weights, int count, long terms)
    {
        double rounding = RoundingBounds.Gamma(terms + parts.Count + 8) * size * length;
        RequireEqual(engine, expected, found, 3 * RoundingBounds.Gamma(terms + parts.Count + count + 16) * size * length * weights);
        return RoundingBounds.Enlarge((measure.Error!.Value * length) + rounding) + RoundingBounds.Underflow;
    }
}
