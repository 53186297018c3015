using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Execution;
using LowRank.Verify.Spectra;
using static LowRank.Verify.LinearAlgebra.DenseLoops;

namespace LowRank.Verify.Assessment;

/// <summary>
/// The exact Jacobian J of a network as a linear operator by its structure (<see cref="JacobianPart"/>): ‖fl(J̃X) − JX‖_F ≤ (E + γS)‖X‖_F, E ≥ ‖J − J̃‖_F, S² the sum of the squared sizes of the parts,
/// γ of the longest sum within and over them. Each product is compared with one that loops of our own compute for a random combination of its columns.
/// </summary>
internal sealed class NetworkJacobianOperator : IDeflatedOperator
{
    /// <summary>Most rows for which J Jᵀ is formed to bound what the leading directions leave.</summary>
    public const int MostGramRows = 4096;

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
            throw new InputException($"{path}: an operator of the network has no enclosure, and a Jacobian of {jacobian.Rows} x {jacobian.Columns} that is not held cannot be certified without: take fewer samples or weights.");
        }

        (this.jacobian, this.engine) = (jacobian, engine);
        (parts, measure) = jacobian.Parts();
        size = RoundingBounds.NormFromSquares(parts.Sum(part => part.Size * part.Size), parts.Count);
    }

    public int Rows => jacobian.Rows;

    public int Columns => jacobian.Columns;

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

    public Interval FrobeniusSquared(IntervalContext context)
    {
        return context.Square(FrobeniusNorm(measure));
    }

    /// <summary>‖J‖_F from that of Ĵ, whose computed square is a little off as well.</summary>
    public static Interval FrobeniusNorm(JacobianMeasure measure)
    {
        IntervalContext context = new(128);
        double error = measure.Error ?? 0, slack = 2 * (Math.Sqrt(measure.FrobeniusSquared) - measure.FrobeniusLimit);
        Interval norm = context.Add(Interval.Of(measure.FrobeniusLimit + Math.Min(slack, 0), measure.FrobeniusLimit), Interval.Of(-error, error));
        return new Interval(BigFloat.Max(BigFloat.Zero, norm.Lower), norm.Upper);
    }

    /// <remarks>
    /// M = (I − QQᵀ)Ĝ(I − QQᵀ) for Ĝ ≈ JJᵀ, by three products, and its certified norm. With ‖Q‖ ≤ q, ‖Q‖_F ≤ f, g = ‖Ĝ‖_F each one-sided step errs by γg(2fq + 2), the second on a matrix of norm
    /// (1 + q²)g. Ĝ is within rounding and 2‖Ĵ‖E + E² of JJᵀ, and ‖I − QQᵀ‖ ≤ max(1, q² − 1).
    /// </remarks>
    public double? ComplementNormSquared(int count, ReadOnlySpan<double> q)
    {
        if (Rows > MostGramRows || jacobian.Gram() is not var (gram, rounding))
        {
            return null;
        }

        int n = Rows;
        double[] vectors = q.ToArray(), lead = new double[n * count], rest = new double[n * count], square = new double[count * count], cross = new double[count * count];
        double defect = OrthogonalityDefect.Bound(engine, n, count, vectors, lead, rest, square, cross);
        double[] b = new double[count * n], m = [.. gram], product = new double[(long)n * n];
        engine.Multiply(true, false, count, n, n, vectors, gram, b); // QᵀĜ
        engine.Multiply(false, false, n, n, count, vectors, b, product);
        Subtract(m, product);
        engine.Multiply(false, false, n, count, n, m, vectors, b); // MQ
        engine.Multiply(false, true, n, n, count, b, vectors, product);
        Subtract(m, product);
        double f = Norm(vectors), spectral = Math.Sqrt(1 + defect), g = Norm(gram), each = (2 * f * spectral) + 2, grown = 1 + (spectral * spectral);
        double error = RoundingBounds.Enlarge(2 * RoundingBounds.Gamma(n + 4) * g * each * grown);
        RequireEqual(engine, Deflated(gram, vectors, count, Weights(n), out double[] start), Image(m, start), 4 * error * Norm(start));
        if (!Array.TrueForAll(m, double.IsFinite))
        {
            return null;
        }

        double exact = RoundingBounds.Enlarge(rounding + (2 * measure.FrobeniusLimit * (measure.Error ?? 0)) + ((measure.Error ?? 0) * (measure.Error ?? 0)));
        double top = new SpectrumCertifier(engine).Certify(new Matrix(n, n, m), 0).SingularValues[0].UpperDouble;
        return RoundingBounds.Enlarge(top + error + (exact * Math.Max(1, (spectral * spectral) - 1))) + RoundingBounds.Underflow;
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

    private static void Subtract(double[] x, double[] y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] -= y[i];
        }
    }

    // (I − QQᵀ)Ĝ(I − QQᵀ)w by loops.
    private static double[] Deflated(double[] gram, double[] q, int count, double[] w, out double[] start)
    {
        start = w;
        return Without(Image(gram, Without(w, q, count)), q, count);
    }

    private static double[] Without(double[] w, double[] q, int count)
    {
        double[] result = [.. w];
        for (int c = 0; c < count; c++)
        {
            ReadOnlySpan<double> column = q.AsSpan(c * w.Length, w.Length);
            AddMultiple(column, -Dot(column, w), result);
        }

        return result;
    }

    private static double[] Image(double[] m, double[] w)
    {
        double[] result = new double[w.Length];
        Combine(m, w.Length, w.Length, w, result);
        return result;
    }
}
