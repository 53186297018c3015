using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.LinearAlgebra.Products.DenseLoops;

namespace LowRank.Verify.Spectra.Operators;

/// <summary>
/// An upper bound of ‖(I − QQᵀ)A‖ from a computed Gram matrix Ĝ with ‖Ĝ − AAᵀ‖ ≤ e: M ≈ (I − QQᵀ)Ĝ(I − QQᵀ) by four products, its
/// norm by a decomposition where M is small and by powers where it is not. Proof: docs/proofs/deflated-operator.md.
/// </summary>
public static class DeflatedGram
{
    /// <summary>Rows up to which a decomposition is taken.</summary>
    private const int MostDecomposed = 1024;

    private const int Squarings = 5;

    /// <summary>The bound; null where a number left the doubles.</summary>
    /// <param name="engine">Multiplies.</param>
    /// <param name="n">Rows of A.</param>
    /// <param name="gram">Ĝ, symmetric.</param>
    /// <param name="error">e.</param>
    /// <param name="count">Columns of Q.</param>
    /// <param name="q">Q, n × count.</param>
    /// <exception cref="EngineRefusedException">A product of the engine is wrong.</exception>
    public static double? Norm(IEngine engine, int n, double[] gram, double error, int count, ReadOnlySpan<double> q)
    {
        double[] vectors = q.ToArray(), square = new double[count * count], cross = new double[count * count];
        double defect = OrthogonalityDefect.Bound(engine, n, count, vectors, new double[n * count], new double[n * count], square, cross);
        double[] b = new double[count * n], m = [.. gram], product = new double[(long)n * n];
        engine.Multiply(true, false, count, n, n, vectors, gram, b); // QᵀĜ
        engine.Multiply(false, false, n, n, count, vectors, b, product);
        Subtract(m, product);
        engine.Multiply(false, false, n, count, n, m, vectors, b); // MQ
        engine.Multiply(false, true, n, n, count, b, vectors, product);
        Subtract(m, product);
        double f = DenseLoops.Norm(vectors), spectral = Math.Sqrt(1 + defect), g = DenseLoops.Norm(gram), each = (2 * f * spectral) + 2,
            grown = 1 + (spectral * spectral);
        double own = RoundingBounds.Enlarge(2 * RoundingBounds.Gamma(n + 4) * g * each * grown);
        double[] start = Weights(n);
        RequireEqual(engine, Without(Image(gram, Without(start, vectors, count)), vectors, count), Image(m, start),
            4 * own * DenseLoops.Norm(start));
        if (!Array.TrueForAll(m, double.IsFinite))
        {
            return null;
        }

        double top = n <= MostDecomposed ? new SpectrumCertifier(engine).Certify(new Matrix(n, n, m), 0).SingularValues[0].UpperDouble
            : ByPowers(engine, n, m, product);
        double stretch = Math.Max(1, (spectral * spectral) - 1); // ‖I − QQᵀ‖ at most
        double result = RoundingBounds.Enlarge(top + own + (error * stretch * stretch)) + RoundingBounds.Underflow;
        return double.IsFinite(result) ? Math.BitIncrement(Math.Sqrt(result)) : null;
    }

    /// <summary>An upper bound of ‖(M + Mᵀ)/2‖; M and the work array are overwritten.</summary>
    public static double ByPowers(IEngine engine, int n, double[] m, double[] work)
    {
        Symmetrise(m, n);

        // S₀^{2^i} = 2^exponent·(S_i + error), the exponents of all steps taken out of the root.
        double norm = DenseLoops.Norm(m), error = RoundingBounds.Unit * norm, gamma = RoundingBounds.Gamma(n);
        if (norm <= RoundingBounds.Underflow)
        {
            return norm;
        }

        double exponent = 0;
        (double[] s, double[] next) = (m, work);
        for (int step = 0; step < Squarings; step++)
        {
            int shift = Math.ILogB(norm) + 1;
            Scale(s, -shift);
            (norm, error, exponent) = (Math.ScaleB(norm, -shift) + RoundingBounds.Underflow,
                Math.ScaleB(error, -shift) + RoundingBounds.Underflow, exponent + shift);
            engine.Multiply(false, false, n, n, n, s, s, next);
            double[] start = Weights(n);
            RequireEqual(engine, Image(s, Image(s, start)), Image(next, start), 4 * gamma * norm * norm * DenseLoops.Norm(start));
            Symmetrise(next, n);
            double after = DenseLoops.Norm(next), rounding = (gamma * norm * norm) + (RoundingBounds.Unit * after),
                spectral = Math.Min(norm, Math.Sqrt(after + rounding));
            error = RoundingBounds.Enlarge((error * ((2 * spectral) + error)) + rounding) + RoundingBounds.Underflow;
            (s, next, norm, exponent) = (next, s, after, 2 * exponent);
        }

        // 2^k roots of 2^exponent and of the rest; a root of a number near 1 errs by a few units.
        double root = Math.Pow(norm + error, Math.ScaleB(1, -Squarings)) * Math.Pow(2, exponent * Math.ScaleB(1, -Squarings));
        return RoundingBounds.Enlarge(root) + RoundingBounds.Underflow;
    }

    // Each entry becomes half the sum of itself and its mirror, with one rounding.
    private static void Symmetrise(double[] m, int n)
    {
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                m[i + ((long)j * n)] = m[j + ((long)i * n)] = (0.5 * m[i + ((long)j * n)]) + (0.5 * m[j + ((long)i * n)]);
            }
        }
    }

    private static void Scale(double[] x, int exponent)
    {
        double factor = Math.ScaleB(1, exponent);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] *= factor;
        }
    }

    private static void Subtract(double[] x, double[] y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] -= y[i];
        }
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
