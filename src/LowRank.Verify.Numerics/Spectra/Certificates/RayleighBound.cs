using System.Numerics.Tensors;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// A proven lower bound of a convolution's operator norm: ‖A‖ ≥ ‖Ax‖/‖x‖ for any x ≠ 0. Lanczos steps on AᵀA propose x and are not
/// trusted; the quotient is then computed once in double with an a-priori limit of its error,
/// |fl(Ax) − Ax| ≤ γ_k·|A||x| entry by entry, k the length of the inner products.
/// </summary>
internal static class RayleighBound
{
    private const int MostSteps = 24;
    private const int MostRestarts = 12;
    private const long MostNumbersKept = 1L << 24;
    private const double MostOperations = 2e10;
    private const double GoodEnough = 1e-9; // relative gain below which a restart is not worth its time
    private const int Seed = 1;

    /// <summary>A lower bound of ‖A‖, 0 for a zero kernel.</summary>
    public static BigFloat Lower(ConvolutionOperator a)
    {
        double largest = a.Kernel.Values.Max(Math.Abs);
        if (largest == 0)
        {
            return BigFloat.Zero;
        }

        // Exact but for entries 2^1000 times smaller than the largest; RoundingBounds.Underflow covers those.
        int exponent = Math.ILogB(largest);
        double[] weights = Array.ConvertAll(a.Kernel.Values, w => Math.ScaleB(w, -exponent));
        double[] sizes = Array.ConvertAll(weights, Math.Abs);
        double[] x = new double[a.Columns];
        Random random = new(Seed);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = random.NextDouble() - 0.25;
        }

        double step = 4.0 * a.OutputChannels * a.ChannelsPerGroup * a.Taps * a.OutputPositions;
        int steps = (int)Math.Clamp(Math.Min(MostOperations / (4 * step), MostNumbersKept / x.LongLength), 3, MostSteps);
        double best = 0;
        for (int restart = 0; restart < MostRestarts && (restart == 0 || restart * steps * step < MostOperations); restart++)
        {
            x = Propose(a, weights, x, steps);
            double lower = Quotient(a, weights, sizes, x);
            bool settled = lower <= best * (1 + GoodEnough);
            best = Math.Max(best, lower);
            if (settled)
            {
                break;
            }
        }

        return BigFloat.Scale(BigFloat.Of(best), exponent);
    }

    /// <summary>A lower bound of ‖Ax‖/‖x‖ for exactly the doubles in x.</summary>
    internal static double Quotient(ConvolutionOperator a, double[] weights, double[] sizes, double[] x)
    {
        double[] y = new double[a.Rows], absolute = Array.ConvertAll(x, Math.Abs);
        a.Apply(weights, x, y);
        double length = TensorPrimitives.SumOfSquares(y);
        a.Apply(sizes, absolute, y);
        int terms = a.ChannelsPerGroup * a.Taps;

        // fl(|A||x|) is at least (1 − γ)|A||x|; the gamma of twice the length pays for that.
        double error = RoundingBounds.NormFromSquares(TensorPrimitives.SumOfSquares(y), a.Rows) * RoundingBounds.Gamma(2L * terms);
        double image = Math.Sqrt(length) * (1 - ((a.Rows + 64) * RoundingBounds.Unit));
        double norm = RoundingBounds.NormFromSquares(TensorPrimitives.SumOfSquares(x), x.LongLength);
        double quotient = (image - RoundingBounds.Enlarge(error) - RoundingBounds.Underflow) / norm * (1 - (8 * RoundingBounds.Unit));
        return quotient > 0 ? quotient : 0;
    }

    // The Ritz vector of the largest Ritz value of AᵀA in the Krylov space of x.
    private static double[] Propose(ConvolutionOperator a, double[] weights, double[] x, int steps)
    {
        List<double[]> basis = [];
        double[] diagonal = new double[steps], beside = new double[steps], y = new double[a.Rows];
        double[] current = Normalised(x);
        for (int k = 0; k < steps; k++)
        {
            basis.Add(current);
            double[] next = new double[x.Length];
            a.Apply(weights, current, y);
            a.ApplyTransposed(weights, y, next);
            diagonal[k] = TensorPrimitives.Dot<double>(next, current);
            foreach (double[] earlier in basis)
            {
                TensorPrimitives.MultiplyAdd(earlier, -TensorPrimitives.Dot<double>(next, earlier), next, next);
            }

            beside[k] = TensorPrimitives.Norm<double>(next);
            if (!(beside[k] > 1e-14 * diagonal[0]))
            {
                break;
            }

            current = Normalised(next);
        }

        double[] combination = TopEigenvector(diagonal, beside, basis.Count);
        double[] result = new double[x.Length];
        for (int k = 0; k < basis.Count; k++)
        {
            TensorPrimitives.MultiplyAdd(basis[k], combination[k], result, result);
        }

        return Normalised(result);
    }

    // Repeated squaring of the tridiagonal matrix leaves its top eigenvector in every column.
    private static double[] TopEigenvector(double[] diagonal, double[] beside, int size)
    {
        const int Squarings = 30;
        double[,] power = new double[size, size];
        for (int k = 0; k < size; k++)
        {
            power[k, k] = diagonal[k];
            if (k + 1 < size)
            {
                power[k, k + 1] = power[k + 1, k] = beside[k];
            }
        }

        for (int squaring = 0; squaring < Squarings; squaring++)
        {
            double trace = 0;
            for (int k = 0; k < size; k++)
            {
                trace += power[k, k];
            }

            double[,] next = new double[size, size];
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    for (int k = 0; k < size; k++)
                    {
                        next[i, j] += power[i, k] / trace * (power[k, j] / trace);
                    }
                }
            }

            power = next;
        }

        int column = Enumerable.Range(0, size).MaxBy(k => power[k, k]);
        return [.. Enumerable.Range(0, size).Select(k => power[k, column])];
    }

    private static double[] Normalised(double[] x)
    {
        double norm = TensorPrimitives.Norm<double>(x);
        return norm > 0 && double.IsFinite(norm) ? Array.ConvertAll(x, value => value / norm) : x;
    }
}
