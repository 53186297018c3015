using System.Numerics.Tensors;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// An upper limit of ‖A‖ without a decomposition of A. For the computed Gram matrix Ĝ of the shorter side, ‖Ĝ − G‖ ≤ γ_k‖A‖_F². If
/// Cholesky's elimination of tI − Ĝ ends with positive pivots, in any order of summation, its smallest eigenvalue is at least
/// −γ_{n+1}/(1 − γ_{n+1}) times its trace (Rump, Verification of positive definiteness, BIT 46, 2006), hence
/// ‖G‖ ≤ t + ut + that + γ_k‖A‖_F².
/// The number t is tried a little above what Lanczos steps find; nothing is trusted of it. What no t proves is limited by ‖A‖_F.
/// </summary>
internal static class NormLimit
{
    private const int Block = 64, Steps = 40, MostHalvings = 6;

    // A limit this much above the least that can be proved is good enough.
    private const double GoodEnough = 1e-4;

    // Relative distances of t from the proposed value that are tried in turn.
    private static readonly double[] Margins = [1e-8, 1e-6, 1e-5, 1e-4, 5e-4, 2e-3, 1e-2, 0.1];

    /// <summary>The larger of a limit that is known already (of another matrix, 0 for none) and a limit of ‖A‖.</summary>
    /// <exception cref="EngineRefusedException">The engine's products are not what they must be.</exception>
    public static double Largest(Matrix a, double known, IEngine engine)
    {
        EngineProbe.Require(engine);
        Matrix tall = a.Rows >= a.Columns ? a : a.Transpose();
        int n = tall.Columns;
        double squares = RoundingBounds.Enlarge(TensorPrimitives.SumOfSquares<double>(tall.Values)
            * (1 + RoundingBounds.Gamma(tall.Values.LongLength))) + RoundingBounds.Underflow;
        double frobenius = Math.BitIncrement(Math.Sqrt(squares) * (1 + (4 * RoundingBounds.Unit)));
        if (!(frobenius > known))
        {
            return known;
        }

        double[] gram = new double[(long)n * n];
        engine.Gram(tall.Rows, n, tall.Values, gram);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                gram[j + ((long)i * n)] = gram[i + ((long)j * n)];
            }
        }

        double largest = Estimate(gram, n), lost = RoundingBounds.Enlarge(RoundingBounds.Gamma(tall.Rows) * squares)
            + RoundingBounds.Underflow;
        double? Proved(double t) => double.IsFinite(t) && t > 0 && Excess(gram, n, t, engine) is { } excess
            ? RoundingBounds.Enlarge(t + (2 * RoundingBounds.Unit * t) + excess + lost) : null;

        // Where another matrix has the larger norm, that one is enough.
        double enough = known * known * (1 - 1e-12), failed = largest;
        foreach (double margin in Margins)
        {
            double t = Math.Max(largest * (1 + margin), enough);
            if (Proved(t) is not { } square)
            {
                failed = t;
                continue;
            }

            for (int halving = 0; halving < MostHalvings && t > enough && t > failed * (1 + GoodEnough); halving++)
            {
                double middle = Math.Max(0.5 * (failed + t), enough);
                if (Proved(middle) is { } better)
                {
                    (t, square) = (middle, better);
                }
                else
                {
                    failed = middle;
                }
            }

            return Math.Max(known, Math.Min(frobenius, Math.BitIncrement(Math.Sqrt(square) * (1 + (4 * RoundingBounds.Unit)))));
        }

        return frobenius;
    }

    /// <summary>The largest Ritz value of Lanczos steps.</summary>
    private static double Estimate(double[] gram, int n)
    {
        double[] x = new double[n];
        for (int i = 0; i < n; i++)
        {
            x[i] = 1 + (0.25 * ((i % 7) - 3)) + (0.125 * ((i % 11) - 5));
        }

        List<double[]> basis = [];
        List<double> diagonal = [], beside = [];
        for (int step = 0; step < Math.Min(Steps, n); step++)
        {
            double length = TensorPrimitives.Norm<double>(x);
            if (!(length > 1e-14 * diagonal.FirstOrDefault()) || !double.IsFinite(length))
            {
                break;
            }

            double[] current = Array.ConvertAll(x, v => v / length);
            if (step > 0)
            {
                beside.Add(length);
            }

            basis.Add(current);
            for (int i = 0; i < n; i++)
            {
                x[i] = TensorPrimitives.Dot(gram.AsSpan(i * n, n), current);
            }

            diagonal.Add(TensorPrimitives.Dot<double>(x, current));
            foreach (double[] earlier in basis)
            {
                TensorPrimitives.MultiplyAdd(earlier, -TensorPrimitives.Dot<double>(x, earlier), x, x);
            }
        }

        return Largest(diagonal, beside);
    }

    /// <summary>The largest eigenvalue of a tridiagonal matrix, by bisection on the signs of its pivots.</summary>
    private static double Largest(List<double> diagonal, List<double> beside)
    {
        double low = diagonal.DefaultIfEmpty().Max(), high = 0;
        for (int i = 0; i < diagonal.Count; i++)
        {
            high = Math.Max(high, diagonal[i] + (i > 0 ? beside[i - 1] : 0) + (i + 1 < diagonal.Count ? beside[i] : 0));
        }

        while (high - low > 1e-12 * high)
        {
            double middle = 0.5 * (low + high), pivot = 1;
            bool isAbove = true;
            for (int i = 0; i < diagonal.Count && isAbove; i++)
            {
                pivot = middle - diagonal[i] - (i > 0 ? beside[i - 1] * beside[i - 1] / pivot : 0);
                isAbove = pivot > 0;
            }

            (low, high) = isAbove ? (low, middle) : (middle, high);
        }

        return low;
    }

    /// <summary>How far below 0 the smallest eigenvalue of tI − Ĝ may lie, where the elimination succeeds; else null.</summary>
    private static double? Excess(double[] gram, int n, double t, IEngine engine)
    {
        double[] l = new double[gram.LongLength]; // the lower triangle, by columns
        double trace = 0;
        for (long k = 0; k < l.LongLength; k++)
        {
            l[k] = -gram[k];
        }

        for (int i = 0; i < n; i++)
        {
            double pivot = t - gram[i + ((long)i * n)];
            l[i + ((long)i * n)] = pivot;
            trace += pivot;
        }

        for (int start = 0; start < n; start += Block)
        {
            int width = Math.Min(Block, n - start);
            Update(l, n, start, width, engine);
            if (!Eliminate(l, n, start, width))
            {
                return null;
            }
        }

        double gamma = RoundingBounds.Gamma(n + 1);
        double excess = RoundingBounds.Enlarge(gamma / (1 - gamma) * trace * (1 + RoundingBounds.Gamma(n))) + RoundingBounds.Underflow;
        return gamma < 0.5 && double.IsFinite(excess) ? excess : null;
    }

    /// <summary>Columns [start, start + width) minus the product of what stands before them.</summary>
    private static void Update(double[] l, int n, int start, int width, IEngine engine)
    {
        if (start == 0)
        {
            return;
        }

        int rows = n - start;
        double[] below = new double[(long)rows * start], head = new double[(long)width * start], product = new double[(long)rows * width];
        for (int j = 0; j < start; j++)
        {
            Array.Copy(l, start + ((long)j * n), below, (long)j * rows, rows);
            Array.Copy(l, start + ((long)j * n), head, (long)j * width, width);
        }

        engine.Multiply(false, true, rows, width, start, below, head, product);
        for (int j = 0; j < width; j++)
        {
            for (int i = j; i < rows; i++)
            {
                l[start + i + ((long)(start + j) * n)] -= product[i + ((long)j * rows)];
            }
        }
    }

    /// <summary>Cholesky's elimination of a block of columns, predecessors taken off; false where a pivot is not positive.</summary>
    private static bool Eliminate(double[] l, int n, int start, int width)
    {
        for (int j = start; j < start + width; j++)
        {
            Span<double> column = l.AsSpan(j * n, n);
            for (int k = start; k < j; k++)
            {
                ReadOnlySpan<double> earlier = l.AsSpan(k * n, n);
                double factor = earlier[j];
                if (factor != 0)
                {
                    TensorPrimitives.MultiplyAdd(earlier[j..], -factor, column[j..], column[j..]);
                }
            }

            if (!(column[j] > 0) || !double.IsFinite(column[j]))
            {
                return false;
            }

            double root = Math.Sqrt(column[j]);
            column[j] = root;
            for (int i = j + 1; i < n; i++)
            {
                column[i] /= root;
            }
        }

        return true;
    }
}
